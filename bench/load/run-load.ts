import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { askOpenRouter } from "./ask-openrouter.ts";
import { askProcode } from "./ask-procode.ts";
import type { LoadPlan, LoadResult } from "./load-plan.ts";

// A conversation goes on for this many turns, so that history is read and sent as in use.
const TURNS = 10;

/** Runs one load to its end. Failures of chats are counted and worded, never thrown. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const result: LoadResult = { chats: 0, errors: [], seconds: 0, firstTextMs: [], gapsMs: [], ownCpuMs: 0 };
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: plan.streams }, async (_, index) => {
      if (plan.rampMs > 0) await sleep((index * plan.rampMs) / plan.streams);
      const ask = openDoor(agent, plan, index);
      for (let chat = 0; chat < plan.chatsPerStream; chat += 1) await timeChat(plan, ask, result);
    }),
  );
  result.seconds = (performance.now() - startedAt) / 1_000;
  const used = process.cpuUsage(cpu);
  result.ownCpuMs = (used.user + used.system) / 1_000;
  agent.destroy();
  return result;
}

type Ask = (signal: AbortSignal, onText: (text: string) => void) => Promise<void>;

function openDoor(agent: Agent, { door, text }: LoadPlan, index: number): Ask {
  if (door.protocol === "openrouter") return (signal, onText) => askOpenRouter(agent, door, { text, signal, onText });
  const person = { agent, url: door.url, cookie: door.cookies[index % door.cookies.length] ?? "" };
  let conversationId: string | null = null;
  let turn = 0;
  return async (signal, onText) => {
    if (turn % TURNS === 0) conversationId = null;
    turn += 1;
    conversationId = await askProcode(person, conversationId, { text, signal, onText });
  };
}

async function timeChat(plan: LoadPlan, ask: Ask, result: LoadResult): Promise<void> {
  const askedAt = performance.now();
  let lastAt = 0;
  let answer = "";
  const gaps: number[] = [];
  let firstMs = 0;
  try {
    await ask(AbortSignal.timeout(plan.chatTimeoutMs), (text) => {
      const now = performance.now();
      if (answer === "") firstMs = now - askedAt;
      else gaps.push(now - lastAt);
      lastAt = now;
      answer += text;
    });
    if (answer !== plan.expected)
      throw new Error(`the answer has ${answer.length} characters that are not the ${plan.expected.length} expected`);
    result.firstTextMs.push(firstMs);
    for (const gap of gaps) result.gapsMs.push(gap);
  } catch (error) {
    result.errors.push(error instanceof Error ? error.message : String(error));
  }
  result.chats += 1;
}

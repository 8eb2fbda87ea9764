import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { SentMessage } from "@procode/contracts";
import { seededRandom } from "@procode/sandbox";
import { openBrowserless } from "../product/open-browserless.ts";
import { callWithKey, type Reply } from "./call-with-key.ts";

/** One message, and all that was answered until it was taken. */
export type Asked = {
  clientId: string;
  marker: string;
  /** Ids that came back; null when nobody took it in time. */
  sent: SentMessage | null;
  refusals: Exclude<Reply, { kind: "data" }>[];
  /** On the monotonic clock. */
  takenMs: number;
};
export type Member = { userId: string; key: string };
export type Crowd = {
  members: Member[];
  asked: Asked[];
  /** Everybody asks one message after another until `stop`; resolves when the last one of each was taken or given up. */
  begin(): void;
  stop(): Promise<void>;
  /** One message of somebody, tried like the others. `directive` replaces the drawn one. */
  ask(member: Member, directive?: string): Promise<Asked>;
};

const GIVE_UP_MS = 30_000;
const WORDS = "and then they talked about the weather in the mountains for a while";

/**
 * People who chat through several processes at once. Each call goes to the next process in turn; what is refused or
 * not answered is sent again with the same id, soon, as our clients do. The same seed draws the same messages and pauses.
 */
export async function openCrowd({
  urls,
  origin,
  people,
  seed,
  pauseMs = 150,
}: {
  urls(): string[];
  origin: string;
  people: number;
  seed: number;
  /** At most so long between an answer to a call and the next one. */
  pauseMs?: number;
}): Promise<Crowd> {
  const members: Member[] = [];
  for (let index = 0; index < people; index++) members.push(await join(urls()[0] ?? "", origin));
  const asked: Asked[] = [];
  const random = seededRandom(seed, "crowd");
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  let turn = 0;
  let running: Promise<unknown> | null = null;
  let isOver = false;

  async function ask(member: Member, directive = `echo first=${upTo(60)} interval=${upTo(20)}`): Promise<Asked> {
    const marker = `m${asked.length}.`;
    const text = `${marker} ${WORDS} [[sandbox ${directive}]]`;
    const one: Asked = { clientId: randomUUID(), marker, sent: null, refusals: [], takenMs: 0 };
    asked.push(one);
    // Each begins a conversation, so that the provider hears nothing but this message.
    const input = { clientId: one.clientId, text };
    for (const untilMs = performance.now() + GIVE_UP_MS; performance.now() < untilMs; ) {
      const among = urls();
      const reply = await callWithKey(among[turn++ % among.length] ?? "", member.key, {
        path: "chat.send",
        input,
        isMutation: true,
      });
      one.takenMs = performance.now();
      if (reply.kind === "data") {
        one.sent = reply.data as SentMessage;
        return one;
      }
      one.refusals.push(reply);
      await sleep(50 + upTo(200));
    }
    return one;
  }

  async function keepAsking(member: Member): Promise<void> {
    while (!isOver) {
      await ask(member);
      await sleep(upTo(pauseMs));
    }
  }

  return {
    members,
    asked,
    ask,
    begin() {
      isOver = false;
      running = Promise.all(members.map(keepAsking));
    },
    async stop() {
      isOver = true;
      await running;
    },
  };
}

async function join(url: string, origin: string): Promise<Member> {
  const person = openBrowserless(url, origin);
  await person.signUp();
  const { key } = await person.ask<{ key: string }>(
    "account.apiKeys.create",
    { name: "crowd", scopes: ["chat", "read", "manage"] },
    "mutation",
  );
  const { id } = await person.ask<{ id: string }>("account.profile");
  return { userId: id, key };
}

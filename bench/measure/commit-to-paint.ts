import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { logIn } from "../../tests/e2e/person.ts";
import { openBrowserless } from "../../tests/product/open-browserless.ts";
import { openChromium } from "../../tests/product/open-chromium.ts";
import { openFleet } from "../../tests/product/open-fleet.ts";
import type { EndStack } from "../servers/create-end-stack.ts";
import { percentile } from "./percentile.ts";
import { type Row, rowOf } from "./row.ts";

const SAMPLES = 100;
const WARM_UP = 10;
const GOAL_MS = 150;
const LONGEST_MS = 10_000;

/**
 * P14: a message is sent to one web process; a page that talks to another one shows it. The clock starts before the call,
 * so that the commit lies within, and stops after the frame in which the words are drawn.
 */
export async function measureCommitToPaint(ends: EndStack, rounds: number): Promise<Row[]> {
  const fleet = await openFleet({ webs: 2 });
  await ends.add({ stop: () => fleet.close() });
  const [here, there] = fleet.webs;
  if (!here || !there) throw new Error("two web processes were asked for");
  const chromium = await openChromium();
  await ends.add({ stop: () => chromium.close() });
  const writer = openBrowserless(here.url);
  const account = await writer.signUp();
  const page = await (await chromium.newContext({ baseURL: there.url })).newPage();
  await logIn(page, account);

  const whole: number[][] = [];
  const committed: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { conversationId, generationId } = await writer.send(`Round ${round} ${ANSWER}`);
    await writer.follow(generationId);
    await page.goto(`/chat/${conversationId}`);
    await page.evaluate(WATCH);
    const times: number[] = [];
    for (let index = -WARM_UP; index < SAMPLES; index++) {
      const marker = `mark:${randomUUID()}`;
      const sentMs = nowMs();
      const sent = await writer.send(`${marker} ${ANSWER}`, conversationId);
      const answeredMs = nowMs();
      const paintedMs = await painted(page, marker);
      if (index >= 0) times.push(paintedMs - sentMs);
      if (index >= 0) committed.push(paintedMs - answeredMs);
      await writer.follow(sent.generationId);
      // The feed's timers stand at another place each time.
      await sleep(60 + ((index * 37) % 90));
    }
    whole.push(times);
  }
  const row = (share: number, goal: number | null) =>
    rowOf(
      {
        id: "P14",
        what: `chat.send in one process to paint in a browser at another, p${share * 100}`,
        unit: "ms",
        note: `from the answer of chat.send, which follows the commit: ${percentile(committed, share).toFixed(0)} ms`,
      },
      { upstream: [], route: [], procode: whole.map((times) => percentile(times, share)) },
      ({ procode }) => ({
        compared: `${procode.toFixed(0)} ms`,
        goal: goal === null ? "" : `≤ ${goal} ms`,
        met: goal === null ? null : procode <= goal,
      }),
    );
  return [row(0.5, null), row(0.95, GOAL_MS)];
}

const ANSWER = "[[sandbox first=0 interval=0 tokens=3]]";
const nowMs = () => performance.timeOrigin + performance.now();

async function painted(page: Page, marker: string): Promise<number> {
  const at = await page.evaluate<number>(
    `Promise.race([window.whenPainted("${marker}"), new Promise((give) => setTimeout(give, ${LONGEST_MS}, NaN))])`,
  );
  if (Number.isNaN(at)) throw new Error("A message of another process was not drawn within ten seconds.");
  return at;
}

/** Keeps for each marker when the frame with it was done, in milliseconds since 1970 as `nowMs` counts them. */
const WATCH = `(() => {
  const times = new Map();
  const waiting = new Map();
  const look = () => {
    const found = [...document.querySelectorAll("article[aria-label=You]")].map((one) => /mark:[0-9a-f-]{36}/.exec(one.textContent)?.[0]);
    for (const marker of found) {
      if (!marker || times.has(marker)) continue;
      times.set(marker, null);
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => {
          times.set(marker, performance.timeOrigin + performance.now());
          waiting.get(marker)?.(times.get(marker));
        };
        after.port2.postMessage(null);
      });
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  window.whenPainted = (marker) =>
    times.get(marker) ?? new Promise((give) => waiting.set(marker, give));
})()`;

import { setTimeout as sleep } from "node:timers/promises";
import type { Browser } from "@playwright/test";
import { openChromium } from "../../tests/product/open-chromium.ts";
import { openSignedIn } from "../servers/open-signed-in.ts";
import type { World } from "../servers/open-world.ts";
import { type Row, rowOf, times } from "./row.ts";
import { sendMessage } from "./send-message.ts";
import { watchConversation, type Watched } from "./watch-conversation.ts";

const SHORT = 50;
const LONG = 1_000;
/** Of a scroll at 60 frames a second; a frame that comes a little late is still the next one. */
const FRAME_MS = 1_000 / 60;
const LATE_MS = FRAME_MS * 1.25;
const QUESTIONS = [
  "Make a plan for a half marathon in spring.",
  "Compare rowing and running for somebody with an office job.",
  "Write a function that computes the delay of a retry.",
  "Why do leaves fall?",
];

/** P7: a conversation of 1,000 messages beside one of 50, opened, read up to its beginning, opened again, and written in. */
export async function measureLongConversation(world: World, rounds: number): Promise<Row[]> {
  const [, cookie = ""] = world.cookies;
  const ids = { short: await fill(world, cookie, SHORT), long: await fill(world, cookie, LONG) };
  const browser = await openChromium();
  const short: Watched[] = [];
  const long: Watched[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      short.push(await watch(browser, world, cookie, ids.short, ids.long));
      long.push(await watch(browser, world, cookie, ids.long, ids.short));
    }
  } finally {
    await browser.close();
  }
  const beside = (figure: (watched: Watched) => number) => ({
    upstream: [],
    route: short.map(figure),
    procode: long.map(figure),
  });
  const head = (what: string, unit: string) => ({ id: "P7", what, unit, note: "beside it: the conversation of 50" });
  const ratio = (what: string, unit: string, figure: (watched: Watched) => number) =>
    rowOf(head(what, unit), beside(figure), ({ route, procode }) => ({
      compared: `${times(procode / route)} that of 50`,
      goal: "≤ 1.5 × that of 50",
      met: procode / route <= 1.5,
    }));
  const within = (what: string, most: number, figure: (watched: Watched) => number) =>
    rowOf(head(what, "ms"), beside(figure), ({ procode }) => ({
      compared: `${procode.toFixed(0)} ms`,
      goal: `≤ ${most} ms`,
      met: procode <= most,
    }));
  return [
    ratio("elements in the page of 1,000 messages, opened", "", (watched) => watched.elements.opened),
    ratio("the same, after its beginning was reached", "", (watched) => watched.elements.scrolled),
    ratio("scripting until it is open and at rest", "ms", (watched) => watched.scriptMs.open),
    ratio("scripting while ten windows are scrolled up", "ms", (watched) => watched.scriptMs.scroll),
    within("from a click in the list to its newest message", 300, (watched) => watched.openMs),
    within("the same, when it was open before", 50, (watched) => watched.againMs),
    within("from sending a message to its frame", 50, (watched) => watched.sentMs),
    rowOf(head("frames a second while it is scrolled", ""), beside(framesASecond), ({ procode }) => ({
      compared: lateWords(long),
      goal: "60",
      met: procode >= 59,
    })),
  ];
}

async function watch(browser: Browser, { procode }: World, cookie: string, id: string, otherId: string) {
  const context = await openSignedIn(browser, cookie, procode.url);
  try {
    return await watchConversation(await context.newPage(), { url: procode.url, id, otherId });
  } finally {
    await context.close();
  }
}

const framesASecond = ({ frameMs }: Watched) =>
  (1_000 * frameMs.length) / frameMs.reduce((sum, milliseconds) => sum + milliseconds, 0);

function lateWords(watched: Watched[]): string {
  const all = watched.flatMap(({ frameMs }) => frameMs);
  const late = all.filter((milliseconds) => milliseconds > LATE_MS).length;
  return `${((100 * late) / all.length).toFixed(1)} % of frames late`;
}

/** A conversation of so many messages, with answers that hold lists, tables and code. */
async function fill(world: World, cookie: string, messages: number): Promise<string> {
  let sent = await sendMessage(world, cookie, { text: text(0) });
  for (let turn = 1; turn < messages / 2; turn += 1) {
    const { conversationId, answerId } = sent;
    sent = await sendMessage(world, cookie, { text: text(turn), conversationId, parentId: answerId });
  }
  // The last answers are still being written.
  await sleep(1_000);
  return sent.conversationId;
}

const text = (turn: number) => `[[sandbox first=0 interval=0]] ${turn}: ${QUESTIONS[turn % QUESTIONS.length]}`;

import { setTimeout as sleep } from "node:timers/promises";
import type { Fleet } from "../../product/open-fleet.ts";
import type { BrowserActor } from "./browser-actor.ts";
import type { Everywhere } from "./open-people.ts";

const WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 25;

/**
 * Waits until no answer is being written, nothing is on its way to or from Telegram, and no browser has anything to send.
 * What is still open after twenty seconds, in words; [] when it is quiet.
 */
export async function untilQuiet(
  { database, telegram }: Pick<Fleet, "database" | "telegram">,
  { browsers }: Pick<Everywhere, "browsers">,
): Promise<string[]> {
  const end = performance.now() + WITHIN_MS;
  const came = telegram.log.entries().filter((entry) => entry.type === "update" && entry.is_queued).length;
  for (let calm = 0; calm < 2; ) {
    const [open] = await database.query<Record<string, number>>(
      `SELECT (SELECT count(*) FROM generations WHERE state IN ('queued', 'running'))::int AS answers,
        (SELECT count(*) FROM telegram_updates WHERE state = 'received')::int AS "updates to answer",
        (SELECT $1 - count(*) FROM telegram_updates)::int AS "updates to fetch",
        (SELECT count(*) FROM telegram_sends WHERE state IN ('queued', 'sending'))::int AS "messages to Telegram"`,
      [came],
    );
    const waiting = Object.entries(open ?? {}).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []));
    // What waits for the end of an answer is no news.
    const unsent = waiting.length === 0 ? await Promise.all(browsers.map(readUnsent)) : [];
    const left = [
      ...waiting,
      ...unsent.flatMap((states, index) => states.map((state) => `browser ${index}: a message is ${state}`)),
    ];
    // Twice in a row: between an answer's end and the next message of a browser there is a moment of silence.
    calm = left.length === 0 ? calm + 1 : 0;
    if (performance.now() > end) return left.map((what) => `not quiet: ${what}`);
    if (calm < 2) await sleep(LOOK_EVERY_MS);
  }
  return [];
}

/**
 * States of what a browser has still to send. What could not be sent is gone to and sent again, or, where its
 * conversation is gone, taken back.
 */
const readUnsent = ({ page }: BrowserActor): Promise<string[]> =>
  page.evaluate(`(() => {
    const unsent = Object.keys(localStorage)
      .filter((key) => key.startsWith("procode-unsent:"))
      .map((key) => JSON.parse(localStorage.getItem(key)));
    const failed = unsent.find(({ state }) => state === "failed");
    const button = (words) => [...document.querySelectorAll("article button")].find((one) => one.textContent === words);
    const place = (href) => document.querySelector("a[href='" + href + "']");
    if (failed) {
      const tries = (window.__tries = (window.__tries ?? 0) + 1);
      const found = button(tries % 3 === 0 ? "Do not send" : "Retry") ?? button("Do not send");
      (found ?? place("/chat/" + failed.conversationId) ?? place("/dashboard"))?.click();
    }
    return unsent.map(({ state }) => state);
  })()`);

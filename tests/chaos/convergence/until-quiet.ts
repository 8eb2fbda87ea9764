import { setTimeout as sleep } from "node:timers/promises";
import type { Fleet } from "../../product/open-fleet.ts";
import type { BrowserActor } from "./browser-actor.ts";
import type { Everywhere } from "./open-people.ts";

const WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 25;

/** Waits until no answer is being written, nothing is on its way to or from Telegram, and no browser has anything to send. */
export async function untilQuiet(
  { database, telegram }: Pick<Fleet, "database" | "telegram">,
  { browsers }: Pick<Everywhere, "browsers">,
): Promise<void> {
  const end = performance.now() + WITHIN_MS;
  const came = telegram.log.entries().filter((entry) => entry.type === "update" && entry.is_queued).length;
  for (let calm = 0; calm < 2; ) {
    if (performance.now() > end) throw new Error("It does not become quiet.");
    const [open] = await database.query<{ count: number }>(
      `SELECT ((SELECT count(*) FROM generations WHERE state IN ('queued', 'running'))
        + (SELECT count(*) FROM telegram_updates WHERE state = 'received')
        + (SELECT $1 - count(*) FROM telegram_updates)
        + (SELECT count(*) FROM telegram_sends WHERE state IN ('queued', 'sending')))::int AS count`,
      [came],
    );
    const unsent = open?.count === 0 ? await Promise.all(browsers.map(readUnsent)) : [];
    // Twice in a row: between an answer's end and the next message of a browser there is a moment of silence.
    calm = open?.count === 0 && unsent.flat().length === 0 ? calm + 1 : 0;
    if (calm < 2) await sleep(LOOK_EVERY_MS);
  }
}

/** States of what a browser has still to send; what could not be sent is sent again, or, where its conversation is gone, taken back. */
const readUnsent = ({ page }: BrowserActor): Promise<string[]> =>
  page.evaluate(`(() => {
    const states = Object.keys(localStorage)
      .filter((key) => key.startsWith("procode-unsent:"))
      .map((key) => JSON.parse(localStorage.getItem(key)).state);
    const button = (words) => [...document.querySelectorAll("article button")].find((one) => one.textContent === words);
    if (states.includes("failed")) {
      const tries = (window.__tries = (window.__tries ?? 0) + 1);
      (button(tries % 3 === 0 ? "Do not send" : "Retry") ?? button("Do not send"))?.click();
    }
    return states;
  })()`);

import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Browser } from "@playwright/test";
import { openChromium } from "../../tests/product/open-chromium.ts";
import { openSignedIn } from "../servers/open-signed-in.ts";
import type { World } from "../servers/open-world.ts";
import { type Row, rowOf, times } from "./row.ts";
import { sendMessage } from "./send-message.ts";

const GOAL_KB = 230;
// Scripts that no longer come for this long are no part of the first load.
const QUIET_MS = 1_500;
const LONGEST_MS = 20_000;

/** P6: the script that a browser with an empty cache fetches before the page is at rest. */
export async function measureFirstLoad(world: World, rounds: number): Promise<Row[]> {
  const browser = await openChromium();
  try {
    const [cookie = ""] = world.cookies;
    const plain = await beginChat(world, cookie, "tokens=120");
    const coded = await beginChat(world, cookie, "");
    const pages: { what: string; url: string; isJudged: boolean; seen: PageScripts[] }[] = [
      { what: "/dashboard", url: `${world.procode.url}/dashboard`, isJudged: true, seen: [] },
      { what: "/chat/… of plain text", url: `${world.procode.url}/chat/${plain}`, isJudged: true, seen: [] },
      { what: "/chat/… that shows code", url: `${world.procode.url}/chat/${coded}`, isJudged: false, seen: [] },
    ];
    const bare: PageScripts[] = [];
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await loadCold(browser, world.route.url, ""));
      for (const { url, seen } of pages) seen.push(await loadCold(browser, url, cookie));
    }
    return pages.map(({ what, isJudged, seen }) =>
      rowOf(
        { id: "P6", what: `script of ${what}, first load, gzipped`, unit: "kB", note: noteOf(seen) },
        { upstream: [], route: bare.map((page) => page.kb), procode: seen.map((page) => page.kb) },
        ({ route, procode }) => ({
          compared: `${times(procode / route)} a bare Next page`,
          goal: isJudged ? `≤ ${GOAL_KB} kB` : "",
          met: isJudged ? procode <= GOAL_KB : null,
        }),
      ),
    );
  } finally {
    await browser.close();
  }
}

type PageScripts = {
  kb: number;
  /** Of these, what the HTML itself names. */
  namedKb: number;
  files: number;
};

async function loadCold(browser: Browser, url: string, cookie: string): Promise<PageScripts> {
  const context = await openSignedIn(browser, cookie, url);
  try {
    const page = await context.newPage();
    const sizes = new Map<string, Promise<number>>();
    let lastAt = performance.now();
    page.on("response", (response) => {
      if (response.request().resourceType() !== "script" || !response.ok()) return;
      lastAt = performance.now();
      sizes.set(
        response.url(),
        response.body().then((body) => gzipSync(body).length),
      );
    });
    const startedAt = performance.now();
    const response = await page.goto(url, { waitUntil: "load" });
    if (!response?.ok() || page.url() !== url.replace(/\/?$/, new URL(url).pathname === "/" ? "/" : "")) {
      throw new Error(`${url} answered ${response?.status()} at ${page.url()}.`);
    }
    const html = await response.text();
    while (performance.now() - lastAt < QUIET_MS && performance.now() - startedAt < LONGEST_MS) await sleep(50);
    const files = await Promise.all(
      [...sizes].map(async ([file, size]) => ({
        bytes: await size,
        named: html.includes(`src="${new URL(file).pathname}`),
      })),
    );
    const sum = (some: typeof files) => some.reduce((total, { bytes }) => total + bytes, 0) / 1_000;
    return { kb: sum(files), namedKb: sum(files.filter(({ named }) => named)), files: files.length };
  } finally {
    await context.close();
  }
}

function noteOf([first]: PageScripts[]): string {
  return first ? `${first.files} files; ${first.namedKb.toFixed(0)} kB of it named in the HTML` : "";
}

async function beginChat(world: World, cookie: string, answer: string): Promise<string> {
  const text = `[[sandbox first=0 interval=0 ${answer}]] Show me a table and some code.`;
  return (await sendMessage(world, cookie, { text })).conversationId;
}

import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { openSandbox } from "../testing/open-sandbox.ts";

const PAGE = new URL("./page/", import.meta.url);

test("the page and each of its files are served from here, under a policy that allows nothing foreign", async () => {
  await using room = await openSandbox();
  const page = await fetch(`${room.sandbox.url}/phone?start=TOKEN`);
  const paths = new Set(["/phone"]);
  const seen = new Set<string>();
  for (const path of paths) {
    seen.add(path);
    const response = await fetch(`${room.sandbox.url}${path}`);
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self'/);
    if (path.endsWith(".woff2")) continue;
    const text = await response.text();
    for (const [, found = ""] of text.matchAll(/["(](\/phone\/[\w./-]+\.\w+)"/g)) paths.add(found);
    for (const [, found = ""] of text.matchAll(/from "\.\/([\w-]+\.js)"/g)) paths.add(`/phone/${found}`);
  }
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const files = (await readdir(PAGE)).filter((name) => name !== "index.html").map((name) => `/phone/${name}`);
  expect([...seen]).toEqual(expect.arrayContaining(files));
  for (const path of ["/phone/", "/phone/../serve-phone.ts", "/phone/nothing.js", "/phone/fonts/other.woff2"])
    expect((await fetch(`${room.sandbox.url}${path}`)).status).toBe(path === "/phone/" ? 200 : 404);
});

test("no script of the page writes markup: words only become text", async () => {
  const scripts = (await readdir(PAGE)).filter((name) => name.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(3);
  for (const name of scripts)
    expect(await readFile(new URL(name, PAGE), "utf8")).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTML|parseFromString|createContextualFragment|eval\(/,
    );
});

test("the phone hears of messages, of a draft and of its end", async () => {
  await using room = await openSandbox();
  const events = await openEvents(`${room.sandbox.url}/phone/events?person=1001`);
  await events.until((seen) => seen.messages?.length === 1);
  const id = room.person.say("Hello /help");
  await events.until((seen) => seen.messages?.at(-1)?.isTaken === false);
  const [update] = await room.api.getUpdates();
  await room.api.getUpdates({ offset: (update?.update_id ?? 0) + 1 });
  await events.until((seen) => seen.messages?.at(-1)?.message_id === id && seen.messages.at(-1)?.isTaken === true);
  await room.api.sendMessageDraft(1001, 5, "Hi");
  await events.until((seen) => seen.draft?.text === "Hi");
  await room.api.sendMessage(1001, "Hi, see /help");
  const seen = await events.until((now) => now.draft === null && now.messages?.length === 3);
  expect(seen.messages?.at(-1)?.entities).toEqual([{ type: "bot_command", offset: 8, length: 5 }]);
  expect(room.person.sees().messages.at(-1)?.entities).toEqual([]);
});

test("anybody can be acted, but an id must be a number", async () => {
  await using room = await openSandbox();
  const events = await openEvents(`${room.sandbox.url}/phone/events?person=2`);
  expect((await events.until((seen) => seen.person !== undefined)).person).toMatchObject({ username: "person_2" });
  expect((await fetch(`${room.sandbox.url}/phone/events?person=x`)).status).toBe(400);
});

type Shown = {
  messages?: { message_id: number; isTaken: boolean; entities: object[] }[];
  draft?: { text: string } | null;
  person?: object;
};

/** Follows the events of a phone; `until` resolves with all that is shown once it fits. */
async function openEvents(url: string) {
  const response = await fetch(url);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let shown: Shown = {};
  let rest = "";
  return {
    async until(fits: (shown: Shown) => boolean): Promise<Shown> {
      while (!fits(shown)) {
        const part = await reader?.read();
        if (!part || part.done) throw new Error("The events ended.");
        const events = (rest + part.value).split("\n\n");
        rest = events.pop() ?? "";
        for (const event of events) shown = { ...shown, ...JSON.parse(event.slice(event.indexOf("data: ") + 6)) };
      }
      return shown;
    },
  };
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Api } from "grammy";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connectTelegramSandbox } from "./telegram/control/connect-telegram-sandbox.ts";
import { ask, dataOf } from "./testing/ask.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
let folder = "";
let child: ChildProcess | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-"));
});
afterEach(async () => {
  child?.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

async function start(...more: string[]): Promise<{ url: string; process: ChildProcess }> {
  child = spawn(process.execPath, [MAIN, ...more], { stdio: ["pipe", "pipe", "inherit", "ipc"] });
  let output = "";
  for await (const part of child.stdout ?? []) {
    output += part;
    if (output.includes("\n")) break;
  }
  const [, url = ""] = /^sandbox: OpenRouter at (http:\/\/127\.0\.0\.1:\d+\/api\/v1)\n$/.exec(output) ?? [];
  expect(url).not.toBe("");
  return { url, process: child };
}

test.each(["SIGTERM", "SIGINT"] as const)("%s ends it, with a stream under way", async (signal) => {
  const { url, process: running } = await start();
  const response = await ask({ url }, "[[sandbox interval=10 tokens=100000]]");
  running.kill(signal);
  expect(await once(running, "exit")).toEqual([0, null]);
  await expect(response.text()).rejects.toThrow();
});

test("it ends with its parent, whose end closes the pipe or the channel", async () => {
  const { process: piped } = await start();
  piped.stdin?.end();
  expect(await once(piped, "exit")).toEqual([0, null]);
  const { process: forked } = await start("--seed", "1");
  forked.disconnect();
  expect(await once(forked, "exit")).toEqual([0, null]);
});

test("after kill -9 the next one goes on with the log: finished calls are still known, a cut one is broken and free", async () => {
  const file = join(folder, "log.jsonl");
  const first = await start("--log", file);
  const done = await ask({ url: first.url }, "[[sandbox first=0 interval=0 tokens=5]]", { model: "openai/gpt-5" });
  await done.text();
  const cut = await ask({ url: first.url }, "[[sandbox first=0 interval=10 tokens=100000]]", { model: "openai/gpt-5" });
  await cut.body?.getReader().read();
  first.process.kill("SIGKILL");
  await once(first.process, "exit");

  const second = await start("--log", file);
  const generation = async (response: Response) =>
    fetch(`${second.url}/generation?id=${response.headers.get("x-generation-id")}`, {
      headers: { authorization: "Bearer x" },
    });
  // What a call cost is known a moment after its end only, as at the provider.
  await expect
    .poll(async () => dataOf(await generation(done)))
    .toMatchObject({ tokens_completion: 5, finish_reason: "stop" });
  await expect.poll(async () => (await generation(cut)).status).toBe(200);
  const entries = (await readFile(file, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(entries.map(({ seq, type }) => [seq, type])).toEqual([
    [1, "accepted"],
    [2, "ended"],
    [3, "accepted"],
    [4, "ended"],
  ]);
  expect(entries[3]).toMatchObject({ end: "broken", reason: "the sandbox died", costUsd: "0" });
});

test("a taken port is a sentence and exit code 1, not a stack", async () => {
  const { url } = await start();
  const second = spawn(process.execPath, [MAIN, "--port", new URL(url).port], { stdio: ["ignore", "ignore", "pipe"] });
  let words = "";
  for await (const part of second.stderr) words += part;
  expect(words).toMatch(/^sandbox: cannot start: .*EADDRINUSE.*\n$/);
  if (second.exitCode === null) await once(second, "exit");
  expect(second.exitCode).toBe(1);
});

test("Telegram alone survives kill -9: updates, chats and numbers go on", async () => {
  const file = join(folder, "telegram.jsonl");
  const open = async () => {
    child = spawn(process.execPath, [MAIN, "--only", "telegram", "--telegram-log", file], {
      stdio: ["pipe", "inherit", "inherit", "ipc"],
    });
    const [{ ready, telegramUrl }] = await once(child, "message");
    expect(telegramUrl).toBe(ready);
    const api = new Api("mock_token", { apiRoot: ready });
    return { process: child, api, remote: connectTelegramSandbox(ready) };
  };
  const demo = { id: 1001, firstName: "Demo user", username: "demo_user" };

  const first = await open();
  const before = await first.remote.person(demo);
  await before.start();
  await before.say("confirmed");
  const [, second] = await first.api.getUpdates();
  await first.api.getUpdates({ offset: (second?.update_id ?? 0) + 1 });
  await before.say("waiting");
  await first.api.setMyCommands([{ command: "new", description: "New chat" }]);
  const sent = await first.api.sendMessage(1001, "before");
  await first.remote.person({ id: 2, firstName: "Blocker" }).then(async (blocker) => {
    await blocker.start();
    await blocker.block();
  });
  first.process.kill("SIGKILL");
  await once(first.process, "exit");

  const { api, remote } = await open();
  const updates = await api.getUpdates();
  expect(updates[0]).toMatchObject({ update_id: (second?.update_id ?? 0) + 1, message: { text: "waiting" } });
  const last = updates.at(-1)?.update_id ?? 0;
  expect((await api.sendMessage(1001, "after")).message_id).toBeGreaterThan(sent.message_id);
  await expect(api.sendMessage(2, "x")).rejects.toThrow("403");
  const person = await remote.person(demo);
  await person.say("new");
  expect((await api.getUpdates()).at(-1)).toMatchObject({ update_id: last + 1, message: { text: "new" } });
  expect((await person.sees()).messages.map(({ text }) => text)).toEqual([
    "/start",
    "confirmed",
    "waiting",
    "before",
    "after",
    "new",
  ]);
  expect((await person.sees()).commands).toHaveLength(1);
});

test("both stand-ins from one process", async () => {
  child = spawn(process.execPath, [MAIN, "--telegram-port", "0"], { stdio: ["pipe", "ignore", "inherit", "ipc"] });
  const [{ ready, telegramUrl }] = await once(child, "message");
  expect(ready).toMatch(/\/api\/v1$/);
  expect(await new Api("mock_token", { apiRoot: telegramUrl }).getMe()).toMatchObject({ is_bot: true });
});

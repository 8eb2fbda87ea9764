import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ConversationPage, MessagePage } from "@procode/contracts";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "@procode/sandbox";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Browserless, openBrowserless } from "../product/open-browserless.ts";
import { newHome, type Product, startProduct } from "../product/start-product.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const FAST = "[[sandbox first=0 interval=0 tokens=5]]";
const SLOW = "[[sandbox first=0 interval=20 tokens=3000]]";

let home: string;
let sandbox: OpenRouterSandbox;
let product: Product;
let ada: Browserless;
let email: string;
let key: string;

beforeAll(async () => {
  home = await newHome("cli");
  sandbox = await createOpenRouterSandbox({ seed: 4 });
  product = await startProduct({ home, env: { OPENROUTER_BASE_URL: sandbox.url } });
  ada = openBrowserless(product.url);
  ({ email } = await ada.signUp());
});
afterAll(async () => {
  await product?.stop();
  await sandbox?.close();
  await rm(home, { recursive: true, force: true });
});

/** `procode …` as a shell starts it, with pipes on all three sides. */
function start(args: string[], { stdin = "", env = {} }: { stdin?: string; env?: NodeJS.ProcessEnv } = {}) {
  const child = spawn(process.execPath, ["apps/cli/src/main.ts", ...args], {
    cwd: ROOT,
    env: { ...process.env, PROCODE_HOME: home, PROCODE_URL: product.url, PROCODE_API_KEY: key ?? "", ...env },
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(stdin);
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, ...said }));
  return { child, said, ended };
}
const procode = (...rest: Parameters<typeof start>) => start(...rest).ended;
const messages = async () => {
  const { conversations } = await ada.ask<ConversationPage>("conversations.list", {});
  const conversationId = conversations[0]?.id;
  return (await ada.ask<MessagePage>("conversations.messages", { conversationId })).messages.toReversed();
};

describe("procode keys", () => {
  it("makes a key for a person of the running product; stdout holds the key and nothing else", async () => {
    const made = await procode(["keys", "create", "--email", email, "--scopes", "chat,read", "--name", "laptop"]);
    expect(made).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^pk_\S+\n$/),
      err: expect.stringContaining("laptop"),
    });
    key = made.out.trim();
    expect(made.err).not.toContain(key);
  });

  it("lists keys without telling them, and ends one at its next request", async () => {
    const second = await procode(["keys", "create", "--email", email, "--scopes", "read", "--expires-days", "1"]);
    const listed = await procode(["keys", "list", "--email", email, "--json"]);
    const known = JSON.parse(listed.out) as { id: string; name: string }[];
    expect(known.map(({ name }) => name)).toEqual(["command line", "laptop"]);
    expect(listed.out).not.toContain(second.out.trim());
    expect((await procode(["keys", "revoke", known[0]?.id ?? "", "--email", email])).code).toBe(0);
    const asked = await procode(["chat", "-c", "last", "Hi"], { env: { PROCODE_API_KEY: second.out.trim() } });
    expect(asked).toMatchObject({ code: 1, out: "" });
    expect((await procode(["keys", "revoke", known[0]?.id ?? "", "--email", email])).code).toBe(1);
  });

  it("says who is not registered", async () => {
    const refused = await procode(["keys", "create", "--email", "nobody@example.com", "--scopes", "chat"]);
    expect(refused).toMatchObject({ code: 1, out: "", err: expect.stringContaining("Nobody is registered") });
  });
});

describe("procode chat", () => {
  it("writes the stored answer to stdout and what it took beside it", async () => {
    const { code, out, err } = await procode(["chat", "Hello", FAST]);
    const [, answer] = await messages();
    expect({ code, out }).toEqual({ code: 0, out: `${answer?.text}\n` });
    expect(err).toMatch(/^\S+\/\S+, \d+ \+ \d+ tokens, \$[\d.]+\n$/);
  });

  it("puts what is piped in below the text, and takes the key from a file", async () => {
    const file = join(home, "key");
    await writeFile(file, `${key}\n`, { mode: 0o600 });
    const piped = await procode(["chat", "--key-file", file, "Summarise", FAST], {
      stdin: "żółw\n🐢\n",
      env: { PROCODE_API_KEY: "" },
    });
    expect(piped.code).toBe(0);
    expect((await messages())[0]?.text).toBe(`Summarise ${FAST}\n\nżółw\n🐢`);
  });

  it("goes on in the last conversation", async () => {
    await procode(["chat", `The first one ${FAST}`]);
    const { code } = await procode(["chat", "--conversation", "last", `The second one ${FAST}`]);
    expect(code).toBe(0);
    expect((await messages()).filter(({ role }) => role === "user").map(({ text }) => text)).toEqual([
      `The first one ${FAST}`,
      `The second one ${FAST}`,
    ]);
  });

  it("prints one JSON line per part", async () => {
    const { code, out } = await procode(["chat", "--json", `Hello ${FAST}`]);
    const parts = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; text?: string });
    expect(code).toBe(0);
    expect(parts[0]?.type).toBe("start");
    expect(parts.slice(-2).map(({ type }) => type)).toEqual(["usage", "done"]);
    expect(
      parts
        .filter(({ type }) => type === "delta")
        .map(({ text }) => text)
        .join(""),
    ).toBe((await messages())[1]?.text);
  });

  it("stops the answer at the first Ctrl-C and keeps what stands there", async () => {
    const { child, said, ended } = start(["chat", `Long ${SLOW}`]);
    await vi.waitFor(() => expect(said.out.length).toBeGreaterThan(20), { timeout: 20_000 });
    child.kill("SIGINT");
    const { code, out, err } = await ended;
    const [, answer] = await messages();
    expect({ code, status: answer?.status }).toEqual({ code: 130, status: "stopped" });
    expect(out).toBe(`${answer?.text}${answer?.text.endsWith("\n") ? "" : "\n"}`);
    expect(err).toContain("The answer was stopped; its text so far is kept.");
  });

  it("stops the answer when nobody reads it any more", async () => {
    const { child, said, ended } = start(["chat", `Long ${SLOW}`]);
    await vi.waitFor(() => expect(said.out.length).toBeGreaterThan(20), { timeout: 20_000 });
    child.stdout.destroy();
    expect((await ended).err).not.toMatch(/EPIPE|at .*\.ts/);
    await vi.waitFor(async () => expect((await messages())[1]?.status).toBe("stopped"), { timeout: 10_000 });
  });

  it.each([
    ["a failed answer", ["chat", "[[sandbox error=402]]"], {}, 1, /not finished \(provider-credit\)/],
    ["a wrong key", ["chat", "Hello"], { PROCODE_API_KEY: "pk_wrong" }, 1, /\(\S+, request \S+\)/],
    ["an unknown model", ["chat", "-m", "no/such", "Hello"], {}, 1, /unknown-model/],
    ["no server", ["chat", "--url", "http://127.0.0.1:1", "Hello"], {}, 1, /does not answer at/],
    ["no key", ["chat", "Hello"], { PROCODE_API_KEY: "" }, 2, /An API key is missing/],
    ["nothing to send", ["chat"], {}, 2, /nothing to send/],
    ["an unknown option", ["chat", "--loud"], {}, 2, /Unknown option '--loud'/],
  ])("tells %s beside the answer, without a stack", async (_, args, env, code, words) => {
    const ended = await procode(args, { env });
    expect(ended).toEqual({ code, out: "", err: expect.stringMatching(words) });
    expect(ended.err).not.toMatch(/\bat .*\.ts:|pk_wrong/);
  });
});

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Message, MessagePage } from "@procode/contracts";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "@procode/sandbox";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Browserless, openBrowserless } from "../product/open-browserless.ts";
import { newHome, type Product, startProduct } from "../product/start-product.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const SDK = join(ROOT, "packages/sdk");
const run = promisify(execFile);

let home: string;
let scratch: string;
let sandbox: OpenRouterSandbox;
let product: Product;
let ada: Browserless;
let env: NodeJS.ProcessEnv;
/** What the compiler complains of in a project with Node's types, and in one with the browser's. */
let complaints: { node: Promise<string[]>; browser: Promise<string[]> };

// Each line that is expected to be an error is one when it is none.
const WRONG = `import { createProcodeClient } from "@procode/sdk";
const { chat, trpc } = createProcodeClient({ baseUrl: "http://localhost:3000" });
// @ts-expect-error a message needs its text
chat.stream({ conversationId: "x" });
// @ts-expect-error a limit is a number
trpc.conversations.list.query({ limit: "20" });
// @ts-expect-error times travel as ISO strings
const time: Promise<Date> = trpc.conversations.get.query({ conversationId: "x" }).then((one) => one.createdAt);
// @ts-expect-error there is no such procedure
trpc.conversations.explode;
export { time };
`;

// The package as a stranger gets it: packed, installed outside of the repository, compiled by their own compiler.
beforeAll(async () => {
  home = await newHome("sdk");
  scratch = await mkdtemp(join(tmpdir(), "procode-scratch-"));
  sandbox = await createOpenRouterSandbox({ seed: 3 });
  env = { OPENROUTER_BASE_URL: sandbox.url };
  await Promise.all([installTarball(), startProduct({ home, env }).then((started) => (product = started))]);
  const node = compile("node", { module: "nodenext", types: ["node"] });
  const browsers = { moduleResolution: "bundler", types: ["node"], lib: ["ES2022", "DOM", "DOM.Iterable"] };
  // One after the other: another test file has the other core.
  complaints = { node, browser: node.then(() => compile("browser", { module: "esnext", ...browsers })) };
  ada = openBrowserless(product.url);
  await ada.signUp();
});

afterAll(async () => {
  await product?.stop();
  await sandbox?.close();
  for (const folder of [home, scratch]) if (folder) await rm(folder, { recursive: true, force: true });
});

async function installTarball(): Promise<void> {
  await run("npm", ["run", "build", "-w", "@procode/sdk"], { cwd: ROOT });
  const { stdout } = await run("npm", ["pack", join(SDK, "dist"), "--json"], { cwd: scratch });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  expect(packed.files.map(({ path }) => path).sort()).toEqual([
    "CHANGELOG.md",
    "README.md",
    "index.d.ts",
    "index.js",
    "package.json",
  ]);
  const { devDependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  await writeFile(
    join(scratch, "package.json"),
    JSON.stringify({
      name: "scratch",
      private: true,
      type: "module",
      dependencies: { "@procode/sdk": `file:${packed.filename}` },
      devDependencies: { typescript: devDependencies.typescript, "@types/node": devDependencies["@types/node"] },
    }),
  );
  await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: scratch });
  const readme = await readFile(join(scratch, "node_modules/@procode/sdk/README.md"), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
  if (!example) throw new Error("the README has no example");
  await mkdir(join(scratch, "src"));
  await writeFile(join(scratch, "src/example.ts"), example);
  await writeFile(join(scratch, "src/wrong.ts"), WRONG);
}

/** Compiles all of `src` into `out/<project>`, as strictly as TypeScript can; a line for each error. */
async function compile(project: string, options: Record<string, unknown>): Promise<string[]> {
  const file = join(scratch, `tsconfig.${project}.json`);
  const strictest = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
  };
  const compilerOptions = { target: "ES2022", ...strictest, rootDir: "src", outDir: `out/${project}`, ...options };
  await writeFile(file, JSON.stringify({ compilerOptions, include: ["src"] }));
  const tsc = run(process.execPath, ["node_modules/typescript/bin/tsc", "-p", file], { cwd: scratch });
  const { stdout } = await tsc.catch((error: Error & { stdout: string }) => ({
    stdout: error.stdout || String(error),
  }));
  return stdout.split("\n").filter((line) => line !== "");
}
const isOfWrong = (complaint: string) => complaint.startsWith("src/wrong.ts");

async function newKey(): Promise<string> {
  const created = await ada.ask<{ key: string }>(
    "account.apiKeys.create",
    { name: "example", scopes: ["chat", "read"] },
    "mutation",
  );
  return created.key;
}

/** The README's example, as its reader runs it. */
function startExample(text: string, key: string) {
  const child = spawn(process.execPath, ["out/node/example.js", text], {
    cwd: scratch,
    env: { PATH: process.env["PATH"], PROCODE_URL: product.url, PROCODE_API_KEY: key },
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk));
  const ended = once(child, "close").then(([code]) => ({ code: Number(code), ...said }));
  return { ended };
}

async function storedAnswer(person: Browserless, text: string): Promise<Message> {
  const { conversations } = await person.ask<{ conversations: { id: string }[] }>("conversations.list", { limit: 1 });
  const conversationId = conversations[0]?.id;
  const { messages } = await person.ask<MessagePage>("conversations.messages", { conversationId });
  expect(messages.find(({ role }) => role === "user")?.text).toBe(text);
  const answer = messages.find(({ role }) => role === "assistant");
  if (!answer) throw new Error("no answer is stored");
  return answer;
}

describe("the tarball of @procode/sdk", () => {
  it.each([
    ["nodenext with Node's types", "node" as const],
    ["a bundler with the browser's types", "browser" as const],
  ])("type-checks in the strictest project: %s", async (_, project) => {
    expect((await complaints[project]).filter((complaint) => !isOfWrong(complaint))).toEqual([]);
  });

  it("refuses at compile time what the server would refuse", async () => {
    for (const project of [complaints.node, complaints.browser]) expect((await project).filter(isOfWrong)).toEqual([]);
  });

  it("runs the README's example", async () => {
    await complaints.node;
    const text = "Show me a table of three rivers.";
    const { code, out, err } = await startExample(text, await newKey()).ended;
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(/tokens, [\d.]+ USD\n\d+ conversations, the newest is "Show me/),
    });
    const stored = await storedAnswer(ada, text);
    expect(stored).toMatchObject({ status: "complete", text: out.slice(0, -1) });
  });

  it("gives the stored text when the server is killed and started again in mid-stream", async () => {
    const text = "Long. [[sandbox first=10 interval=10 tokens=4000]]";
    const { email, password } = await ada.signUp();
    const example = startExample(text, await newKey());
    const answering = await vi.waitFor(
      async () => {
        const answer = await storedAnswer(ada, text);
        expect(answer.status).toBe("answering");
        return answer;
      },
      { timeout: 15_000 },
    );
    await ada.follow(answering.generationId ?? "", { stopWhen: (seen) => seen.length > 500 });
    await product.kill();
    product = await startProduct({ home, env: { ...env, PORT: new URL(product.url).port } });

    const { code, out, err } = await example.ended;
    expect({ code, err }).toMatchObject({ code: 0 });
    ada = openBrowserless(product.url);
    expect(await ada.logIn(email, password)).toBe(true);
    const stored = await storedAnswer(ada, text);
    expect(stored).toMatchObject({ status: "interrupted", failure: { reason: "owner-died" } });
    expect(stored.text.length).toBeGreaterThan(50);
    expect(out).toBe(`${stored.text}\n`);
  });
});

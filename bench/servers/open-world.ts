import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EndStack } from "./create-end-stack.ts";
import { openAccounts } from "./open-accounts.ts";
import { rssMb } from "./read-process.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { type BareRoute, startBareRoute } from "./start-bare-route.ts";
import { type Loader, startLoader } from "./start-loader.ts";
import { type Procode, startProcode } from "./start-procode.ts";
import { type Sandbox, startSandbox } from "./start-sandbox.ts";

/** The three doors side by side, and who knocks on them. */
export type World = {
  sandbox: Sandbox;
  route: BareRoute;
  procode: Procode;
  loader: Loader;
  /** Cookie headers of signed-in accounts. */
  cookies: string[];
  /** Resident memory of the web process after its start, before any request. */
  idleWebMb: number;
  /** What the sandbox answers to a message; every door must give the same. */
  answerTo(text: string): Promise<string>;
};

const ACCOUNTS = 50;
const SETTLE_MS = 3_000;

/** Starts all of it; whatever was started is on `ends`, also when a later part fails. */
export async function openWorld(ends: EndStack, say: (text: string) => void): Promise<World> {
  say("starting the sandbox and the load generator");
  const sandbox = await ends.add(await startSandbox());
  const loader = await ends.add(await startLoader());
  say("building and starting the bare Next route");
  const route = await ends.add(await startBareRoute(sandbox.url));
  say("building and starting PROCODE");
  const home = await makeHome(ends);
  const procode = await ends.add(await startProcode(home, sandbox.url));
  await sleep(SETTLE_MS);
  const idleWebMb = await rssMb(procode.webPid);
  say(`opening ${ACCOUNTS} accounts`);
  const cookies = await openAccounts(procode.url, ACCOUNTS);
  return { sandbox, route, procode, loader, cookies, idleWebMb, answerTo: rememberAnswers(sandbox) };
}

/** A folder for a product's data. PostgreSQL, which may run as a user of its own, must be able to enter it. */
export async function makeHome(ends: EndStack): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "procode-bench-"));
  await chmod(home, 0o755);
  await ends.add({ stop: () => rm(home, { recursive: true, force: true }) });
  return home;
}

function rememberAnswers({ url, model }: Sandbox): World["answerTo"] {
  const known = new Map<string, string>();
  return async (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const body = JSON.stringify({ model, stream: false, messages: [{ role: "user", content: text }] });
    const headers = { "content-type": "application/json", authorization: "Bearer bench" };
    const response = await fetch(`${url}/chat/completions`, { method: "POST", headers, body });
    const { choices }: { choices: [{ message: { content: string } }] } = JSON.parse(await response.text());
    known.set(text, choices[0].message.content);
    return choices[0].message.content;
  };
}

import { setTimeout as sleep } from "node:timers/promises";
import { type Random, seededRandom } from "@procode/sandbox";
import { type Fleet, openFleet } from "../../product/open-fleet.ts";
import type { BrowserActor } from "./browser-actor.ts";
import { actByCode, type CodeOperation } from "./code-actor.ts";
import { comparePage } from "./compare-page.ts";
import { comparePhone } from "./compare-phone.ts";
import { type Everywhere, openEverywhere } from "./open-people.ts";
import { readPage } from "./read-page.ts";
import { problemsWithDatabase, readTruth } from "./truth.ts";
import { untilQuiet } from "./until-quiet.ts";

export type ConvergenceRun = {
  seed: number;
  rounds: number;
  kills?: boolean;
  /** Hears of each round when it is over. */
  onRound?: (round: number, problems: string[]) => void;
};
export type ConvergenceCounts = {
  rounds: number;
  /** How often each thing was done. */
  done: Record<string, number>;
  /** Rounds after which somebody saw something else, with what. */
  diverged: string[];
  /** Milliseconds from the end of the last answer to everybody alike, of every round. */
  alikeMs: number[];
};

const ALIKE_WITHIN_MS = 4_000;
const LOOK_EVERY_MS = 40;
/** Telegram takes one message a second of a chat. */
const PHONE_EVERY_MS = 1_100;

/**
 * One person in three browsers, each at another web process, in Telegram and by code, who do things at the same moment,
 * again and again; after each round everybody must see one tree, which is the database's. The same seed draws the same
 * operations and waits.
 */
export async function runConvergence({
  seed,
  rounds,
  kills = true,
  onRound,
}: ConvergenceRun): Promise<ConvergenceCounts> {
  const fleet = await openFleet({ seed, webs: 3, bots: 1 });
  const counts: ConvergenceCounts = { rounds, done: {}, diverged: [], alikeMs: [] };
  try {
    const everywhere = await openEverywhere(fleet);
    try {
      const play = createPlay(fleet, everywhere, { random: seededRandom(seed, "convergence"), kills });
      for (let round = 1; round <= rounds; round++) {
        const operations = await play.round(round);
        for (const operation of operations) counts.done[operation] = (counts.done[operation] ?? 0) + 1;
        const unquiet = await untilQuiet(fleet, everywhere);
        const startedMs = performance.now();
        const problems = [...unquiet, ...(await untilAlike(fleet, everywhere))];
        counts.alikeMs.push(Math.round(performance.now() - startedMs));
        onRound?.(round, problems);
        if (problems.length === 0) continue;
        counts.diverged.push(`round ${round} (${operations.join(", ")}): ${problems.join("; ")}`);
        // The next round begins alike again, so that it is judged by itself.
        for (const { page } of everywhere.browsers) await page.reload({ timeout: 20_000 });
      }
    } finally {
      await everywhere.close();
    }
  } finally {
    await fleet.close();
  }
  return counts;
}

async function untilAlike(fleet: Fleet, everywhere: Everywhere): Promise<string[]> {
  const end = performance.now() + ALIKE_WITHIN_MS;
  for (;;) {
    const pages = await Promise.all(everywhere.browsers.map(({ page }) => readPage(page)));
    const asked = new Set(
      pages.flatMap(({ queries, conversationId }) => [
        ...queries.filter((query) => query.isShown || !query.isInvalidated).map(({ input }) => input.conversationId),
        conversationId,
      ]),
    );
    const truth = await readTruth(
      everywhere.sdk,
      [...asked].filter((id) => typeof id === "string"),
    );
    const problems = [
      ...pages.flatMap((page, index) => comparePage(page, truth).map((problem) => `browser ${index}: ${problem}`)),
      ...(await problemsWithDatabase(fleet, everywhere.userId, truth)),
      ...(await comparePhone(fleet, everywhere)),
    ];
    if (problems.length === 0 || performance.now() > end) return problems;
    await sleep(LOOK_EVERY_MS);
  }
}

type Weighted<Kind> = readonly (readonly [Kind, number])[];
type BrowserOperation = Exclude<keyof BrowserActor, "page" | "choose" | "undo"> | "pin" | "archive" | "delete";
type PhoneOperation = "say" | "say-anew" | "edit";

const BROWSER: Weighted<BrowserOperation> = [
  ["send", 26],
  ["sendAnew", 4],
  ["open", 14],
  ["edit", 8],
  ["again", 10],
  ["stop", 6],
  ["showOther", 12],
  ["rename", 5],
  ["pin", 3],
  ["archive", 2],
  ["delete", 3],
  ["losesNetwork", 4],
  ["reload", 2],
];
const CODE: Weighted<CodeOperation> = [
  ["begin", 3],
  ["send", 22],
  ["send-stale", 14],
  ["again", 12],
  ["edit", 8],
  ["stop", 10],
  ["rename", 5],
  ["pin", 4],
  ["archive", 4],
  ["remove", 3],
  ["restore", 4],
  ["show-branch", 12],
];
const PHONE: Weighted<PhoneOperation> = [
  ["say", 8],
  ["say-anew", 1],
  ["edit", 1],
];

function createPlay(
  fleet: Fleet,
  { browsers, phone, sdk, userId }: Everywhere,
  { random, kills }: { random: Random; kills: boolean },
) {
  let phoneFreeMs = 0;
  let said = 0;
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const draw = <Kind>(weighted: Weighted<Kind>): Kind => {
    let left = random() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [kind, weight] of weighted) {
      left -= weight;
      if (left < 0) return kind;
    }
    throw new Error("nothing to draw from");
  };

  async function byBrowser(actor: BrowserActor, kind: BrowserOperation, text: string, target: string) {
    if (kind === "send" || kind === "sendAnew" || kind === "edit" || kind === "rename") return actor[kind](text);
    if (kind === "open") return actor.open(target);
    if (kind === "losesNetwork") return actor.losesNetwork(between(100, 900), random() < 0.5 ? text : null);
    if (kind === "pin") return (await actor.choose("Pin")) || actor.choose("Unpin");
    if (kind === "archive") return actor.choose("Archive");
    if (kind === "delete") return (await actor.choose("Delete")) && (random() < 0.6 ? actor.undo() : true);
    return actor[kind]();
  }

  function byPhone(kind: PhoneOperation, text: string): boolean {
    if (performance.now() < phoneFreeMs) return false;
    phoneFreeMs = performance.now() + PHONE_EVERY_MS;
    if (kind === "say-anew") phone.say("/new");
    if (kind !== "edit") return phone.say(text) > 0;
    const own = phone.sees().messages.filter(({ from, text: words }) => from === "person" && !words.startsWith("/"));
    const last = own.at(-1);
    if (!last) return false;
    phone.edit(last.message_id, text);
    return true;
  }

  /** One web process dies in the middle and is started again at its place. */
  async function killWeb(): Promise<boolean> {
    const index = between(1, 2);
    const web = fleet.webs[index];
    if (!web) return false;
    await web.kill();
    fleet.webs.splice(index, 1);
    await fleet.startWeb({ PORT: new URL(web.url).port });
    const [again] = fleet.webs.splice(-1, 1);
    if (again) fleet.webs.splice(index, 0, again);
    return true;
  }

  return {
    /** Draws and does what happens in a round; the names of what was done. */
    async round(number: number): Promise<string[]> {
      const recent = await fleet.database.query<{ id: string }>(
        "SELECT id FROM conversations WHERE user_id = $1 ORDER BY removed_at IS NOT NULL, active_at DESC LIMIT 4",
        [userId],
      );
      const target = pick(recent)?.id ?? "";
      // Most go on with the newest, so that they meet.
      const code = random() < 0.7 ? (recent[0]?.id ?? "") : target;
      const words = () =>
        `${number}.${++said} [[sandbox first=0 ${random() < 0.2 ? "interval=25 tokens=24" : "interval=0 echo"}]]`;
      const waits = () => sleep(random() < 0.4 ? 0 : between(0, 150));
      const acts: Promise<string>[] = [];
      const act = (who: string, kind: string, doing: () => Promise<boolean> | boolean) => {
        const wait = waits();
        acts.push(
          (async () => {
            await wait;
            return (await isDone(doing)) ? `${who} ${kind}` : "missed";
          })(),
        );
      };
      for (const actor of browsers) {
        if (random() < 0.3) continue;
        const [kind, text] = [draw(BROWSER), words()];
        act("browser", kind, () => byBrowser(actor, kind, text, target));
      }
      for (let index = between(0, 2); index > 0; index--) {
        const [kind, text] = [recent.length === 0 ? "begin" : draw(CODE), words()] as const;
        act("code", kind, () => actByCode(sdk, { kind, conversationId: code, text, pick }));
      }
      if (random() < 0.3) {
        const [kind, text] = [draw(PHONE), `${number}.${++said} [[sandbox first=0 interval=0 echo]]`];
        act("phone", kind, () => byPhone(kind, text));
      }
      if (kills && random() < 0.01) act("web process", "killed", killWeb);
      // All of it has happened, whatever went wrong, before anybody judges or leaves.
      const ended = await Promise.allSettled(acts);
      return ended.map((one) => {
        if (one.status === "rejected") throw one.reason;
        return one.value;
      });
    },
  };
}

/** False also for what was on the page and is not there any more. */
async function isDone(doing: () => Promise<boolean> | boolean): Promise<boolean> {
  try {
    return await doing();
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") return false;
    throw error;
  }
}

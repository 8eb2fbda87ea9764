import { seededRandom } from "@procode/sandbox";
import { runConvergence } from "./convergence/run-convergence.ts";
import { runDatabaseChaos } from "./database.ts";
import { runDelivery } from "./delivery.ts";
import { runDowntimeSeed } from "./downtime.ts";
import { runJobs } from "./jobs.ts";
import { runOutboxCrash } from "./outbox-crash.ts";
import { problemsOf } from "./problems-of.ts";
import { problemsOfProactive, summaryOf } from "./proactive/problems-of-proactive.ts";
import { LONG_SEATS, runProactive } from "./proactive/run-proactive.ts";
import { runStreams } from "./streams/run-streams.ts";
import { runTelegramCrash } from "./telegram-crash.ts";
import { type PollerFault, runTelegramPollers } from "./telegram-pollers.ts";

export type ChaosOptions = {
  seed: number;
  messages: number;
  updates: number;
  chats: number;
  kills: number;
  cuts: number;
  deaths: number;
  rounds: number;
};
/** What one seed came to: its counts in one line, and the promises that it broke. */
export type ChaosResult = { summary: string; problems: string[] };

const FAULTS: readonly PollerFault[] = ["kill", "pause", "stop"];
const LONGEST_TAKEOVER_MS = 10_000;

/** The long fault runs, by the word that `npm run chaos` takes. */
export const SCENARIOS: Record<string, (options: ChaosOptions) => Promise<ChaosResult>> = {
  async telegram(options) {
    const counts = await runTelegramCrash(options);
    const { updates, kills, inFlight, uncertain, doubled, lost } = counts;
    return {
      summary: `${updates} updates, ${kills} kills, ${inFlight} sends in flight, ${uncertain} uncertain, ${doubled.length} doubled, ${lost.length} lost`,
      problems: problemsOf(counts),
    };
  },
  database: ({ seed }) => runDatabaseChaos({ seed }),
  delivery: runDelivery,
  downtime: runDowntimeSeed,
  jobs: runJobs,
  async outbox(options) {
    const { appended, kills, lost, doubled, catchUpMs } = await runOutboxCrash(options);
    return {
      summary: `${appended} events, ${kills} kills, ${lost} lost, ${doubled} doubled, the last one consumed ${catchUpMs} ms after the last was written`,
      problems: [...(lost > 0 ? [`${lost} lost`] : []), ...(doubled > 0 ? [`${doubled} doubled`] : [])],
    };
  },
  async proactive({ seed, messages, kills }) {
    const counts = await runProactive({ seed, messages, kills, seats: LONG_SEATS, plannedOneOf: 11, isHasty: false });
    return { summary: summaryOf(counts), problems: problemsOfProactive(counts) };
  },
  streams: runStreams,
  async pollers({ seed, chats, kills }) {
    const random = seededRandom(seed, "faults");
    const faults = Array.from({ length: kills }, () => FAULTS[Math.floor(random() * FAULTS.length)] ?? "kill");
    const counts = await runTelegramPollers({ seed, chats, faults });
    const { updates, takeoversMs, stubborn, uncertain, doubled, lost } = counts;
    const longest = Math.max(...takeoversMs.map(({ ms }) => ms));
    return {
      summary: `${updates} updates, ${faults.length} faults of the poller, longest takeover ${longest} ms, ${uncertain} uncertain, ${doubled.length} doubled, ${lost.length} lost`,
      problems: [
        ...problemsOf(counts),
        ...(longest > LONGEST_TAKEOVER_MS ? [`a takeover took ${longest} ms`] : []),
        ...(stubborn > 0 ? [`${stubborn} paused bots went on polling`] : []),
      ],
    };
  },
  async convergence({ seed, rounds }) {
    // A long run tells at once of a round that ended apart.
    const onRound = (round: number, problems: string[]) => {
      if (problems.length > 0) console.error(`round ${round}: ${problems.join("; ")}`);
    };
    const { done, diverged, alikeMs } = await runConvergence({ seed, rounds, onRound });
    const sorted = alikeMs.toSorted((one, other) => one - other);
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)];
    const { missed = 0, ...acts } = done;
    const sum = Object.values(acts).reduce((total, times) => total + times, 0);
    return {
      summary: `${rounds} rounds, ${sum} operations (${missed} had nothing to do), everybody alike ${at(0.5)} ms after the last answer at p50 and ${at(0.95)} ms at p95, ${diverged.length} rounds apart`,
      problems: diverged,
    };
  },
};

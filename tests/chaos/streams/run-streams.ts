import { openFleet } from "../../product/open-fleet.ts";
import type { ChaosOptions, ChaosResult } from "../scenarios.ts";
import { problemsOfAnswer, quantile } from "./judge-streams.ts";
import { runCuts } from "./run-cuts.ts";
import { runDeaths } from "./run-deaths.ts";
import { openStage } from "./stage.ts";

/** A line that was cut is to have something to tell again within so long, of nineteen in twenty. */
const RESUMED_WITHIN_MS = 500;

/** Answers on three web processes whose lines are cut at random bytes, and then whose processes are killed with -9. */
export async function runStreams({
  seed,
  cuts,
  deaths,
}: Pick<ChaosOptions, "seed" | "cuts" | "deaths">): Promise<ChaosResult> {
  const fleet = await openFleet({ seed, webs: 3, env: { LOG_LEVEL: "info" } });
  try {
    const stage = await openStage(fleet);
    const cut = await runCuts(stage, { seed, cuts });
    const killed = await runDeaths(stage, { seed, deaths });
    const resumes = [0.5, 0.95].map((share) => Math.round(quantile(cut.resumesMs, share)));
    const told = [0.5, 0.95, 1].map((share) => Math.round(quantile(killed.toldMs, share)));
    const whole = cut.answers.filter((answer) => problemsOfAnswer(answer).length === 0).length;
    return {
      summary: [
        `${cut.cuts} cuts of ${cut.answers.length} answers, ${whole} byte-equal, resume p50 ${resumes[0]} ms, p95 ${resumes[1]} ms`,
        `${killed.deaths} deaths under ${killed.answers.length} answers, ${killed.toldMs.length} lost their owner (${killed.resumed} were asked for again, ${killed.interrupted} interrupted, ${killed.resets} followers taken back), told p50 ${told[0]} ms, p95 ${told[1]} ms, longest ${told[2]} ms`,
      ].join("; "),
      problems: [
        ...[...cut.answers, ...killed.answers].flatMap(problemsOfAnswer),
        ...((resumes[1] ?? 0) > RESUMED_WITHIN_MS ? [`resume p95 was ${resumes[1]} ms`] : []),
        ...(cut.cuts < cuts ? [`only ${cut.cuts} of ${cuts} cuts were made`] : []),
        ...(deaths > 0 && killed.toldMs.length < deaths
          ? [`${deaths} deaths met only ${killed.toldMs.length} answers`]
          : []),
      ],
    };
  } finally {
    await fleet.close();
  }
}

import { join } from "node:path";
import { z } from "zod";
import { fillPeople, forgetHour } from "../proactive/fill-people.ts";
import { type BenchDatabase, openDatabase } from "../proactive/open-database.ts";
import type { PlannedHour } from "../proactive/plan-hour.ts";
import type { EndStack } from "../servers/create-end-stack.ts";
import { ROOT } from "../servers/root.ts";
import { startChild } from "../servers/start-child.ts";
import { median } from "./percentile.ts";
import { type Row, rowOf, times } from "./row.ts";

const FEW = 10_000;
const MANY = 100_000;
const GOAL = { seconds: 60, queries: 0.05, flat: 1.25 };
const Told = z.union([z.object({ planned: z.custom<PlannedHour>() }), z.object({ failed: z.string() })]);

/**
 * P13: the hourly job for everybody until the runs are stored that ask models, in a process of its own each time, with
 * all that the executor keeps of it; as PROCODE's own role, under forced policies.
 */
export async function measureHourlyPlanning(ends: EndStack, rounds: number): Promise<Row[]> {
  const database = await openDatabase(ends);
  const free = await database.openFree();
  const hours = new Map<number, PlannedHour[]>();
  for (const people of [FEW, MANY]) {
    await fillPeople(free, people);
    const planned: PlannedHour[] = [];
    // The first fills the database's memory.
    for (let round = 0; round <= rounds; round++) {
      await forgetHour(free);
      const hour = await planInChild(ends, database);
      if (round > 0) planned.push(hour);
    }
    hours.set(people, planned);
  }
  return rowsOf(hours.get(FEW) ?? [], hours.get(MANY) ?? []);
}

function rowsOf(few: PlannedHour[], many: PlannedHour[]): Row[] {
  const of = (hours: PlannedHour[], figure: (hour: PlannedHour) => number) => hours.map(figure);
  const row = (head: { what: string; unit: string; note?: string }, figures: number[], goal: number, said: string) =>
    rowOf({ id: "P13", ...head }, { upstream: [], route: [], procode: figures }, ({ procode }) => ({
      ...{ compared: said, goal: `≤ ${goal} ${head.unit}`.trim(), met: procode <= goal },
    }));
  const found = median(of(many, (hour) => hour.found));
  const seconds = of(many, (hour) => hour.seconds);
  const queries = of(many, ({ statements }) => statements / MANY);
  const peaks = [median(of(few, (hour) => hour.peakMb)), median(of(many, (hour) => hour.peakMb))];
  const held = [few, many].map((hours) => `${median(of(hours, (hour) => hour.heldMb)).toFixed(0)} MB`).join(" and ");
  const flat = (peaks[1] ?? 0) / (peaks[0] ?? 0);
  const each = median(of(many, (hour) => hour.eachBeforeCall));
  return [
    row(
      {
        what: `planning an hour for ${MANY} people, before any model call`,
        unit: "s",
        note: `${FEW} people: ${median(of(few, (hour) => hour.seconds)).toFixed(2)} s; a model is to be asked about ${found.toFixed(0)} of ${MANY}`,
      },
      seconds,
      GOAL.seconds,
      `${(MANY / median(seconds)).toFixed(0)} people a second`,
    ),
    row(
      {
        what: "statements a person",
        unit: "",
        note: `the executor's own are in it; each about whom a model is asked costs ${each.toFixed(1)} more with their call, ${((each * found) / MANY).toFixed(2)} a person`,
      },
      queries,
      GOAL.queries,
      median(queries).toFixed(4),
    ),
    row(
      {
        what: `peak memory, ${MANY} against ${FEW} people`,
        unit: "×",
        note: `${peaks.map((peak) => peak.toFixed(0)).join(" and ")} MB; ${median(of(many, (hour) => hour.idleMb)).toFixed(0)} MB before the hour; held after it, garbage collected: ${held}`,
      },
      [flat],
      GOAL.flat,
      times(flat),
    ),
  ];
}

async function planInChild(ends: EndStack, { env, superuserUrl }: BenchDatabase): Promise<PlannedHour> {
  const child = await ends.add(
    await startChild({
      name: "the hourly job",
      args: [join(ROOT, "bench/proactive/plan-hour.ts")],
      cwd: ROOT,
      env: { ...env, BENCH_SUPERUSER_URL: superuserUrl },
    }),
  );
  const told = await new Promise<unknown>((resolve, reject) => {
    child.process.once("message", resolve);
    child.process.once("exit", (code) => reject(new Error(`The hourly job ended with ${code}.`)));
    child.process.send({ begin: true });
  });
  const heard = Told.parse(told);
  if ("failed" in heard) throw new Error(heard.failed);
  return heard.planned;
}

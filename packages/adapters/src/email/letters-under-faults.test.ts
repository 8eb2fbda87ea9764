import { claimProactive, type Context, type ProactiveOwner, sendProactiveTo, settleProactive } from "@procode/core";
import {
  createTestContext,
  mortalStore,
  openProactivePerson,
  ProcessDied,
  scheduleReminder,
  seeded,
} from "@procode/core/testing";
import { createSmtpSandbox, type SmtpFaults } from "@procode/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSmtpDoor } from "./create-smtp-door.ts";

const SEEDS = Array.from({ length: 6 }, (_, index) => index + 1);
const [HOUR_MS, DAYS] = [3_600_000, 3];
const FAULTS: SmtpFaults = {
  ...{ refuse: 0.08, laterAtOnce: 0.06, neverAtOnce: 0.04, hangUpBeforeData: 0.08, cutInData: 0.08 },
  ...{ later: 0.06, never: 0.04, cutAfterDot: 0.14 },
};
const LOST = new Set(["cutInData", "cutAfterDot"]);
const ENDS = new Set(["sent", "uncertain", "cancelled", "expired", "dead"]);

/** Two processes that die at any commit send what three people are to be told in three days, through a mail server that misbehaves. */
async function runSeed(seed: number) {
  const random = seeded(seed);
  const base = createTestContext();
  const server = await createSmtpSandbox({ faults: FAULTS, seed });
  onTestFinished(() => server.close());
  const { log, clock } = base;
  const email = createSmtpDoor({
    url: server.url,
    from: "procode@example.org",
    appUrl: "https://procode.example",
    log,
  });
  const people = [];
  for (const chatId of [501, 502, 503]) {
    const { userId, job, save } = await openProactivePerson(base, chatId);
    await save({ channels: ["email", "web"], caps: { perDay: 10, perWeek: 50 } });
    for (let day = 0; day < DAYS; day++)
      for (const hour of [random.below(24), random.below(24), random.below(24)]) {
        const atMs = clock.now().getTime() + (day * 24 + hour) * HOUR_MS;
        await scheduleReminder(job, {
          userId,
          text: `w${chatId}x${day}x${base.ids.next().slice(-6)}w`,
          atMs,
          forHours: 30,
        });
      }
    people.push(userId);
  }

  let kills = 0;
  type Process = { ctx: Context; claimed: ProactiveOwner[] };
  const born = (): Process => {
    const dies = () => {
      if (kills >= 8 || random.chance() > 0.04) return null;
      kills++;
      return random.pick(["before", "after"] as const);
    };
    const { actor, worker } = { actor: { kind: "job", name: "faults" } as const, worker: { id: base.ids.next() } };
    const ctx = { ...base, actor, worker, channels: { ...base.channels, email }, store: mortalStore(base.store, dies) };
    return { ctx, claimed: [] };
  };
  const processes = [born(), born()];
  /** One after another, so that a seed repeats; what one has claimed it sends later, while the other goes on. */
  async function step(place: number): Promise<void> {
    const { ctx, claimed } = processes[place] ?? born();
    try {
      const [first] = claimed;
      if (first) {
        const owners = claimed.filter(({ userId }) => userId === first.userId);
        claimed.splice(0, claimed.length, ...claimed.filter(({ userId }) => userId !== first.userId));
        await sendProactiveTo(ctx, { userId: first.userId, owners });
      } else {
        await settleProactive(ctx);
        claimed.push(...(await claimProactive(ctx, { limit: 1 + random.below(4) })));
      }
      // Only a living one hears this.
      await ctx.store.check();
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
      processes[place] = born();
    }
  }
  const rows = () => [...base.store.tables().proactiveMessages.values()];
  const endMs = clock.now().getTime() + (DAYS + 4) * 24 * HOUR_MS;
  while (clock.now().getTime() < endMs && rows().some(({ state }) => !ENDS.has(state))) {
    for (let steps = 0; steps < 6; steps++) await step(random.below(2));
    clock.advance((1 + random.below(60)) * 60_000);
  }
  const lost = server.log.entries().filter((entry) => entry.type === "fault" && LOST.has(entry.fault)).length;
  return { rows: rows(), letters: server.letters(), kills, lost, people };
}

describe("letters, while processes die at any commit and the mail server cuts, refuses and is away", () => {
  const seen: Awaited<ReturnType<typeof runSeed>>[] = [];

  test.each(SEEDS)(
    "nothing is sent twice or lost in silence, and nobody has two letters a day (seed %i)",
    async (seed) => {
      const run = await runSeed(seed);
      const bodies = run.letters.map(({ raw }) => raw.replaceAll("=\r\n", ""));
      for (const { text, state, channel, reason } of run.rows) {
        const times = bodies.filter((body) => body.includes(text)).length;
        expect(times, text).toBeLessThanOrEqual(1);
        if (times === 1) expect([channel, ["sent", "uncertain"].includes(state)], text).toEqual(["email", true]);
        if (state === "sent" && channel === "email") expect(times, text).toBe(1);
        expect(ENDS.has(state), `${text} is ${state}`).toBe(true);
        expect(reason).toMatch(/\w{4}/);
      }
      const days = run.letters.map(({ to, raw }) => `${to.join()} ${/^Date: (.{16})/m.exec(raw)?.[1]}`);
      expect(new Set(days).size).toBe(days.length);
      const uncertain = new Set(
        run.rows.filter(({ state }) => state === "uncertain").map(({ takenAt, userId }) => `${userId} ${takenAt}`),
      );
      expect(uncertain.size).toBeLessThanOrEqual(run.kills + run.lost);
      seen.push(run);
    },
  );

  test("the seeds reach what they are for", () => {
    const count = (of: (run: (typeof seen)[number]) => number) => seen.reduce((sum, run) => sum + of(run), 0);
    expect(count(({ kills }) => kills)).toBeGreaterThan(15);
    expect(count(({ lost }) => lost)).toBeGreaterThan(5);
    expect(count(({ letters }) => letters.length)).toBeGreaterThan(25);
    const byLetter = (state: string) =>
      count(({ rows }) => rows.filter((row) => row.channel === "email" && row.state === state).length);
    expect(byLetter("sent")).toBeGreaterThan(40);
    expect(byLetter("uncertain")).toBeGreaterThan(8);
  });
});

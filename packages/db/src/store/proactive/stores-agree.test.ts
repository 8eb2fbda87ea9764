import type { ProactiveState } from "@procode/contracts";
import { LEGAL_MOVES, type ProactiveOwner, ProcodeError, type UserStore } from "@procode/core";
import { createMemoryStore, createTestClock } from "@procode/core/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPerson } from "../../testing/contract/actions.ts";
import { beginOn, claimProactive, newProactive, recover } from "../../testing/contract/proactive-actions.ts";
import type { StoreUnderTest } from "../../testing/store-contract.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/start-test-database.ts";
import { createTestStore, testIds } from "../../testing/test-store.ts";

const MESSAGES = 3;
let database: TestDatabase;
let stores: StoreUnderTest[];

beforeAll(async () => {
  database = await startTestDatabase();
  const clock = createTestClock();
  const ids = testIds();
  const memory = createMemoryStore({ clock, ids });
  const shiftLeaseTime = async (seconds: number) => memory.shiftLeaseTime(seconds);
  const postgres = createTestStore(database);
  stores = [
    { store: memory, clock, ids, shiftLeaseTime, close: async () => undefined },
    { ...postgres, shiftLeaseTime: database.shiftLeaseTime, close: () => postgres.store.close() },
  ];
});
afterAll(async () => {
  for (const { close } of stores) await close();
  await database.stop();
});

/** One person with a few messages in one store, and who claimed each of them last. */
type World = { subject: StoreUnderTest; userId: string; ids: string[]; owners: (ProactiveOwner | null)[] };
type Command = { name: string; run: (world: World) => Promise<unknown> };

const index = fc.nat(MESSAGES - 1);
const asUser = <Result>({ subject, userId }: World, work: Parameters<typeof subject.store.asUser<Result>>[1]) =>
  subject.store.asUser(userId, work);
/** The last one who claimed it; half of the time the one before, who must not be able to do anything. */
const ownerOf = ({ owners }: World, at: number, isLate: boolean): ProactiveOwner | null => {
  const owner = owners[at];
  return owner ? { ...owner, fence: owner.fence - (isLate ? 1 : 0) } : null;
};
const anOwner = fc.tuple(
  index,
  fc.integer({ min: 0, max: 3 }).map((chance) => chance === 0),
);
const SENT = { state: "sent", telegramMessageId: 1, reason: "taken" } as const;
const ENDS = [
  ...[SENT, SENT, SENT],
  { state: "uncertain", errorClass: "cut", reason: "cut" },
  { state: "failed", errorClass: "busy", reason: "429", afterSeconds: 0 },
  { state: "failed", errorClass: "busy", reason: "429", afterSeconds: 20 },
  { state: "failed", errorClass: "refused", reason: "400", afterSeconds: null },
] as const;

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Command>({ name: "claim", run: claim }) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        index,
        fc.constantFrom<ProactiveState>(
          "scheduled",
          "scheduled",
          "cancelled",
          "expired",
          "read",
          "responded",
          "dead",
          "failed",
          "uncertain",
          "candidate",
        ),
      )
      .map(([at, to]) => ({
        name: `move ${at} to ${to}`,
        run: (world: World) => asUser(world, (tx: UserStore) => tx.proactive.move(world.ids[at] ?? "", to, to)),
      })),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(anOwner, fc.constantFrom("telegram" as const, "web" as const, "email" as const))
      .map(([[at, late], channel]) => ({
        name: `begin ${at} ${late ? "late " : ""}on ${channel}`,
        run: async (world: World) => withOwner(world, at, late, (owner) => beginOn(world.subject, owner, channel)),
      })),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<ProactiveState>("read", "read", "responded").map((to) => ({
      name: `the person has ${to} the first that arrived`,
      run: (world: World) =>
        asUser(world, async (tx: UserStore) => {
          const rows = await Promise.all(world.ids.map((id) => tx.proactive.findById(id)));
          const arrived = rows.find((row) => row?.state === "sent" || row?.state === "read");
          if (arrived) await tx.proactive.move(arrived.id, to, to);
        }),
    })),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(index, fc.constantFrom("web" as const, "email" as const), fc.constantFrom(...ENDS))
      .map(([at, channel, end]) => ({
        name: `claim, begin ${at} on ${channel} and settle it as ${end.state}`,
        async run(world: World) {
          const claims = await claim(world);
          const steps = await withOwner(world, at, false, async (owner) => [
            await beginOn(world.subject, owner, channel),
            (await world.subject.store.asSystem((tx) => tx.proactive.settle(owner, end)))?.state,
          ]);
          return { claims, steps };
        },
      })),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(anOwner, fc.constantFrom(...ENDS)).map(([[at, late], end]) => ({
      name: `settle ${at} ${late ? "late " : ""}as ${end.state}`,
      run: (world: World) =>
        withOwner(
          world,
          at,
          late,
          async (owner) => (await world.subject.store.asSystem((tx) => tx.proactive.settle(owner, end)))?.state,
        ),
    })),
  },
  anOwner.map(([at, late]) => ({
    name: `defer ${at}${late ? " late" : ""}`,
    run: (world: World) =>
      withOwner(world, at, late, (owner) =>
        asUser(world, (tx: UserStore) => tx.proactive.defer(owner, new Date(0), "quiet")),
      ),
  })),
  anOwner.map(([at, late]) => ({
    name: `suppress ${at}${late ? " late" : ""}`,
    run: (world: World) =>
      withOwner(world, at, late, (owner) =>
        asUser(world, (tx: UserStore) => tx.proactive.suppress(owner, "cancelled", "muted")),
      ),
  })),
  anOwner.map(([at, late]) => ({
    name: `arrive ${at}${late ? " late" : ""}`,
    run: (world: World) =>
      withOwner(world, at, late, (owner) => asUser(world, (tx: UserStore) => tx.proactive.arrive(owner, "there"))),
  })),
  fc.constant<Command>({
    name: "cancel what is open",
    run: (world: World) => asUser(world, (tx: UserStore) => tx.proactive.cancelOpen("off")),
  }),
  {
    weight: 2,
    arbitrary: fc.constant<Command>({
      name: "leases lapse, and are looked for",
      async run({ subject, userId }) {
        await subject.shiftLeaseTime(31);
        const settled = await recover(subject, 3);
        return settled
          .filter((one) => one.userId === userId)
          .map(({ state }) => state)
          .sort();
      },
    }),
  },
);

async function claim(world: World): Promise<unknown> {
  const owners = (await claimProactive(world.subject)).filter(({ userId }) => userId === world.userId);
  for (const owner of owners) world.owners[world.ids.indexOf(owner.id)] = owner;
  return world.ids.map((id) => owners.find((owner) => owner.id === id)?.fence ?? null);
}

async function withOwner(world: World, at: number, isLate: boolean, work: (owner: ProactiveOwner) => Promise<unknown>) {
  const owner = ownerOf(world, at, isLate);
  return owner ? work(owner) : "nobody";
}

async function open(subject: StoreUnderTest): Promise<World> {
  const userId = await newPerson(subject);
  const messages = Array.from({ length: MESSAGES }, () => newProactive(subject));
  for (const message of messages) await subject.store.asUser(userId, (tx) => tx.proactive.append(message));
  return { subject, userId, ids: messages.map(({ id }) => id), owners: messages.map(() => null) };
}

const told = (result: Promise<unknown>) =>
  result.catch((error: unknown) => (error instanceof ProcodeError ? error.details.reason : "refused"));

/** What both stores must say alike of a message: its state, its moves and its attempts. */
const story = (world: World) =>
  asUser(world, async (tx: UserStore) =>
    Promise.all(
      world.ids.map(async (id) => {
        const row = await tx.proactive.findById(id);
        return {
          ...{ state: row?.state, reason: row?.reason, claims: row?.claims, fence: row?.fence, channel: row?.channel },
          ...{ taken: row?.takenAt !== null, number: row?.telegramMessageId },
          ...{ moves: await tx.proactive.listMoves(id), attempts: await tx.proactive.listAttempts(id) },
        };
      }),
    ),
  );

test("whatever is tried in whatever order, both stores take the same moves, and only legal ones", async () => {
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 12, maxLength: 30 }), async (commands) => {
      const worlds = await Promise.all(stores.map(open));
      for (const world of worlds)
        for (const id of world.ids)
          await asUser(world, (tx: UserStore) => tx.proactive.move(id, "scheduled", "planned"));
      for (const { name, run } of commands) {
        const [memory, postgres] = await Promise.all(worlds.map((world) => told(run(world))));
        expect(postgres, name).toEqual(memory);
      }
      const [memory, postgres] = await Promise.all(worlds.map(story));
      expect(postgres).toEqual(memory);
      for (const { state, moves } of postgres ?? []) {
        expect(moves.at(-1)?.to).toBe(state);
        moves.forEach(({ number, from, to }, place) => {
          reached.add(to);
          expect([number, from]).toEqual([place, moves[place - 1]?.to ?? null]);
          if (from !== null) expect(LEGAL_MOVES[from]).toContain(to);
        });
        // What may have been taken is never begun again.
        const taken = moves.findIndex(({ to }) => to === "sent" || to === "uncertain");
        if (taken >= 0) expect(moves.slice(taken).map(({ to }) => to)).not.toContain("sending");
      }
    }),
    { numRuns: 15, seed: 5 },
  );
  // A walk that never came far would prove nothing.
  for (const state of ["sent", "uncertain", "failed", "dead", "cancelled", "read", "responded"])
    expect([...reached]).toContain(state);
});

import type { DomainEvent } from "@procode/contracts";
import { jobContext, type Services } from "../../context.ts";
import type { UserStore } from "../../ports/store.ts";
import { ProcodeError } from "../../procode-error.ts";
import type { EventConsumer } from "../../relay/event-consumer.ts";
import { relayPerson } from "../../relay/relay-person.ts";
import { mortalStore, ProcessDied } from "../telegram/mortal-store.ts";
import { type Seeded, seeded } from "../telegram/seeded.ts";

const MOST_ROUNDS = 400;

export type RelayWorld = {
  seed: number;
  services: Services;
  userIds: readonly string[];
  events: number;
  kills: number;
  /** Moves the time that waits and leases follow. */
  pass(seconds: number): Promise<void>;
  /** Cuts the connection that a consumer's transaction runs on, after its effect; null where there is none. */
  cut: (() => Promise<void>) | null;
  /** What the relay is given, so that a test can plant a breach. */
  consumersOf?: (recorders: readonly EventConsumer[]) => readonly EventConsumer[];
};
export type RelayRun = {
  kills: number;
  cuts: number;
  /** Tries that a consumer refused. */
  refused: number;
  /** What was delivered outside, each as often as it was. */
  delivered: DomainEvent[];
};

/** The names of those who leave a trace in the store. */
export const RECORDERS = ["first", "second"] as const;
/** Who leaves one outside. */
export const OUTSIDE = "outside";

/**
 * Three processes relay what three writers append, while processes die before and after their commits, connections are
 * cut between effect and mark, and consumers refuse, as the seed says. Ends when nothing waits any more.
 */
export async function runRelayFaults(world: RelayWorld): Promise<RelayRun> {
  const random = seeded(world.seed);
  const run: RelayRun = { kills: 0, cuts: 0, refused: 0, delivered: [] };
  const recorders = RECORDERS.map((name) => recorder(world, random, run, name));
  const outside: EventConsumer = {
    ...{ name: OUTSIDE, types: ["UserContextUpdated"] },
    async deliver(_, event) {
      refuseSome(random, run, event);
      run.delivered.push(event);
    },
  };
  const consumers = [...(world.consumersOf?.(recorders) ?? recorders), outside];
  let isWriting = true;
  let isCalm = false;

  const born = () => {
    const dies = () => {
      if (isCalm || run.kills >= world.kills || random.chance() > 0.1) return null;
      run.kills++;
      return random.pick(["before", "after"] as const);
    };
    return jobContext({ ...world.services, store: mortalStore(world.services.store, dies) }, "relay faults");
  };

  async function relay(): Promise<void> {
    let ctx = born();
    while (isWriting || run.kills < world.kills) {
      try {
        await relayPerson(ctx, { userId: random.pick(world.userIds), consumers });
      } catch (error) {
        if (error instanceof ProcessDied) ctx = born();
        else if (!isAway(error)) throw error;
      }
      if (random.chance() < 0.02) await world.pass(70);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  const writing = Promise.all(Array.from({ length: 3 }, () => write(world, random, world.events / 3)));
  const relaying = [relay(), relay(), relay()];
  await writing;
  isWriting = false;
  await Promise.all(relaying);
  isCalm = true;
  // Each poison event waits for its last try in turn, and what a dead process leased for the end of its lease.
  const ctx = born();
  for (let round = 0; ; round++) {
    if (round > MOST_ROUNDS) throw new Error(`Seed ${world.seed} never comes to an end.`);
    for (const userId of world.userIds) await relayPerson(ctx, { userId, consumers }).catch(unlessAway);
    const wants = consumers.map(({ name }) => ({ consumer: name, type: "UserContextUpdated" }));
    const look = { wants, suspects: world.userIds, after: BEYOND_ALL, limit: 1 };
    const { people } = await ctx.store.asSystem((tx) => tx.relay.findBehind(look));
    if (people.length === 0) return run;
    await world.pass(301);
  }
}

const BEYOND_ALL = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** Leaves a conversation with the event's id as its title: never twice by itself, so a second one shows. */
function recorder(world: RelayWorld, random: Seeded, run: RelayRun, name: string): EventConsumer {
  return {
    name,
    types: ["UserContextUpdated"],
    async consume(tx, event) {
      refuseSome(random, run, event);
      await record(world.services, tx, name, event);
      if (random.chance() > 0.01 || !world.cut) return;
      run.cuts++;
      await world.cut();
    },
  };
}

export async function record(
  { ids, clock }: Pick<Services, "ids" | "clock">,
  tx: UserStore,
  name: string,
  event: DomainEvent,
): Promise<void> {
  const title = `${name} ${event.id}`;
  await tx.conversations.append({ id: ids.next(), title, model: null, channel: "web", at: clock.now() });
}

function refuseSome(random: Seeded, run: RelayRun, event: DomainEvent): void {
  if (!isPoison(event) && random.chance() > 0.02) return;
  run.refused++;
  throw new Error("the consumer refuses");
}

async function write({ services, userIds }: RelayWorld, random: Seeded, events: number): Promise<void> {
  for (let written = 0; written < events; ) {
    const userId = random.pick(userIds);
    const count = 1 + random.below(5);
    const fails = random.chance() < 0.2;
    const isPoisoned = random.chance() < 0.005;
    // Slower than those who relay, so that they meet.
    for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
    try {
      await services.store.asUser(userId, async (tx) => {
        const changes = isPoisoned ? [POISON] : [];
        for (let version = 0; version < count; version++)
          await tx.events.append({ type: "UserContextUpdated", payload: { userId, changes, version } });
        await tx.events.append({ type: "UserSettingsUpdated", payload: { userId, changes: [] } });
        if (fails) throw new WriterFailed();
      });
      written += count;
    } catch (error) {
      if (!(error instanceof WriterFailed)) unlessAway(error);
    }
  }
}

class WriterFailed extends Error {}

const POISON = "poison";
/** No consumer can ever take it. */
export const isPoison = (event: DomainEvent): boolean =>
  event.type === "UserContextUpdated" && event.payload.changes.includes(POISON);

const isAway = (error: unknown): boolean => error instanceof ProcodeError && error.code === "UNAVAILABLE";
function unlessAway(error: unknown): void {
  if (!isAway(error)) throw error;
}

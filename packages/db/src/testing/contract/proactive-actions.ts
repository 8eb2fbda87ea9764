import type { NewProactiveMessage, ProactiveOwner } from "@procode/core";
import type { StoreUnderTest } from "../store-contract.ts";
import { newPerson } from "./actions.ts";

const HOUR = 3_600_000;
/** Due at once by the database's time, whatever the clock of the test says, and never over. */
const DUE = Date.UTC(2020, 0, 1);
export const NEVER_OVER = new Date("2100-01-01T00:00:00Z");

let slots = 0;

/** A message of a slot that no other test uses. */
export function newProactive(
  { ids, clock }: StoreUnderTest,
  change: Partial<NewProactiveMessage> = {},
): NewProactiveMessage {
  const at = new Date(DUE + ++slots * HOUR);
  return {
    ...{ id: ids.next(), slot: at, reason: "a reminder is due", topic: "Tea", rule: "reminder", text: "Buy tea." },
    ...{ why: "You asked for it.", facts: [{ kind: "loop", id: null, words: "Buy tea" }], model: "test/model" },
    ...{ generationId: ids.next(), confidence: 90, loopId: null, contextVersion: 1, settingsVersion: 1 },
    ...{ newestMessageId: null, plannedAt: clock.now(), scheduledFor: at, expiresAt: NEVER_OVER },
    ...change,
  };
}

/** One that waits for its time; its id. */
export async function schedule(
  subject: StoreUnderTest,
  userId: string,
  change: Partial<NewProactiveMessage> = {},
): Promise<string> {
  const message = newProactive(subject, change);
  await subject.store.asUser(userId, async (tx) => {
    if (!(await tx.proactive.append(message))) throw new Error("The slot is taken.");
    await tx.proactive.move(message.id, "scheduled", "planned");
  });
  return message.id;
}

export function claimProactive(
  { store, ids }: StoreUnderTest,
  {
    limit = 1_000,
    workerId = ids.next(),
    userId = null,
    aloneAfter = 1_000,
  }: { limit?: number; workerId?: string; userId?: string | null; aloneAfter?: number } = {},
) {
  return store.asSystem((tx) =>
    tx.proactive.claim({ workerId, leaseSeconds: 30, aloneAfter, limit, userId, reason: "due" }),
  );
}

/** A message that a worker has claimed. */
export async function claimed(subject: StoreUnderTest): Promise<ProactiveOwner> {
  const userId = await newPerson(subject);
  const id = await schedule(subject, userId);
  const owner = (await claimProactive(subject)).find((one) => one.id === id);
  if (!owner) throw new Error("The message was not claimed.");
  const { trace: _, ...known } = owner;
  return known;
}

/** The same, handed over to a channel: the number of the attempt. */
export function beginOn(
  { store, ids }: StoreUnderTest,
  owner: ProactiveOwner,
  channel: "telegram" | "web" | "email" = "email",
): Promise<number | null> {
  const handOver = { channel, conversationId: ids.next(), messageId: ids.next() };
  return store.asUser(owner.userId, (tx) => tx.proactive.begin(owner, handOver, "goes out"));
}

export const stateOf = async ({ store }: StoreUnderTest, { userId, id }: { userId: string; id: string }) =>
  (await store.asUser(userId, (tx) => tx.proactive.findById(id)))?.state;

export const REASONS = { again: "its worker died", dead: "five workers died of it", uncertain: "the answer was lost" };

export const recover = ({ store }: StoreUnderTest, mostClaims = 5) =>
  store.asSystem((tx) => tx.proactive.recover({ limit: 1_000, mostClaims, reasons: REASONS }));

import type { ProactiveChannel, ProactiveSettings, UserContext } from "@procode/contracts";
import type { Context } from "../../../context.ts";
import type { UserStore } from "../../../ports/store.ts";
import type { StoredTelegramConnection } from "../../telegram/telegram-repository.ts";
import { hasLetterOn, letterTime } from "../email/letter-time.ts";
import type { ProactiveAttempt, ProactiveOwner, StoredProactiveMessage } from "../ledger/proactive-repository.ts";
import { POLICY, type PolicyRule } from "../planning/policy.ts";
import { othersBesideLetter, readSituation } from "../planning/read-situation.ts";
import { recheck } from "./recheck.ts";

export type Going = {
  owner: ProactiveOwner;
  message: StoredProactiveMessage;
  channel: ProactiveChannel;
  connection: StoredTelegramConnection | null;
  settings: ProactiveSettings;
  /** How often it was tried by e-mail before. */
  letters: number;
  now: Date;
};
/** `late`: it is another worker's by now. */
export type Inspected =
  | { kind: "goes"; going: Going }
  | { kind: "stays"; state: "deferred" | "cancelled" | "expired" | "late" };

const FAR = new Date("9999-01-01T00:00:00Z");
/** Of one message by e-mail, where the mail server took nothing and may take it later. */
export const MOST_LETTERS = 6;
/** What an attempt by e-mail ended with that may be made again. */
export const PASSING_ERRORS = ["away", "later"] as const;

/** Asks every rule again about a claimed message and chooses its channel; what stays is put off or let go within `tx`. */
export async function inspectMessage(
  ctx: Context,
  tx: UserStore,
  owner: ProactiveOwner,
  { cached, policy = POLICY }: { cached: UserContext | null; policy?: readonly PolicyRule[] },
): Promise<Inspected> {
  const message = await tx.proactive.findById(owner.id);
  if (message?.state !== "claimed" || message.fence !== owner.fence) return { kind: "stays", state: "late" };
  const now = ctx.clock.now();
  const seen = await readSituation(tx, { cached, now, hasEmail: ctx.channels.email !== null, about: message });
  const { settings, reachable } = seen.situation;
  const attempts = message.attempts === 0 ? [] : await tx.proactive.listAttempts(message.id);
  const usable = settings.channels.filter((channel) => reachable.includes(channel) && !isSpent(attempts, channel));
  const nowMs = now.getTime();
  const letterMs = nextLetter(seen, nowMs);
  const isInTime = letterMs !== null && letterMs < message.expiresAt.getTime();
  const channel = usable.find((one) => one !== "email" || isInTime);

  if (channel === undefined && usable.includes("email"))
    return suppress(tx, owner, "expired", "The next letter would come too late for it.");
  const isLetter = channel === "email";
  const situation = {
    ...seen.situation,
    reachable: channel ? [channel] : [],
    ...(isLetter && { others: othersBesideLetter(seen.recent, now) }),
  };
  const isOpen = await isStillOpen(tx, message, seen);
  const { newestMessageId } = seen;
  const moment = { nowMs, isOpen, situation, newestMessageId, contextVersion: seen.context.version };
  const checked = recheck(message, moment, policy);
  if (checked.kind === "suppress") return suppress(tx, owner, checked.to, checked.reason);
  if (checked.kind === "defer") return defer(tx, owner, checked.untilMs, checked.reason);
  if (isLetter && letterMs !== null && letterMs > nowMs)
    return defer(tx, owner, letterMs, `It waits for the next letter: ${new Date(letterMs).toISOString()}.`);
  const letters = attempts.filter((attempt) => attempt.channel === "email").length;
  const { connection } = seen;
  return { kind: "goes", going: { owner, message, channel: channel ?? "web", connection, settings, letters, now } };
}

type Seen = Awaited<ReturnType<typeof readSituation>>;

function nextLetter({ situation: { settings }, recent }: Seen, atMs: number): number | null {
  const hasLetterToday = hasLetterOn(recent, { zone: settings.zone, atMs });
  return letterTime(settings, { atMs, hasLetterToday });
}

/** Each channel is tried once; a mail server that could not take it just then is asked a few times. */
function isSpent(attempts: readonly ProactiveAttempt[], channel: Going["channel"]): boolean {
  const tried = attempts.filter((attempt) => attempt.channel === channel);
  const mayPass = tried.every(({ errorClass }) => PASSING_ERRORS.some((passing) => passing === errorClass));
  return channel === "email" && mayPass ? tried.length >= MOST_LETTERS : tried.length > 0;
}

/** Its first attempt closes the loop, so that a second one does not ask. A schedule must go on, and be there. */
async function isStillOpen(tx: UserStore, message: StoredProactiveMessage, { schedules }: Seen): Promise<boolean> {
  const { facts, loopId, attempts } = message;
  const ordered = facts.find(({ kind }) => kind === "schedule");
  if (ordered) return schedules.some(({ id }) => id === ordered.id);
  return loopId === null || attempts > 0 || (await tx.proactive.listLoops(FAR)).some(({ id }) => id === loopId);
}

async function suppress(
  tx: UserStore,
  owner: ProactiveOwner,
  to: "cancelled" | "expired",
  reason: string,
): Promise<Inspected> {
  return { kind: "stays", state: (await tx.proactive.suppress(owner, to, reason)) ? to : "late" };
}

async function defer(tx: UserStore, owner: ProactiveOwner, untilMs: number, reason: string): Promise<Inspected> {
  const isDone = await tx.proactive.defer(owner, new Date(untilMs), reason);
  return { kind: "stays", state: isDone ? "deferred" : "late" };
}

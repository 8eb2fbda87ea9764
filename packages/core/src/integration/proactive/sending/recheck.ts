import type { StoredProactiveMessage } from "../ledger/proactive-repository.ts";
import { judge, orderOf, type Situation } from "../planning/judge.ts";
import { judgedBy, POLICY, type PolicyRule } from "../planning/policy.ts";

/** What is to become of a message whose time has come. */
export type Recheck =
  | { kind: "send" }
  | { kind: "defer"; untilMs: number; reason: string }
  | { kind: "suppress"; to: "cancelled" | "expired"; reason: string };
export type Now = {
  situation: Situation;
  nowMs: number;
  contextVersion: number;
  /** The person's newest message. */
  newestMessageId: string | null;
  /** Whether what it is about still waits to be done, or goes on; true where it is about no loop and no schedule. */
  isOpen: boolean;
};

/** Rests on what was said, and not on an order of the person's own: what they say later may have answered it. */
const FOLLOWS_TALK = new Set<StoredProactiveMessage["rule"]>(["promise", "goal", "silence"]);

const NOT_ORDERED = "You paused or removed what you had ordered.";

/** Asks every rule once more at the moment of sending, since anything may have changed since the plan was made. */
export function recheck(
  message: Pick<
    StoredProactiveMessage,
    "topic" | "rule" | "slot" | "expiresAt" | "contextVersion" | "newestMessageId" | "attempts"
  >,
  { situation, nowMs, contextVersion, newestMessageId, isOpen }: Now,
  policy: readonly PolicyRule[] = POLICY,
): Recheck {
  if (nowMs >= message.expiresAt.getTime()) return suppress("expired", "Its time was over before it could be sent.");
  if (!isOpen) return suppress("cancelled", message.rule === "schedule" ? NOT_ORDERED : "What it is about is done.");
  if (policy.includes("talk") && FOLLOWS_TALK.has(message.rule)) {
    if (newestMessageId !== message.newestMessageId) return suppress("cancelled", "You wrote after this was planned.");
    if (contextVersion !== message.contextVersion) {
      return suppress("cancelled", "What you told about yourself has changed since this was planned.");
    }
  }
  const proposal = { topic: message.topic, atMs: nowMs, order: orderOf(message.rule, message.slot.getTime()) };
  const { isWelcome, atMs, reasons } = judge(situation, proposal, judgedBy(policy));
  const said = reasons.at(-1)?.said ?? "";
  if (!isWelcome) return suppress("cancelled", said);
  if (atMs <= nowMs) return { kind: "send" };
  const reason = reasons.findLast(({ said: one }) => one.startsWith("Put off"))?.said ?? said;
  if (atMs >= message.expiresAt.getTime()) return suppress("expired", `${reason} That is too late for it.`);
  return { kind: "defer", untilMs: atMs, reason };
}

const suppress = (to: "cancelled" | "expired", reason: string): Recheck => ({ kind: "suppress", to, reason });

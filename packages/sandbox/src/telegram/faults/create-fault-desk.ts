import { seededRandom } from "../../seeded-random.ts";
import { tooManyRequests } from "../wire/telegram-error.ts";
import { createFloodCounter } from "./create-flood-counter.ts";
import { type Fault, readFault } from "./fault.ts";

export type FaultRule = {
  /** Only calls of this method; all when left out. */
  method?: string;
  chatId?: number;
  /** Only calls whose text has these words. */
  contains?: string;
  /** So many matching calls pass first. */
  skip?: number;
  /** Only so many of the calls that follow; all of them when left out. */
  times?: number;
  /** From 0 to 1, drawn for each matching call from the seed; 1 when left out. */
  probability?: number;
  fault: Fault;
};

/**
 * Messages a second, over the whole bot and to one chat, as they arrive; drafts are none. Whoever was refused stays so until
 * `retryAfter` is over, the whole bot or the chat, and nothing in the answer says which of the two it was.
 */
export type FloodLimit = {
  /** In any second. */
  perBot: number;
  /** In the long run. */
  perChat: number;
  /** So many at once into a chat that was quiet (default: `perChat`). */
  chatBurst?: number;
  /** Seconds (default 1). */
  retryAfter?: number;
};

export type FaultDesk = {
  addRule(rule: FaultRule): void;
  /** Null, the default, limits nothing. */
  setFloodLimit(limit: FloodLimit | null): void;
  reset(): void;
  state(): { rules: FaultRule[]; flood: FloodLimit | null };
  /** What goes wrong with this call; uses up `skip` and `times`. The first rule that matches decides. */
  draw(call: CallSigns): Fault | undefined;
  /** Counts a message that is about to be sent. Throws 429 when it is one too many. */
  countMessage(call: CallSigns, now: number): void;
};

export type CallSigns = { method: string; chatId: number | null; text: string };

export function createFaultDesk(seed: number): FaultDesk {
  let random = seededRandom(seed, "faults");
  let rules: FaultRule[] = [];
  let flood: FloodLimit | null = null;
  let counter = createFloodCounter({ perBot: 0, perChat: 0 });

  return {
    addRule: (rule) => void rules.push({ ...rule, fault: readFault(rule.fault) }),
    setFloodLimit(limit) {
      flood = limit;
      if (limit) counter = createFloodCounter(limit);
    },
    reset() {
      random = seededRandom(seed, "faults");
      rules = [];
      flood = null;
    },
    state: () => structuredClone({ rules, flood }),
    draw(call) {
      for (const rule of rules) {
        if (!matches(rule, call)) continue;
        if (rule.skip) {
          rule.skip -= 1;
          continue;
        }
        if (rule.probability !== undefined && random() >= rule.probability) continue;
        if (rule.times !== undefined) {
          rule.times -= 1;
          rules = rules.filter(({ times }) => times !== 0);
        }
        return rule.fault;
      }
      return undefined;
    },
    countMessage({ method, chatId }, now) {
      if (!flood || !/^(sendMessage|editMessage\w+)$/.test(method)) return;
      const { retryAfter = 1 } = flood;
      if (!counter.count(chatId, now)) throw tooManyRequests(retryAfter);
    },
  };
}

/** A rule from POST /control. Throws a sentence that names what is wrong. */
export function readRule(value: unknown): FaultRule {
  const given: Record<string, unknown> = { ...Object(value) };
  const rule: FaultRule = { fault: readFault(given.fault) };
  for (const [name, part] of Object.entries(given)) {
    if (name === "fault") continue;
    if (name === "method" && typeof part === "string") rule.method = part;
    else if (name === "contains" && typeof part === "string") rule.contains = part;
    else if (name === "chatId" && typeof part === "number") rule.chatId = part;
    else if (name === "skip" && isCount(part)) rule.skip = part;
    else if (name === "times" && isCount(part)) rule.times = part;
    else if (name === "probability" && typeof part === "number" && part >= 0 && part <= 1) rule.probability = part;
    else throw new Error(`A rule cannot have "${name}": ${JSON.stringify(part)}.`);
  }
  return rule;
}

function matches(rule: FaultRule, { method, chatId, text }: CallSigns): boolean {
  if (rule.times === 0) return false;
  if (rule.method !== undefined && rule.method !== method) return false;
  if (rule.chatId !== undefined && rule.chatId !== chatId) return false;
  return rule.contains === undefined || text.includes(rule.contains);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

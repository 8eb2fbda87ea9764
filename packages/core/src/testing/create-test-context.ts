import type { Actor } from "../actor.ts";
import type { Context } from "../context.ts";
import { createLiveAnswers } from "../conversation/live-answers.ts";
import type { Log } from "../ports/log.ts";
import { NO_TRACER } from "../ports/tracer.ts";
import { createSingleFlight } from "../single-flight.ts";
import { CONSUMERS } from "../relay/consumers.ts";
import { createOutbox, type Outbox } from "../relay/create-outbox.ts";
import { createLocalFeed, type LocalFeed } from "../feed/create-local-feed.ts";
import { createScriptedEmail, type ScriptedEmail } from "./create-scripted-email.ts";
import { createMemoryStore, type MemoryStore } from "./memory-store.ts";
import { createScriptedProvider, type ScriptedProvider } from "./scripted-provider.ts";
import { createScriptedTelegram, type ScriptedTelegram } from "./telegram/scripted-telegram.ts";
import { createTestClock, type TestClock } from "./test-clock.ts";

export type TestContext = Context & {
  store: MemoryStore;
  clock: TestClock;
  models: ScriptedProvider;
  channels: { telegram: ScriptedTelegram; email: ScriptedEmail };
  /** Every log line so far. */
  lines: { level: string; message: string; fields: Record<string, unknown> | undefined }[];
  /** The same process, asked by somebody else. */
  as(actor: Actor): TestContext;
  /** A new person, as actor of a context. */
  newPerson(email?: string): Promise<TestContext & { userId: string }>;
  /** Resolves when no answer is being written any more. */
  untilIdle(): Promise<void>;
  /** Another process on the same store. */
  otherProcess(): TestContext;
};

/** A whole PROCODE in memory: a clock that a test moves, counted ids, a memory store, answers by script. */
export function createTestContext(): TestContext {
  const clock = createTestClock();
  const ids = countedIds();
  const feed = createLocalFeed();
  const outbox = createOutbox(CONSUMERS);
  const store = createMemoryStore({
    clock,
    ids,
    onEvents(userId, types) {
      feed.publish("changes", userId);
      outbox.appended(userId, types);
    },
  });
  const telegram = createScriptedTelegram();
  return contextOf({
    clock,
    ids,
    store,
    feed,
    outbox,
    models: createScriptedProvider(),
    telegram,
    email: createScriptedEmail(),
    workerId: ids.next(),
  });
}

type Parts = {
  clock: TestClock;
  ids: Context["ids"];
  store: MemoryStore;
  feed: LocalFeed;
  outbox: Outbox;
  models: ScriptedProvider;
  telegram: ScriptedTelegram;
  email: ScriptedEmail;
  workerId: string;
};

function contextOf({ clock, ids, store, feed, outbox, models, telegram, email, workerId }: Parts): TestContext {
  const lines: TestContext["lines"] = [];
  const log = listLog(lines);
  const kept = new Map<string, { value: string; until: number }>();
  const taken = new Map<string, number>();
  const outside = <Port extends object>(port: Port) => refuseInside(store, port);
  const base: Omit<TestContext, "as" | "newPerson" | "otherProcess" | "untilIdle"> = {
    store,
    feed,
    outbox,
    clock,
    models: outside(models),
    channels: { telegram: outside(telegram), email: outside(email) },
    signer: {
      sign: (purpose, words) => Buffer.from(`${purpose} ${words}`).toString("base64url"),
      isSigned: (purpose, words, signature) => signature === Buffer.from(`${purpose} ${words}`).toString("base64url"),
    },
    ids,
    log,
    lines,
    cache: outside({
      async get<T>(key: string) {
        const entry = kept.get(key);
        return entry && entry.until > clock.now().getTime() ? (JSON.parse(entry.value) as T) : null;
      },
      async set(key, value, ttlSeconds) {
        kept.set(key, { value: JSON.stringify(value), until: clock.now().getTime() + ttlSeconds * 1_000 });
      },
      async remove(key) {
        kept.delete(key);
      },
    }),
    limits: outside({
      async take(rule, key) {
        const used = (taken.get(`${rule.name}:${key}`) ?? 0) + 1;
        taken.set(`${rule.name}:${key}`, used);
        return {
          allowed: used <= rule.points,
          remaining: Math.max(0, rule.points - used),
          retryAfterSeconds: rule.perSeconds,
        };
      },
      async reset(rule, key) {
        taken.delete(`${rule.name}:${key}`);
      },
    }),
    passwords: outside({
      hash: async (password) => `hash of ${password}`,
      verify: async (hash, password) => hash === `hash of ${password}`,
    }),
    measures: { responded: ignore, failed: ignore, requestedModel: ignore, spentToday: ignore, relayed: ignore },
    tracer: NO_TRACER,
    answers: createLiveAnswers({ store, feed, clock, log }),
    flights: createSingleFlight(),
    worker: { id: workerId },
    actor: { kind: "guest" },
    requestId: ids.next(),
    client: { address: "127.0.0.1", userAgent: "test" },
  };
  const as = (actor: Actor): TestContext => ({
    ...base,
    actor,
    as,
    async newPerson(email = `${ids.next()}@example.com`) {
      const [userId, sessionId] = [ids.next(), ids.next()];
      await store.asSystem(async (tx) => {
        await tx.accounts.create({
          id: userId,
          email,
          name: "Test person",
          passwordHash: "hash of a password",
          timeZone: null,
        });
        const expiresAt = new Date("2100-01-01");
        await tx.accounts.startSession({ id: sessionId, userId, userAgent: "test", address: "127.0.0.1", expiresAt });
      });
      const person = as({ kind: "user", userId, sessionId, role: "user" });
      return { ...person, userId };
    },
    async untilIdle() {
      while (base.answers.size() > 0) await clock.sleep(1);
    },
    otherProcess: () => contextOf({ clock, ids, store, feed, outbox, models, telegram, email, workerId: ids.next() }),
  });
  return as({ kind: "guest" });
}

// A connection that waits for somebody outside is missing to everybody else.
function refuseInside<Port extends object>(store: MemoryStore, port: Port): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member === "function" && store.isInside())
        throw new Error(`${String(name)} was called inside a transaction, whose connection would wait for it.`);
      return member;
    },
  });
}

const ignore = () => undefined;

function countedIds(): Context["ids"] {
  let count = 0;
  return {
    next: () => `00000000-0000-7000-8000-${String(++count).padStart(12, "0")}`,
    secret: (bytes) => Buffer.alloc(bytes, ++count).toString("base64url"),
  };
}

function listLog(lines: TestContext["lines"]): Log {
  const line = (level: string) => (message: string, fields?: Record<string, unknown>) =>
    void lines.push({ level, message, fields });
  const log: Log = {
    debug: line("debug"),
    info: line("info"),
    warn: line("warn"),
    error: line("error"),
    child: () => log,
  };
  return log;
}

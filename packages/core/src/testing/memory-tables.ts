import type {
  ApiKey,
  Channel,
  Conversation,
  CostState,
  DomainEventType,
  Message,
  ProactiveSettings,
  Profile,
  Role,
  UserSettings,
} from "@procode/contracts";
import type {
  OpenLoop,
  ProactiveAttempt,
  ProactiveDecision,
  ProactiveFeedback,
  ProactiveMove,
  StoredProactiveMessage,
  StoredSchedule,
} from "../integration/proactive/ledger/proactive-repository.ts";
import type {
  ConversationAnalysis,
  RestingConversation,
} from "../integration/proactive/analysis/analysis-repository.ts";
import type { Generation, GenerationEnd } from "../conversation/generation-repository.ts";
import type { IncomingTelegramUpdate, TelegramSend } from "../integration/telegram/telegram-desk.ts";
import type { TelegramToken } from "../integration/telegram/pace/telegram-pace.ts";
import type {
  StoredTelegramBot,
  StoredTelegramConnection,
  StoredTelegramLink,
  TelegramChatRef,
} from "../integration/telegram/telegram-repository.ts";
import type { TracedEvent } from "../relay/event-inbox.ts";
import type { JobEvent, JobSchedule, JobStepState, JobWait, NewJobRun } from "../jobs/job-desk.ts";
import { ProcodeError } from "../procode-error.ts";

export type UserRow = {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
  role: Role;
  timeZone: string | null;
  createdAt: Date;
  emailConfirmedAt: Date | null;
};
export type EmailConfirmationRow = { userId: string; tokenHash: string; createdAt: Date; expiresAt: Date };
export type ContextRow = { profile: Profile; version: number; updatedAt: Date | null };
export type SessionRow = {
  id: string;
  userId: string;
  userAgent: string;
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
};
export type ApiKeyRow = ApiKey & { userId: string; keyHash: string; revokedAt: Date | null };
export type ConversationRow = Conversation & { userId: string };
export type MessageRow = Message & { userId: string; clientId: string | null };
export type GenerationRow = Generation & { userId: string };
export type PartRow = { userId: string; generationId: string; offset: number; text: string };
export type ResponseRow = {
  userId: string;
  generationId: string;
  /** Both null for a call that belongs to no conversation. */
  messageId: string | null;
  conversationId: string | null;
  attempt: number;
  model: string;
  state: GenerationEnd["state"];
  providerId: string | null;
  promptTokens: number | null;
  completionTokens: number | null;
  costUsd: string | null;
  costState: CostState;
  firstTokenMs: number | null;
  totalMs: number | null;
  /** Its figures stand in the days. */
  rolledUp: boolean;
  tries: number;
  /** Lease time. */
  nextTryAt: number;
  endedAt: Date;
};
export type UsageDayRow = {
  userId: string;
  /** Midnight UTC. */
  day: Date;
  model: string;
  channel: Channel;
  answers: number;
  promptTokens: number;
  completionTokens: number;
  costUsd: string;
  firstTokenMs: number;
  firstTokens: number;
  totalMs: number;
  totals: number;
};
/** Times are lease time. */
export type CursorRow = {
  userId: string;
  consumer: string;
  passed: bigint;
  stuckAt: bigint | null;
  tries: number;
  nextTryAt: number;
  reason: string | null;
  fence: number;
  leaseUntil: number;
};
export type DeadEventRow = {
  userId: string;
  consumer: string;
  sequence: bigint;
  eventId: string;
  type: string;
  tries: number;
  reason: string;
};
export type AuditRow = {
  userId: string | null;
  action: string;
  address: string | null;
  details: Record<string, string>;
  at: Date;
};

/** Times of these rows are lease time. */
export type TelegramUpdateRow = Omit<IncomingTelegramUpdate, "ignore"> & {
  botId: number;
  state: "received" | "done" | "ignored" | "failed";
  reason: string | null;
  attempts: number;
  receivedAt: number;
  doneAt: number | null;
};
export type TelegramChatRow = TelegramChatRef & {
  workerId: string | null;
  fence: number;
  holdUntil: number;
  fullAt: number;
};
export type TelegramLimitRow = {
  holdUntil: number;
  repliesUntil: number;
  refusedChatId: number | null;
  refusedUntil: number;
};
export type TelegramSendRow = Omit<TelegramSend, "body"> & {
  botId: number;
  dedupeKey: string;
  body: TelegramSend["body"] | null;
  state: "queued" | "sending" | "sent" | "uncertain" | "failed" | "cancelled";
  reason: string | null;
  queuedAt: number;
  nextTryAt: number;
  telegramMessageId: number | null;
  settledAt: number | null;
  notAfter: number | null;
};

export type JobRunRow = NewJobRun & {
  eventId: string;
  state: "open" | "completed" | "failed";
  output: unknown;
  attempt: number;
  claims: number;
  fence: number;
  /** An event came for it while it was held. */
  woken: boolean;
  callDueAt: number | null;
  dueAt: number | null;
  leaseUntil: number | null;
  workerId: string | null;
  startedAt: number | null;
  endedAt: number | null;
};
export type JobStepRow = {
  runId: string;
  id: string;
  name: string;
  state: JobStepState;
  output: unknown;
  attempt: number;
  dueAt: number | null;
  wait: JobWait | null;
  /** Its place in the order in which steps ended; null until it did. */
  place: number | null;
};
/** `leaseUntil` and `nextTryAt` are lease time. */
export type ProactiveRow = StoredProactiveMessage & {
  trace: string | null;
  userId: string;
  moves: number;
  workerId: string | null;
  leaseUntil: number | null;
  nextTryAt: number;
};
type OfMessage<Row> = Row & { userId: string; id: string };
type OpenLoopRow = OpenLoop & { userId: string; closed: { at: Date; reason: string } | null };

/** Rows are replaced and never changed in place, so that a copy of the maps is a snapshot. */
export type Tables = {
  users: Map<string, UserRow>;
  settings: Map<string, UserSettings>;
  contexts: Map<string, ContextRow>;
  sessions: Map<string, SessionRow>;
  emailConfirmations: Map<string, EmailConfirmationRow>;
  apiKeys: Map<string, ApiKeyRow>;
  conversations: Map<string, ConversationRow>;
  messages: Map<string, MessageRow>;
  generations: Map<string, GenerationRow>;
  parts: Map<string, PartRow>;
  responses: Map<string, ResponseRow>;
  events: Map<string, TracedEvent>;
  lastSequence: Map<string, bigint>;
  cursors: Map<string, CursorRow>;
  deadEvents: Map<string, DeadEventRow>;
  usageDays: Map<string, UsageDayRow>;
  audit: Map<string, AuditRow>;
  telegramBots: Map<string, StoredTelegramBot & { seenAt: number }>;
  telegramLinks: Map<string, StoredTelegramLink & { tokenHash: string }>;
  telegramConnections: Map<string, StoredTelegramConnection>;
  telegramPollers: Map<string, { workerId: string | null; fence: number }>;
  telegramTokens: Map<string, TelegramToken[]>;
  telegramLimits: Map<string, TelegramLimitRow>;
  telegramUpdates: Map<string, TelegramUpdateRow>;
  telegramChats: Map<string, TelegramChatRow>;
  telegramSends: Map<string, TelegramSendRow>;
  jobEvents: Map<string, JobEvent & { receivedAt: number }>;
  jobRuns: Map<string, JobRunRow>;
  jobSteps: Map<string, JobStepRow>;
  jobSchedules: Map<string, JobSchedule>;
  jobThrottles: Map<string, number>;
  /** When each signature was seen, in lease time. */
  jobCalls: Map<string, number>;
  proactiveSettings: Map<string, ProactiveSettings>;
  proactiveSchedules: Map<string, StoredSchedule & { userId: string }>;
  openLoops: Map<string, OpenLoopRow>;
  proactiveDecisions: Map<string, ProactiveDecision & { userId: string }>;
  proactiveMessages: Map<string, ProactiveRow>;
  proactiveMoves: Map<string, OfMessage<ProactiveMove>>;
  proactiveAttempts: Map<string, OfMessage<ProactiveAttempt>>;
  proactiveFeedback: Map<string, OfMessage<ProactiveFeedback>>;
  restingConversations: Map<string, RestingConversation & { userId: string }>;
  conversationAnalyses: Map<string, ConversationAnalysis & { userId: string }>;
  /** End of each worker's lease, in lease time. */
  workers: Map<string, number>;
};

export function emptyTables(): Tables {
  return {
    users: new Map(),
    settings: new Map(),
    contexts: new Map(),
    sessions: new Map(),
    emailConfirmations: new Map(),
    apiKeys: new Map(),
    conversations: new Map(),
    messages: new Map(),
    generations: new Map(),
    parts: new Map(),
    responses: new Map(),
    events: new Map(),
    lastSequence: new Map(),
    cursors: new Map(),
    deadEvents: new Map(),
    usageDays: new Map(),
    audit: new Map(),
    telegramBots: new Map(),
    telegramLinks: new Map(),
    telegramConnections: new Map(),
    telegramPollers: new Map(),
    telegramTokens: new Map(),
    telegramLimits: new Map(),
    telegramUpdates: new Map(),
    telegramChats: new Map(),
    telegramSends: new Map(),
    jobEvents: new Map(),
    jobRuns: new Map(),
    jobSteps: new Map(),
    jobSchedules: new Map(),
    jobThrottles: new Map(),
    jobCalls: new Map(),
    proactiveSettings: new Map(),
    proactiveSchedules: new Map(),
    openLoops: new Map(),
    proactiveDecisions: new Map(),
    proactiveMessages: new Map(),
    proactiveMoves: new Map(),
    proactiveAttempts: new Map(),
    proactiveFeedback: new Map(),
    restingConversations: new Map(),
    conversationAnalyses: new Map(),
    workers: new Map(),
  };
}

export function copyTables(tables: Tables): Tables {
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [name, new Map(rows as Map<string, unknown>)]),
  ) as Tables;
}

/** What a repository of the memory store works with, for one transaction. */
export type MemoryTransaction = {
  tables: Tables;
  now: () => Date;
  leaseNow: () => number;
  nextId: () => string;
  /** The stage that opened it. */
  trace: string | null;
  /** The person has a new event of this type; said to others after the commit. */
  tell: (userId: string, type: DomainEventType) => void;
};

export const key = (...ids: (string | number | bigint)[]): string => ids.join("/");

export const alreadyExists = (): ProcodeError =>
  new ProcodeError("CONFLICT", "This exists already.", { reason: "already-exists" });

import type { CostState, DomainEventBody, ErrorReason, GenerationState, Message } from "@procode/contracts";
import type { ModelOptions } from "../ports/model-provider.ts";
import type { ConversationChange } from "./conversation-repository.ts";
import type { NewMessage } from "./message-repository.ts";

/** How an answer is to be written, where somebody said so; kept with it, so that another process writes it alike. */
export type GenerationOptions = {
  model: ModelOptions;
  /** What the asking program tells the model beside PROCODE's own words; may be empty. */
  instructions: string;
};

export type NewGeneration = {
  id: string;
  conversationId: string;
  /** The answer that it writes. */
  messageId: string;
  model: string;
  workerId: string;
  options: GenerationOptions | null;
  at: Date;
};
/** What stands once somebody wrote, or asked for another answer, and the answer is about to be written. */
export type NewTurn = {
  /** A message comes before the answer to it. */
  messages: readonly NewMessage[];
  generation: NewGeneration;
  /** What becomes of its conversation. */
  shown: ConversationChange;
  event: DomainEventBody;
};
export type Generation = {
  id: string;
  conversationId: string;
  messageId: string;
  model: string;
  state: GenerationState;
  workerId: string;
  /** Grows at every change of owner; writes with an older one are refused. */
  fence: number;
  /** How often the provider was called, the call that is under way or about to be made included. */
  attempt: number;
  providerId: string | null;
  stopRequested: boolean;
  options: GenerationOptions | null;
  /** The trace that it belongs to, by the stage that stored it; null where nothing is traced. */
  trace: string | null;
  startedAt: Date | null;
  createdAt: Date;
};
export type GenerationEnd = {
  state: Exclude<GenerationState, "queued" | "running">;
  model: string;
  providerId: string | null;
  promptTokens: number | null;
  completionTokens: number | null;
  costUsd: string | null;
  costState: CostState;
  firstTokenMs: number | null;
  totalMs: number | null;
  finishReason: string | null;
  failure: { reason: ErrorReason; retryAfterSeconds?: number } | null;
  at: Date;
};
/** The end of an answer, all of which is stored or nothing. */
export type AnswerEnd = GenerationEnd & {
  text: string;
  /** Whether some of it may have been stored in parts. */
  hasParts: boolean;
  event: DomainEventBody;
};
/** A call of a model that belongs to no conversation. */
export type LooseCall = GenerationEnd & {
  generationId: string;
  /** When the provider may be asked what a `pending` one cost. Lease time, from now on. */
  dueInSeconds: number;
};
export type GenerationProgress = {
  isRunning: boolean;
  messageId: string;
  /** Stored past the offset that was asked for. Parts are dropped at the end, whose text is the message's. */
  text: string;
  /** Length of all that is stored. */
  end: number;
};
/** Owner and fence of the writer: a write by anyone else changes nothing and returns false. */
export type Ownership = { workerId: string; fence: number };

export interface GenerationRepository {
  findById(id: string): Promise<Generation | null>;
  /** The generations that still run in a conversation, or of the person when left out. */
  listRunning(conversationId?: string): Promise<Generation[]>;
  /**
   * Stores a turn, its generation running with the first fence: who stores it calls the model next. One statement, which locks the person's counter of events:
   * the last of its transaction. Throws CONFLICT already-exists for a client id that is known, NOT_FOUND.
   */
  append(turn: NewTurn): Promise<Generation>;
  /** A generation that was begun before, by an owner that died, begins its next attempt; the dead one gets its own AIResponse row. */
  start(id: string, owner: Ownership, at: Date): Promise<boolean>;
  /** Asks the owner, which may be another process, to stop. False when it had ended. */
  requestStop(id: string): Promise<boolean>;
  /** All stored parts joined, in order. */
  readText(id: string): Promise<string>;
  /** How far it is and what of it is stored past `offset`, of one moment; reads no more than that. Null when unknown. */
  readOn(id: string, offset: number): Promise<GenerationProgress | null>;
  /**
   * Ends it: writes its answer, its AIResponse row (one per generation and attempt) and the event, and drops its parts.
   * Null when somebody else owns it or it has ended; nothing is then changed.
   */
  finish(id: string, owner: Ownership, end: AnswerEnd): Promise<Message | null>;
}

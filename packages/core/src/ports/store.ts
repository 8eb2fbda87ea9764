import type { AuditLog } from "../user/audit-log.ts";
import type { AccountDirectory, ActiveSession } from "../user/account-directory.ts";
import type { SessionRepository } from "../user/session-repository.ts";
import type { UserRepository } from "../user/user-repository.ts";
import type { ConversationRepository } from "../conversation/conversation-repository.ts";
import type { GenerationRepository } from "../conversation/generation-repository.ts";
import type { GenerationDesk } from "../conversation/generation-desk.ts";
import type { MessageRepository } from "../conversation/message-repository.ts";
import type { EventRepository } from "../analytics/event-repository.ts";
import type { ResponseRepository } from "../analytics/response-repository.ts";
import type { EventDesk, EventInbox } from "../relay/event-inbox.ts";
import type { JobDesk } from "../jobs/job-desk.ts";
import type { RetentionDesk } from "../jobs/retention-desk.ts";
import type { SpendLedger } from "../analytics/spend-ledger.ts";
import type { AnalysisDesk, AnalysisRepository } from "../integration/proactive/analysis/analysis-repository.ts";
import type { ProactiveDesk } from "../integration/proactive/ledger/proactive-desk.ts";
import type { ProactiveRepository } from "../integration/proactive/ledger/proactive-repository.ts";
import type { TelegramDesk } from "../integration/telegram/telegram-desk.ts";
import type { TelegramRepository } from "../integration/telegram/telegram-repository.ts";
import type { ApiKeyDirectory, ApiKeyRepository } from "../user/api-key-repository.ts";

export interface Sealable {
  /**
   * What was asked for up to now is all: the end of the transaction leaves in one trip with it. What is asked for later
   * is refused; what `work` throws later takes nothing back, and only a refused statement still does.
   */
  seal(): void;
}

/** One transaction in which only the rows of one person exist. */
export interface UserStore extends Sealable {
  users: UserRepository;
  sessions: SessionRepository;
  apiKeys: ApiKeyRepository;
  conversations: ConversationRepository;
  messages: MessageRepository;
  generations: GenerationRepository;
  responses: ResponseRepository;
  events: EventRepository;
  relay: EventInbox;
  audit: AuditLog;
  telegram: TelegramRepository;
  proactive: ProactiveRepository;
  analysis: AnalysisRepository;
}

/** One transaction for what has no user yet, or many. Only listed verbs use it. */
export interface SystemStore extends Sealable {
  accounts: AccountDirectory;
  generations: GenerationDesk;
  spend: SpendLedger;
  relay: EventDesk;
  apiKeys: ApiKeyDirectory;
  telegram: TelegramDesk;
  jobs: JobDesk;
  retention: RetentionDesk;
  proactive: ProactiveDesk;
  analysis: AnalysisDesk;
}

/**
 * What PROCODE remembers. `work` runs in one transaction: it commits when `work` returns and leaves no trace when it
 * throws. It may run up to three times (serialisation failure, deadlock), so it must do nothing outside the store.
 * Throws UNAVAILABLE database-away when there is no connection, CONFLICT already-exists on a unique key.
 */
export interface Store {
  asUser<T>(userId: string, work: (tx: UserStore) => Promise<T>): Promise<T>;
  asSystem<T>(work: (tx: SystemStore) => Promise<T>): Promise<T>;
  /**
   * Whose session it is, as of a moment after this call; null when unknown, revoked or expired. What is asked at the
   * same time is read together.
   */
  findSession(sessionId: string): Promise<ActiveSession | null>;
  /** One statement of the system role that changes nothing, without a transaction around it. */
  lookUp<T>(work: (tx: SystemStore) => Promise<T>): Promise<T>;
  /** Resolves when the database answers and its schema is the one that this code expects; throws otherwise. */
  check(): Promise<void>;
}

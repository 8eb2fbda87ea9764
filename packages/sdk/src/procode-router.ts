// Generated from the routers by `npm run types -w @procode/sdk`; a test holds it against them.
import type { Mutation, Query, Subscription } from "./procedure.ts";

/** Every procedure of PROCODE, as tRPC's client calls them. */
export interface ProcodeRouter {
  account: {
    apiKeys: {
      /** Makes a key for code. */
      create: Mutation<CreateApiKeyInput, NewApiKey>;
      /** Told apart by their first characters. */
      list: Query<void, Array<ApiKey>>;
      /** Ends a key. */
      revoke: Mutation<RevokeApiKeyInput, void>;
    };
    profile: Query<void, Account>;
    /** Makes an account; answers alike for new and known addresses. */
    register: Mutation<
      RegisterInput,
      {
        next: "/login";
      }
    >;
    /** Sends a letter with a link that confirms the address, to that address; works for a day and once. */
    sendEmailConfirmation: Mutation<void, SentEmailConfirmation>;
    /** Where the person is signed in. */
    sessions: Query<void, Array<Session>>;
    /** Ends every session, this one too. */
    signOutEverywhere: Mutation<
      void,
      {
        ended: number;
      }
    >;
    update: Mutation<UpdateAccountInput, Account>;
    updateSettings: Mutation<UpdateSettingsInput, UserSettings>;
  };
  analytics: {
    /** Answers, tokens and cost of the last days, of today and of this month. */
    usage: Query<UsageInput, Usage>;
  };
  chat: {
    /** A message with other words and a new answer, as a branch beside the old one. */
    edit: Mutation<EditMessageInput, SentMessage>;
    /** The parts of an answer from `lastEventId` on, then its final message. */
    follow: Subscription<FollowInput, AnswerPart>;
    /** One more answer to the same message, beside the first. */
    regenerate: Mutation<RegenerateInput, SentMessage>;
    /** Stores a message and begins its answer; the same `clientId` again returns the same ids. */
    send: Mutation<SendMessageInput, SentMessage>;
    /** Ends an answer where it is and keeps its text. */
    stop: Mutation<
      GenerationInput,
      {
        stopped: boolean;
      }
    >;
  };
  context: {
    /** What the person told about themselves. */
    get: Query<void, UserContext>;
    /** Changes the named fields only. */
    update: Mutation<UpdateContextInput, UserContext>;
  };
  conversations: {
    archive: Mutation<ArchiveConversationInput, Conversation>;
    get: Query<ConversationInput, Conversation>;
    /** Pinned first, then by newest activity. */
    list: Query<ListConversationsInput, ConversationPage>;
    /** Newest first, all branches. */
    messages: Query<ListMessagesInput, MessagePage>;
    pin: Mutation<PinConversationInput, Conversation>;
    /** Into the trash. */
    remove: Mutation<ConversationInput, Conversation>;
    rename: Mutation<RenameConversationInput, Conversation>;
    /** Back from the trash. */
    restore: Mutation<ConversationInput, Conversation>;
    /** Shows the branch that a message stands in. */
    showBranch: Mutation<ShowBranchInput, Conversation>;
  };
  feed: {
    /** The number of the newest change, from which to watch. */
    position: Query<
      void,
      {
        sequence: string;
      }
    >;
    /** Every change of the person's things from `lastEventId` on, and the parts of every answer that is being written. */
    watch: Subscription<WatchFeedInput, FeedItem>;
  };
  models: {
    /** The model that new conversations take; null leaves it to PROCODE. */
    choose: Mutation<ChooseModelInput, UserSettings>;
    get: Query<ModelInput, Model>;
    /** The catalogue, at most a day old, with prices in US dollars per million tokens. */
    list: Query<ListModelsInput, ModelList>;
    /** The model that the next message takes. */
    next: Query<NextModelInput, Model>;
  };
  proactive: {
    /** What one wants to be told on some days of the week; twenty at most. */
    addSchedule: Mutation<
      AddProactiveScheduleInput,
      {
        weekdays: Array<number>;
        at: string;
        id: string;
        words: string;
        topic: string;
        createdAt: string;
        /** It rests since then; null while it goes on. */
        pausedAt: string | null;
      }
    >;
    /** Why a message came or did not, every step that it took, and what thinking of it cost. */
    explain: Query<
      ProactiveIdInput,
      {
        message: {
          id: string;
          /** What it is the only one for: the minute that it was ordered for, or the hour in which it comes unasked. */
          slot: string;
          reason: string;
          topic: string;
          rule: ProactiveRule;
          text: string;
          why: string;
          facts: Array<ProactiveFact>;
          model: string | null;
          generationId: string | null;
          /** In hundredths. */
          confidence: number;
          loopId: string | null;
          contextVersion: number;
          settingsVersion: number;
          newestMessageId: string | null;
          plannedAt: string;
          scheduledFor: string;
          expiresAt: string;
          state: ProactiveState;
          claims: number;
          attempts: number;
          fence: number;
          channel: "email" | "telegram" | "web" | null;
          conversationId: string | null;
          messageId: string | null;
          telegramMessageId: number | null;
          takenAt: string | null;
        };
        moves: Array<{
          number: number;
          from:
            | "cancelled"
            | "candidate"
            | "claimed"
            | "dead"
            | "expired"
            | "failed"
            | "read"
            | "responded"
            | "scheduled"
            | "sending"
            | "sent"
            | "uncertain"
            | null;
          to: ProactiveState;
          reason: string;
        }>;
        attempts: Array<{
          attempt: number;
          channel: ProactiveChannel;
          outcome: "failed" | "open" | "sent" | "uncertain";
          errorClass: string | null;
          reason: string | null;
        }>;
        /** Dollars of the call of a model behind it, as a decimal string; null where none was made or its cost is not known yet. */
        costUsd: string | null;
        /** What the person said of it, the first first. */
        feedback: Array<FeedbackKind>;
        /** How much they want to hear of its topic by now. */
        weight: TopicWeight;
      }
    >;
    /** A thumb, or less of its topic. */
    feedback: Mutation<ProactiveFeedbackInput, void>;
    /** The messages of the last 30 days and those to come, and what was decided hour by hour. */
    list: Query<
      void,
      {
        messages: Array<{
          id: string;
          /** What it is the only one for: the minute that it was ordered for, or the hour in which it comes unasked. */
          slot: string;
          reason: string;
          topic: string;
          rule: ProactiveRule;
          text: string;
          why: string;
          facts: Array<ProactiveFact>;
          model: string | null;
          generationId: string | null;
          /** In hundredths. */
          confidence: number;
          loopId: string | null;
          contextVersion: number;
          settingsVersion: number;
          newestMessageId: string | null;
          plannedAt: string;
          scheduledFor: string;
          expiresAt: string;
          state: ProactiveState;
          claims: number;
          attempts: number;
          fence: number;
          channel: "email" | "telegram" | "web" | null;
          conversationId: string | null;
          messageId: string | null;
          telegramMessageId: number | null;
          takenAt: string | null;
        }>;
        decisions: Array<{
          hour: string;
          outcome: "not-sent" | "planned";
          reasons: Array<{
            rule: string;
            said: string;
          }>;
          messageId: string | null;
          model: string | null;
          generationId: string | null;
          confidence: number | null;
          contextVersion: number;
          settingsVersion: number;
          decidedAt: string;
        }>;
        feedback: Array<{
          proactiveId: string;
          topic: string;
          kind: FeedbackKind;
          givenAt: string;
        }>;
      }
    >;
    /** One of them rests until it is let go on. */
    pauseSchedule: Mutation<PauseProactiveScheduleInput, void>;
    /** What would come in the next seven days and what would not, with the reasons; asks no model and sends nothing. */
    preview: Query<
      void,
      {
        from: string;
        to: string;
        items: Array<{
          rule: ProactiveRule;
          topic: string;
          words: string;
          /** When it would be told; where it would not be, when it comes up. */
          at: string;
          /** `beside`: it is welcome, but something more urgent has the hour. The model is still asked, and may say no to any. */
          outcome: "beside" | "held" | "told";
          /** What each rule says of it; the last one decided. */
          reasons: Array<{
            rule: string;
            said: string;
          }>;
          /** When the letter goes that brings it; null for what goes another way, and for what is not told. */
          letterAt: string | null;
        }>;
        /** By time; the last may go after `to`. */
        letters: Array<{
          at: string;
          messageIds: Array<string>;
        }>;
      }
    >;
    /** It was seen, on the page or in the conversation that it stands in. */
    read: Mutation<ReadProactiveInput, void>;
    removeSchedule: Mutation<ProactiveIdInput, void>;
    /** What may be written unasked, and the schedules of one's own. */
    settings: Query<
      void,
      {
        settings: ProactiveSettings;
        schedules: Array<{
          weekdays: Array<number>;
          at: string;
          id: string;
          words: string;
          topic: string;
          createdAt: string;
          /** It rests since then; null while it goes on. */
          pausedAt: string | null;
        }>;
      }
    >;
    /** Nothing unasked for a while; null ends it. */
    snooze: Mutation<SnoozeProactiveInput, ProactiveSettings>;
    /** Changes the named wishes only; switching it off cancels what is planned. */
    update: Mutation<UpdateProactiveInput, ProactiveSettings>;
  };
  telegram: {
    confirm: Mutation<ConfirmTelegramLinkInput, TelegramStatus>;
    /** A link that connects one chat within ten minutes, once its maker confirms who opened it. */
    createLink: Mutation<void, NewTelegramLink>;
    refuse: Mutation<RefuseTelegramLinkInput, TelegramStatus>;
    /** The bot, the connected chat, and the link that is under way. */
    status: Query<void, TelegramStatus>;
    /** From anywhere, the chat itself too; conversations stay. */
    unlink: Mutation<void, void>;
    /** How answers look in the chat. */
    update: Mutation<UpdateTelegramInput, TelegramStatus>;
  };
}

export interface Account {
  id: string;
  email: string;
  name: string;
  role: Role;
  createdAt: string;
  /** When whoever reads its mail said that the address is theirs; null until then. */
  emailConfirmedAt: string | null;
  settings: UserSettings;
}

export interface AddProactiveScheduleInput {
  weekdays: Array<number>;
  at: string;
  words: string;
  topic: string;
}

/** A part of an answer. Its event id is the length of the answer with it. */
export type AnswerPart =
  | {
      type: "delta";
      text: string;
    }
  | {
      type: "done";
      message: Message;
    }
  | {
      type: "reset";
      text: string;
    };

/** A key as it is listed: never the key itself. */
export interface ApiKey {
  id: string;
  name: string;
  /** The first characters, to tell keys apart: "pk_3fA9…". */
  hint: string;
  scopes: Array<ApiKeyScope>;
  createdAt: string;
  expiresAt: string | null;
  /** To the minute. */
  lastUsedAt: string | null;
}

/** `chat`: send, follow, stop. `read`: every query. `manage`: every other change. None of them makes keys or ends sessions. */
export type ApiKeyScope = "chat" | "manage" | "read";

export interface ArchiveConversationInput {
  conversationId: string;
  archived: boolean;
}

export type Channel = "api" | "telegram" | "web";

/** null goes back to PROCODE's own choice. */
export interface ChooseModelInput {
  modelId: string | null;
}

export interface ConfirmTelegramLinkInput {
  linkId: string;
}

export interface Conversation {
  id: string;
  title: string;
  /** Who named it: `auto` titles may still change, a person's never does by itself. */
  titledBy: "auto" | "person";
  /** The model chosen for this conversation; null takes the person's preferred one. */
  model: string | null;
  /** The last message of the branch that is shown. */
  activeLeafId: string | null;
  channels: Array<Channel>;
  costUsd: string;
  pinnedAt: string | null;
  archivedAt: string | null;
  removedAt: string | null;
  createdAt: string;
  /** Time of the newest message; lists are ordered by it. */
  activeAt: string;
}

export interface ConversationInput {
  conversationId: string;
}

export interface ConversationPage {
  conversations: Array<Conversation>;
  nextCursor: string | null;
}

/** How sure the cost is: `reported` by the provider, still to be `settled`, or `unknown` for good. */
export type CostState = "pending" | "reported" | "unknown";

export interface CreateApiKeyInput {
  name: string;
  scopes: Array<ApiKeyScope>;
  /** Left out: it does not expire. */
  expiresInDays?: number | undefined;
}

/** How an answer reached Telegram. `uncertain`: it may have been taken; it is not sent twice. */
export type DeliveryState = "failed" | "sending" | "sent" | "uncertain";

export type Density = "comfortable" | "compact";

/** Change a message of one's own: a branch beside it, with a new answer. */
export interface EditMessageInput {
  clientId: string;
  messageId: string;
  text: string;
  model?: string | undefined;
}

/** Stable machine-readable reasons. Add to them freely; never rename one. */
export type ErrorReason =
  | "already-exists"
  | "bad-input"
  | "chat-connected"
  | "database-away"
  | "does-not-fit"
  | "email-away"
  | "email-not-confirmed"
  | "illegal-move"
  | "key-lacks-scope"
  | "link-over"
  | "no-such-thing"
  | "not-allowed"
  | "not-signed-in"
  | "not-supported"
  | "owner-died"
  | "provider-broke-off"
  | "provider-busy"
  | "provider-credit"
  | "provider-down"
  | "provider-key"
  | "provider-refused"
  | "provider-stalled"
  | "queue-full"
  | "telegram-away"
  | "too-large"
  | "too-many-answers"
  | "too-many-keys"
  | "too-many-tries"
  | "unexpected"
  | "unknown-model"
  | "wrong-login";

export type FeedEvent =
  | {
      type: "AIResponseGenerated";
      payload: {
        conversationId: string;
        messageId: string;
        generationId: string;
        model: string;
        promptTokens: number | null;
        completionTokens: number | null;
        costUsd: string | null;
        state: "done" | "failed" | "interrupted" | "stopped";
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "ApiKeyCreated";
      payload: {
        userId: string;
        keyId: string;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "ApiKeyRevoked";
      payload: {
        userId: string;
        keyId: string;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "ConversationChanged";
      payload: {
        conversationId: string;
        changes: Array<string>;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "ConversationCreated";
      payload: {
        conversationId: string;
        channel: Channel;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "ConversationRemoved";
      payload: {
        conversationId: string;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "ConversationRestored";
      payload: {
        conversationId: string;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "MessageSent";
      payload: {
        conversationId: string;
        messageId: string;
        userId: string;
        channel: Channel;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "ProactiveChanged";
      payload: {
        userId: string;
        messageId: string | null;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "ProactiveMessageSent";
      payload: {
        userId: string;
        messageId: string;
        status: "failed" | "sent" | "uncertain";
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "SessionsRevoked";
      payload: {
        userId: string;
        sessionIds: Array<string>;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "TelegramConnected";
      payload: {
        userId: string;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "TelegramDelivered";
      payload: {
        messageId: string;
        conversationId: string;
        state: "failed" | "sent" | "uncertain";
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "TelegramDisconnected";
      payload: {
        userId: string;
        by: "blocked" | "telegram" | "web";
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "UsageSettled";
      payload: {
        generationId: string;
        messageId: string | null;
        costUsd: string | null;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "UserContextUpdated";
      payload: {
        userId: string;
        changes: Array<string>;
        version: number;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "UserRegistered";
      payload: {
        userId: string;
      };
      id: string;
      createdAt: string;
    }
  | {
      type: "UserSettingsUpdated";
      payload: {
        userId: string;
        changes: Array<string>;
      };
      id: string;
      createdAt: string;
    };

/** What a watcher of the feed is told. The event id of each is the sequence number up to which it is whole. */
export type FeedItem =
  | {
      type: "answer";
      generationId: string;
      conversationId: string;
      messageId: string;
      offset: number;
      part: AnswerPart;
    }
  | {
      type: "changes";
      events: Array<FeedEvent>;
    }
  | {
      type: "here";
    }
  | {
      type: "resync";
    };

export type FeedbackKind = "down" | "less" | "up";

export interface FollowInput {
  generationId: string;
  /** Offset in UTF-16 units up to which the follower has the answer; the id of the last part it saw. */
  lastEventId?: string | undefined;
}

export interface GenerationInput {
  generationId: string;
}

export interface ListConversationsInput {
  cursor?: string | undefined;
  limit?: number | undefined;
  archived?: boolean | undefined;
  /** Words to find in titles. */
  query?: string | undefined;
}

export interface ListMessagesInput {
  conversationId: string;
  cursor?: string | undefined;
  limit?: number | undefined;
}

export interface ListModelsInput {
  /** Words to find in name or id. */
  query?: string | undefined;
  input?: "audio" | "file" | "image" | "text" | undefined;
  freeOnly?: boolean | undefined;
  sort?: "context" | "name" | "newest" | "popular" | "price" | undefined;
}

export interface Message {
  id: string;
  conversationId: string;
  /** null only for the first message of a conversation. Messages with one parent are branches of each other. */
  parentId: string | null;
  role: MessageRole;
  status: MessageStatus;
  channel: Channel;
  text: string;
  /** For an answer: the generation that writes or wrote it. */
  generationId: string | null;
  receipt: Receipt | null;
  /** For `failed` and `interrupted`: why, as a stable reason. */
  failure: {
    reason: ErrorReason;
    retryAfterSeconds?: number;
  } | null;
  /** For an answer that goes to Telegram: how it reached the chat. */
  delivery: {
    state: DeliveryState;
    reason: string | null;
  } | null;
  createdAt: string;
}

/** Newest first, all branches; a page never repeats or skips a message, whatever arrives meanwhile. */
export interface MessagePage {
  messages: Array<Message>;
  nextCursor: string | null;
}

export type MessageRole = "assistant" | "user";

/** `answering` is the only state that changes; each of the others is final. */
export type MessageStatus = "answering" | "complete" | "failed" | "interrupted" | "stopped";

/** A model of the provider's catalogue. Prices are US dollars per million tokens. */
export interface Model {
  id: string;
  name: string;
  description: string;
  contextTokens: number;
  maxOutputTokens: number | null;
  promptUsdPerMillion: number;
  completionUsdPerMillion: number;
  inputs: Array<string>;
  outputs: Array<string>;
  /** The provider's own day of publication. */
  publishedAt: string;
  free: boolean;
  /** Answers come from the sandbox that ships with PROCODE, not from a vendor. */
  demo: boolean;
}

export interface ModelInput {
  modelId: string;
}

export interface ModelList {
  models: Array<Model>;
  /** Size of the whole catalogue, whatever was asked for. */
  total: number;
  /** When the catalogue was fetched; older than a day when the provider was away since. */
  fetchedAt: string;
  stale: boolean;
}

/** `key` is shown this once; only its hash is kept. */
export interface NewApiKey {
  id: string;
  name: string;
  /** The first characters, to tell keys apart: "pk_3fA9…". */
  hint: string;
  scopes: Array<ApiKeyScope>;
  createdAt: string;
  expiresAt: string | null;
  /** To the minute. */
  lastUsedAt: string | null;
  key: string;
}

export interface NewTelegramLink {
  link: TelegramLink;
  /** What the button opens and the code shows. */
  url: string;
  botUsername: string;
}

/** Left out: the model that a new conversation takes. */
export interface NextModelInput {
  conversationId?: string | undefined;
}

export interface PauseProactiveScheduleInput {
  id: string;
  paused: boolean;
}

export interface PinConversationInput {
  conversationId: string;
  pinned: boolean;
}

/** How often a person may be written to unasked, at most; days and ISO weeks are those of their own zone. */
export interface ProactiveCaps {
  perDay: number;
  perWeek: number;
}

export type ProactiveChannel = "email" | "telegram" | "web";

/** What a message rests on, as its person may see it. */
export interface ProactiveFact {
  kind: "loop" | "message" | "profile" | "schedule" | "silence";
  /** Of the message, loop or schedule. */
  id: string | null;
  words: string;
}

/** `less`: the topic of the message weighs one step less from then on. */
export interface ProactiveFeedbackInput {
  id: string;
  kind: FeedbackKind;
}

export interface ProactiveIdInput {
  id: string;
}

/** What made a message worth thinking of. */
export type ProactiveRule = "goal" | "promise" | "reminder" | "schedule" | "silence";

/** What a person allows PROCODE to write unasked. */
export interface ProactiveSettings {
  /** Null: nothing is ever sent unasked. */
  optedInAt: string | null;
  /** In this order; the next one only when the one before can not be used. */
  channels: Array<ProactiveChannel>;
  /** Topics that are not named weigh `sometimes`. */
  topics: Record<string, TopicWeight>;
  quietHours: QuietHours;
  zone: string;
  caps: ProactiveCaps;
  /** What thinking about this person may cost in a month. */
  budgetUsd: string;
  snoozedUntil: string | null;
  /** Grows at every change. */
  version: number;
}

/** In the order of a message's life; `dead`, `cancelled`, `expired`, `uncertain` and `responded` are ends. */
export type ProactiveState =
  | "cancelled"
  | "candidate"
  | "claimed"
  | "dead"
  | "expired"
  | "failed"
  | "read"
  | "responded"
  | "scheduled"
  | "sending"
  | "sent"
  | "uncertain";

/** What a person tells the assistant about themselves; encrypted at rest, in every prompt. */
export interface Profile {
  name: string;
  language: string;
  timeZone: string;
  occupation: string;
  goals: string;
  interests: string;
  style: string;
  instructions: string;
}

/** The quiet window that begins on each weekday, Monday first; null for a day whose evening has none. */
export type QuietHours = [
  QuietWindow | null,
  QuietWindow | null,
  QuietWindow | null,
  QuietWindow | null,
  QuietWindow | null,
  QuietWindow | null,
  QuietWindow | null,
];

/** From one time to the next one after it, over midnight where `to` is not later; the same time twice is a whole day. */
export interface QuietWindow {
  from: string;
  to: string;
}

/** By the id that it has in the conversation in which it stands. */
export interface ReadProactiveInput {
  messageId: string;
}

/** What stands under an answer. Times are milliseconds. */
export interface Receipt {
  model: string;
  promptTokens: number | null;
  completionTokens: number | null;
  costUsd: string | null;
  costState: CostState;
  firstTokenMs: number | null;
  totalMs: number | null;
  finishReason: string | null;
}

export interface RefuseTelegramLinkInput {
  linkId: string;
}

/** Answer an answered message once more, as a branch beside the first answer. */
export interface RegenerateInput {
  clientId: string;
  /** The answer to write again. */
  messageId: string;
  model?: string | undefined;
}

export interface RegisterInput {
  email: string;
  password: string;
  name?: string | undefined;
  timeZone?: string | undefined;
}

export interface RenameConversationInput {
  conversationId: string;
  title: string;
}

export interface RevokeApiKeyInput {
  keyId: string;
}

export type Role = "admin" | "user";

export interface SendMessageInput {
  /** Made by the sender; the same id again returns the same message and never a second one. */
  clientId: string;
  text: string;
  conversationId?: string | undefined;
  /** Message that this one answers; the end of the shown branch when left out. */
  parentId?: string | undefined;
  model?: string | undefined;
}

/** `confirmed`: it was before, and no letter was sent. */
export interface SentEmailConfirmation {
  state: "confirmed" | "sent";
}

export interface SentMessage {
  conversationId: string;
  messageId: string;
  answerId: string;
  generationId: string;
}

export interface Session {
  id: string;
  userAgent: string;
  createdAt: string;
  lastSeenAt: string;
  current: boolean;
}

export interface ShowBranchInput {
  conversationId: string;
  /** Any message of the branch; its newest descendant becomes the end that is shown. */
  messageId: string;
}

/** `tomorrow`: until nine in the morning there. Null ends a snooze. */
export interface SnoozeProactiveInput {
  until: "three-hours" | "tomorrow" | "week" | null;
}

export interface TelegramConnection {
  person: TelegramPerson;
  botUsername: string;
  /** `blocked`: the person blocked the bot in Telegram; pressing Start there takes it up again. */
  state: "active" | "blocked";
  reason: string | null;
  connectedAt: string;
  /** A line with model and cost under each answer. */
  showReceipt: boolean;
}

/** A link as its maker sees it; the token is shown once, when it is made. */
export interface TelegramLink {
  id: string;
  state: "expired" | "opened" | "refused" | "waiting";
  createdAt: string;
  expiresAt: string;
  openedAt: string | null;
  openedBy: TelegramPerson | null;
}

/** Who opened a link or is connected, as Telegram names them. */
export interface TelegramPerson {
  name: string;
  username: string | null;
}

export interface TelegramStatus {
  /** Null while no bot runs with this PROCODE. `openUrl` opens its chat, without a link's token. */
  bot: {
    username: string;
    name: string;
    openUrl: string;
  } | null;
  connection: TelegramConnection | null;
  /** The newest link that was not used up. */
  link: TelegramLink | null;
}

export type Theme = "dark" | "light" | "system";

/** `rarely`: once in seven days at most, `sometimes`: three times, `often`: as the caps allow, `never`: muted. */
export type TopicWeight = "never" | "often" | "rarely" | "sometimes";

export interface UpdateAccountInput {
  name: string;
}

/** Only the fields that are named change. */
export interface UpdateContextInput {
  name?: string | undefined;
  language?: string | undefined;
  timeZone?: string | undefined;
  occupation?: string | undefined;
  goals?: string | undefined;
  interests?: string | undefined;
  style?: string | undefined;
  instructions?: string | undefined;
}

/** Only what is named changes. */
export interface UpdateProactiveInput {
  optedIn?: boolean | undefined;
  channels?: Array<ProactiveChannel> | undefined;
  topics?: Record<string, TopicWeight> | undefined;
  quietHours?:
    | [
        {
          from: string;
          to: string;
        } | null,
        {
          from: string;
          to: string;
        } | null,
        {
          from: string;
          to: string;
        } | null,
        {
          from: string;
          to: string;
        } | null,
        {
          from: string;
          to: string;
        } | null,
        {
          from: string;
          to: string;
        } | null,
        {
          from: string;
          to: string;
        } | null,
      ]
    | undefined;
  zone?: string | undefined;
  caps?:
    | {
        perDay: number;
        perWeek: number;
      }
    | undefined;
  budgetUsd?: string | undefined;
}

export interface UpdateSettingsInput {
  theme?: Theme | undefined;
  density?: Density | undefined;
}

export interface UpdateTelegramInput {
  showReceipt: boolean;
}

export interface Usage {
  answers: number;
  promptTokens: number;
  completionTokens: number;
  costUsd: string;
  /** Spent since midnight UTC. */
  todayUsd: string;
  /** Spent since the first of the month, UTC. */
  monthUsd: string;
  /** Answers whose cost the provider never told; they are not in the sums. */
  costUnknown: number;
  byModel: Array<{
    model: string;
    answers: number;
    costUsd: string;
  }>;
}

/** `days` whole days back from now, in UTC. */
export interface UsageInput {
  days?: number | undefined;
}

export interface UserContext {
  profile: Profile;
  /** Grows by one at every change; a cached copy with another version is never used. */
  version: number;
  updatedAt: string | null;
}

export interface UserSettings {
  theme: Theme;
  density: Density;
  /** The OpenRouter id of the model that new conversations take; null leaves the choice to PROCODE. */
  preferredModel: string | null;
}

export interface WatchFeedInput {
  /** The sequence number up to which the watcher knows everything; left out, it begins at what stands now. */
  lastEventId?: string | undefined;
}

/** The typed client of PROCODE. */
export type { Answer, Chat, ChatInput, FollowAnswerInput, StreamInput } from "./chat/create-chat.ts";
export type { StreamPart } from "./chat/stream-part.ts";
export { createProcodeClient, type ProcodeClient } from "./create-procode-client.ts";
export type { ErrorCode } from "./errors/error-code.ts";
export { isProcodeAnswerError, isProcodeApiError, isProcodeConnectionError } from "./errors/is-procode-error.ts";
export { ProcodeAnswerError } from "./errors/procode-answer-error.ts";
export { type ApiErrorFacts, ProcodeApiError } from "./errors/procode-api-error.ts";
export { ProcodeConnectionError } from "./errors/procode-connection-error.ts";
export type { CallOptions, Mutation, Query, Subscription, SubscriptionObserver } from "./procedure.ts";
export type { ProcodeOptions } from "./procode-options.ts";
export type * from "./procode-router.ts";

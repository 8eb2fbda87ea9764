export { createFaultProxy, type FaultProxy, type FaultProxyOptions } from "./fault-proxy/create-fault-proxy.ts";
export type { Cut, FaultCounts, Faults } from "./fault-proxy/faults.ts";
export {
  createInngestSandbox,
  type FunctionCall,
  type InngestSandbox,
  type InngestSandboxOptions,
  type TakenEvent,
} from "./inngest/create-inngest-sandbox.ts";
export { signCall } from "./inngest/sign-call.ts";
export type { Billed, CallLog } from "./log/call-log.ts";
export type { AcceptedCall, CallEnded, LoggedCall, LoggedMessage, LogEntry, RefusedCall } from "./log/log-entry.ts";
export { CATALOGUE_SIZE, type CatalogueModel, createCatalogue, DEMO_MODEL } from "./openrouter/catalogue.ts";
export type { Control, ControlState, Rule } from "./openrouter/control.ts";
export {
  createOpenRouterSandbox,
  type OpenRouterSandbox,
  type OpenRouterSandboxOptions,
} from "./openrouter/create-openrouter-sandbox.ts";
export type { Break, Script } from "./openrouter/script.ts";
export { createOtlpSandbox, type OtlpSandbox, type TakenSpan } from "./otlp/create-otlp-sandbox.ts";
export {
  createSmtpSandbox,
  type SmtpEntry,
  type SmtpSandbox,
  type SmtpSandboxOptions,
} from "./smtp/create-smtp-sandbox.ts";
export type { SmtpFault, SmtpFaults } from "./smtp/smtp-fault.ts";
export { type Random, seededRandom } from "./seeded-random.ts";
export type { FaultRule, FloodLimit } from "./telegram/faults/create-fault-desk.ts";
export type { Fault } from "./telegram/faults/fault.ts";
export type { TelegramEntry } from "./telegram/log-entry.ts";
export type { PersonActs } from "./telegram/people/create-people.ts";
export type { Seen, SeenDraft, SeenMessage } from "./telegram/people/see-room.ts";
export {
  createTelegramSandbox,
  type TelegramSandbox,
  type TelegramSandboxOptions,
} from "./telegram/create-telegram-sandbox.ts";
export type { Person } from "./telegram/state/world.ts";
export {
  connectTelegramSandbox,
  type ControlChange,
  type RemotePerson,
  type TelegramRemote,
} from "./telegram/control/connect-telegram-sandbox.ts";
export {
  createUpstashSandbox,
  type UpstashSandbox,
  type UpstashSandboxOptions,
} from "./upstash/create-upstash-sandbox.ts";

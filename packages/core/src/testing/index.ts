/** The door for tests of core and of those who stand on it. */
export { createTestContext, type TestContext } from "./create-test-context.ts";
export { confirmAddress } from "./confirm-address.ts";
export { createScriptedEmail, type ScriptedEmail } from "./create-scripted-email.ts";
export { createMemoryStore, type MemoryStore } from "./memory-store.ts";
export { answerWith, createScriptedProvider, testModel, USAGE } from "./scripted-provider.ts";
export { connectChats } from "./telegram/connect-chats.ts";
export { createScriptedTelegram, type ScriptedTelegram } from "./telegram/scripted-telegram.ts";
export { mortalStore, ProcessDied } from "./telegram/mortal-store.ts";
export { createTestClock } from "./test-clock.ts";
export { type FaultDelivery, type FaultSend, findBrokenPromises } from "./telegram/find-broken-promises.ts";
export { runTelegramFaults } from "./telegram/run-telegram-faults.ts";
export { openTelegramChat, TEST_BOT, type TelegramChat } from "./telegram/open-telegram-chat.ts";
export { findRelayProblems, readTrace } from "./relay/find-relay-problems.ts";
export { seeded } from "./telegram/seeded.ts";
export { record, runRelayFaults } from "./relay/run-relay-faults.ts";
export { findSieveProblems, type SieveRun } from "./proactive/find-sieve-problems.ts";
export { findProactiveProblems, type ProactiveFaultRow } from "./proactive/find-proactive-problems.ts";
export { downtimeStart } from "./proactive/downtime/downtime-start.ts";
export { findDowntimeProblems } from "./proactive/downtime/find-downtime-problems.ts";
export { type DowntimeRun, runDowntime } from "./proactive/downtime/run-downtime.ts";
export { openProactivePerson } from "./proactive/open-proactive-person.ts";
export { scheduleReminder } from "./proactive/schedule-reminder.ts";
export { type ProactiveFaultRun, runProactiveFaults } from "./proactive/run-proactive-faults.ts";
export type {
  DeliveryCall,
  DeliveryEnd,
  DeliveryEvent,
  DeliveryRow,
  DeliveryRun,
} from "./telegram/delivery/delivery-run.ts";
export { findDeliveryProblems } from "./telegram/delivery/find-delivery-problems.ts";
export {
  askedIn,
  type DeliveryAct,
  type DeliveryPlan,
  lastWordsOf,
  planDeliveryFaults,
  wordsIn,
} from "./telegram/delivery/plan-delivery-faults.ts";

import type { Store } from "@procode/core";
import { afterAll, beforeAll, describe } from "vitest";
import { accountContract } from "./contract/account-contract.ts";
import { analysisContract } from "./contract/analysis-contract.ts";
import { apiKeyContract } from "./contract/api-key-contract.ts";
import { conversationContract } from "./contract/conversation-contract.ts";
import { eventContract } from "./contract/event-contract.ts";
import { generationContract } from "./contract/generation-contract.ts";
import { jobClaimContract } from "./contract/job-claim-contract.ts";
import { jobContract } from "./contract/job-contract.ts";
import { messageContract } from "./contract/message-contract.ts";
import { proactiveContract } from "./contract/proactive-contract.ts";
import { relayContract } from "./contract/relay-contract.ts";
import { retentionContract } from "./contract/retention-contract.ts";
import { telegramLinkContract } from "./contract/telegram/link-contract.ts";
import { telegramOwnerContract } from "./contract/telegram/owner-contract.ts";
import { telegramPaceContract } from "./contract/telegram/pace-contract.ts";
import { telegramSendContract } from "./contract/telegram/send-contract.ts";
import { telegramUpdateContract } from "./contract/telegram/update-contract.ts";
import { traceContract } from "./contract/trace-contract.ts";
import { turnContract } from "./contract/turn-contract.ts";
import { usageContract } from "./contract/usage-contract.ts";
import { userContract } from "./contract/user-contract.ts";

export type StoreUnderTest = {
  store: Store;
  clock: { now(): Date; advance(ms: number): void };
  ids: { next(): string };
  shiftLeaseTime(seconds: number): Promise<void>;
  close(): Promise<void>;
};
/** With the stage in which its transactions are opened from now on. */
export type TracedStore = StoreUnderTest & { enterTrace(traceparent: string | null): void };
/** The store of the running suite; there from the first test on. */
export type Subject = () => StoreUnderTest;

/** What every store promises. Run once against the memory store and once against real PostgreSQL, so that neither drifts. */
export function describeStore(name: string, open: () => Promise<TracedStore>): void {
  describe(`a store (${name})`, () => {
    let subject: TracedStore | undefined;
    beforeAll(async () => {
      subject = await open();
    }, 120_000);
    afterAll(() => subject?.close());
    const current = () => {
      if (!subject) throw new Error("The store did not open.");
      return subject;
    };
    accountContract(current);
    userContract(current);
    apiKeyContract(current);
    conversationContract(current);
    messageContract(current);
    generationContract(current);
    turnContract(current);
    usageContract(current);
    eventContract(current);
    relayContract(current);
    telegramLinkContract(current);
    telegramUpdateContract(current);
    telegramOwnerContract(current);
    telegramSendContract(current);
    telegramPaceContract(current);
    jobContract(current);
    jobClaimContract(current);
    proactiveContract(current);
    analysisContract(current);
    retentionContract(current);
    traceContract(current);
  });
}

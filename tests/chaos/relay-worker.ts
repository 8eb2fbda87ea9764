import { createRandomIds, createSystemClock } from "@procode/adapters";
import { createOutbox, type EventConsumer } from "@procode/core";
import { createTestContext, record } from "@procode/core/testing";
import { createPostgresFeed, createPrismaStore } from "@procode/db";
import { startRelay } from "@procode/runtime";

export type RelayWorkerInput = { appUrl: string; systemUrl: string; keys: string; userIds: string[] };

/** A process that appends events without end and relays them, until it is killed, or told by SIGTERM to write no more. */
function main({ appUrl, systemUrl, keys, userIds }: RelayWorkerInput): void {
  const [base, clock, ids] = [createTestContext(), createSystemClock(), createRandomIds()];
  const worker = { id: ids.next() };
  const consumer: EventConsumer = {
    ...{ name: "first", types: ["UserContextUpdated"] },
    consume: (tx, event) => record({ ids, clock }, tx, "first", event),
  };
  const outbox = createOutbox([consumer]);
  const feed = createPostgresFeed({ directUrl: appUrl, workerId: worker.id, log: base.log });
  const store = createPrismaStore({
    ...{ appUrl, systemUrl, keys, clock, ids, log: base.log },
    onEvents(userId, types) {
      feed.publish("changes", userId);
      outbox.appended(userId, types);
    },
  });
  startRelay({ ...base, clock, ids, store, feed, outbox, worker }, [consumer]);
  let isWriting = true;
  process.on("SIGTERM", () => {
    isWriting = false;
  });
  void (async () => {
    for (let version = 0; isWriting; version++) {
      const userId = userIds[version % userIds.length] ?? "";
      await store.asUser(userId, (tx) =>
        tx.events.append({ type: "UserContextUpdated", payload: { userId, changes: [], version } }),
      );
      await clock.sleep(1);
    }
  })();
  process.stdout.write("ready\n");
}

main(JSON.parse(process.argv[2] ?? "") as RelayWorkerInput);

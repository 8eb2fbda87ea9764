import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { newPerson } from "../testing/contract/actions.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { createTestStore } from "../testing/test-store.ts";
import { createPostgresFeed, type PostgresFeed } from "./create-postgres-feed.ts";

let database: TestDatabase;
const feeds: PostgresFeed[] = [];
beforeAll(async () => {
  database = await startTestDatabase();
});
afterEach(async () => {
  for (const feed of feeds.splice(0)) await feed.stop();
});
afterAll(() => database.stop());

const ignore = () => undefined;
const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => quiet };
function openFeed(workerId: string): PostgresFeed {
  const feed = createPostgresFeed({ directUrl: database.urls.app, workerId, log: quiet });
  feeds.push(feed);
  return feed;
}
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5);
}
const listening = async () =>
  (
    await database.query(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'procode-feed' AND query LIKE 'LISTEN%'",
    )
  ).length;

const ANNA = "00000000-0000-7000-8000-0000000000a1";
const BERT = "00000000-0000-7000-8000-0000000000b1";

test("a hint reaches those who watch in this process at once, and those of another one, each about their person", async () => {
  const [here, there] = [openFeed("w1"), openFeed("w2")];
  const heard: string[] = [];
  here.subscribe("changes", ANNA, () => heard.push("here"));
  there.subscribe("changes", ANNA, () => heard.push("there"));
  there.subscribe("changes", BERT, () => heard.push("wrong person"));
  there.subscribe("stops", ANNA, () => heard.push("wrong topic"));
  await until(async () => (await listening()) === 2);
  heard.length = 0;
  for (let index = 0; index < 50; index++) here.publish("changes", ANNA);
  expect(heard.filter((who) => who === "here")).toHaveLength(50);
  await until(() => heard.includes("there"));
  here.publish("stops", BERT);
  await new Promise<void>((resolve) => {
    there.onRemote("stops", () => resolve());
    here.publish("stops", BERT);
  });
  expect(heard.filter((who) => who !== "here")).toEqual(["there"]);
});

test("a line that was cut is opened again, and everybody then looks", async () => {
  const [here, there] = [openFeed("w1"), openFeed("w2")];
  let woken = 0;
  there.subscribe("changes", ANNA, () => woken++);
  here.subscribe("changes", BERT, ignore);
  await until(async () => (await listening()) === 2);
  woken = 0;
  await database.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'procode-feed'",
  );
  await until(() => woken > 0);
  await until(async () => (await listening()) === 2);
  woken = 0;
  here.publish("changes", ANNA);
  await until(() => woken > 0);
});

test("a number that commits late is never skipped: writers that overlap, a reader that follows every hint", async () => {
  const feed = openFeed("w1");
  const opened = createTestStore(database, { onEvents: (userId) => feed.publish("changes", userId) });
  const subject = { ...opened, shiftLeaseTime: database.shiftLeaseTime, close: async () => undefined };
  const userId = await newPerson(subject);
  const { last: from } = await opened.store.asUser(userId, (tx) => tx.events.bounds());
  const [writers, each] = [8, 25];
  const seen: bigint[] = [];
  let known = from;
  const reading = (async () => {
    while (seen.length < writers * each) {
      const events = await opened.store.asUser(userId, (tx) => tx.events.listAfter(known, 1_000));
      seen.push(...events.map(({ sequence }) => sequence));
      known = events.at(-1)?.sequence ?? known;
    }
  })();
  const write = async (writer: number) => {
    for (let index = 0; index < each; index++)
      await opened.store.asUser(userId, async (tx) => {
        await tx.events.append({ type: "UserSettingsUpdated", payload: { userId, changes: [`${writer}/${index}`] } });
        // Holds the transaction open after its number was given, a different while each time.
        await sleep((writer * 7 + index * 3) % 5);
      });
  };
  await Promise.all([reading, ...Array.from({ length: writers }, (_, writer) => write(writer))]);
  expect(seen).toEqual(Array.from({ length: writers * each }, (_, index) => from + 1n + BigInt(index)));
  await opened.store.close();
});

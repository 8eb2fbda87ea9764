import { createInngestSandbox } from "@procode/sandbox";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openBrowserless } from "../product/open-browserless.ts";
import { type Fleet, openFleet } from "../product/open-fleet.ts";

const PATIENCE = { timeout: 60_000, interval: 200 };
/** Its own time is at night, so that what it ran is what was made due here. */
const NIGHTLY = "procode-clean-up";
const SIGNING_KEY = `signkey-test-${"0a1b".repeat(16)}`;
let fleet: Fleet;

beforeAll(async () => {
  fleet = await openFleet({ webs: 2 });
});
afterAll(() => fleet?.close());

const query = <Row extends object>(text: string) => fleet.database.query<Row>(text);
type Ended = { id: string; completed: number; broken: number };
const ended = () =>
  query<Ended>(
    `SELECT function_id AS id, count(*) FILTER (WHERE state = 'completed')::int AS completed,
       count(*) FILTER (WHERE state = 'failed')::int AS broken
     FROM job_runs GROUP BY function_id ORDER BY function_id`,
  );
/** Every function with a schedule has run so often, and the nightly one not more. */
const untilRun = (times: number) =>
  vi.waitFor(async () => {
    const functions = await ended();
    const scheduled = await query<{ id: string }>("SELECT DISTINCT function_id AS id FROM job_schedules ORDER BY 1");
    expect(functions.map(({ id }) => id)).toEqual(scheduled.map(({ id }) => id));
    expect(functions.filter(({ completed, broken }) => completed < times || broken > 0)).toEqual([]);
    expect(functions.find(({ id }) => id === NIGHTLY)).toMatchObject({ completed: times });
  }, PATIENCE);
let dues = 0;
/** As if an hour and a night had passed for the schedules. A time that was had already would be the same run, so that each is a later one. */
const makeDue = (which = "true") =>
  query(`UPDATE job_schedules SET next_at = date_trunc('second', now()) - interval '${60 - ++dues} s' WHERE ${which}`);

describe("jobs without Inngest", () => {
  it("the night drops what is over, counts it, and leaves what somebody still needs", async () => {
    const userId = "00000000-0000-7000-8000-000000000001";
    await query(
      `INSERT INTO users (id, email, name, password_hash, created_at) VALUES ('${userId}', 'ada@example.com', 'Ada', 'x', now())`,
    );
    // More than one batch of them.
    await query(`INSERT INTO sessions (id, user_id, user_agent, address, created_at, last_seen_at, expires_at)
      SELECT gen_random_uuid(), '${userId}', '', '', now(), now(), now() - make_interval(days => n % 20) FROM generate_series(0, 2999) n`);
    await query(`INSERT INTO telegram_connections (user_id, bot_id, chat_id, telegram_user_id, name, connected_at)
      VALUES ('${userId}', 1, 1, 1, 'Ada', now() - interval '9 years')`);
    await query(`INSERT INTO api_keys (user_id, id, name, hint, key_hash, scopes, created_at, revoked_at)
      SELECT '${userId}', gen_random_uuid(), '', '', 'hash ' || n, '{read}', now() - interval '9 years', CASE WHEN n > 1 THEN now() - interval '31 days' END
      FROM generate_series(1, 3) n`);
    await makeDue(`function_id = '${NIGHTLY}'`);
    const night = () =>
      query<{ output: { dropped: object } }>(
        `SELECT output FROM job_runs WHERE function_id = '${NIGHTLY}' AND state = 'completed'`,
      );
    await vi.waitFor(async () => expect(await night()).toHaveLength(1), PATIENCE);
    const none = { telegramUpdates: 0, telegramSends: 0, telegramLinks: 0 };
    expect((await night())[0]?.output).toMatchObject({
      dropped: { ...none, sessions: 1_950, apiKeys: 2, openLoops: 0 },
    });
    const left =
      await query(`SELECT (SELECT count(*)::int FROM sessions) AS sessions, (SELECT count(*)::int FROM api_keys) AS keys,
      (SELECT count(*)::int FROM telegram_connections) AS connections, (SELECT min(expires_at) > now() - interval '7 days' FROM sessions) AS fresh`);
    expect(left).toEqual([{ sessions: 1_050, keys: 1, connections: 1, fresh: true }]);
    await query("DELETE FROM job_runs");
  });

  it("a conversation that rests is read for what is open in it, also in a language that no rule of ours knows", async () => {
    const ada = openBrowserless(fleet.webs[0]?.url ?? "");
    await ada.signUp();
    await ada.ask("proactive.update", { optedIn: true }, "mutation");
    const text = "Ich muss morgen um 8 die Bank anrufen.";
    const said = await ada.ask<{ messageId: string }>("chat.send", { clientId: crypto.randomUUID(), text }, "mutation");
    const { messageId } = said;
    const rested = () =>
      query("UPDATE resting_conversations SET due_at = now() - interval '1 second' RETURNING user_id");
    await vi.waitFor(async () => expect(await rested()).toHaveLength(1), PATIENCE);
    await makeDue("function_id = 'procode-find-rested'");
    const loops = () => query(`SELECT kind, words FROM open_loops WHERE source_id = '${messageId}'`);
    const found = [{ kind: "promise", words: "Ich muss morgen um 8 die Bank anrufen" }];
    await vi.waitFor(async () => expect(await loops()).toEqual(found), PATIENCE);
    expect(await query("SELECT FROM resting_conversations")).toEqual([]);
    const cost = `SELECT found, r.cost_state AS cost FROM conversation_analyses a JOIN ai_responses r USING (user_id, generation_id)`;
    expect(await query(cost)).toEqual([{ found: 1, cost: "reported" }]);
    await vi.waitFor(
      async () => expect(await query("SELECT FROM job_runs WHERE ended_at IS NULL")).toEqual([]),
      PATIENCE,
    );
    await query("DELETE FROM job_runs");
  });

  it("two web processes run what is due once, and one alone after a kill -9 of the other", async () => {
    await makeDue();
    await untilRun(1);
    await Promise.all([makeDue(), fleet.webs[0]?.kill()]);
    await untilRun(2);
    const due = () => query("SELECT FROM job_schedules WHERE next_at <= now()");
    await vi.waitFor(async () => expect(await due()).toEqual([]), PATIENCE);
  });

  it("nobody outside runs anything at /api/inngest", async () => {
    for (const method of ["GET", "POST", "PUT"]) {
      const answer = await fetch(`${fleet.webs[1]?.url}/api/inngest?fnId=procode-prune-jobs&stepId=step`, { method });
      expect([method, answer.status]).toEqual([method, 401]);
    }
  });
});

describe("jobs by Inngest", () => {
  it("signed calls drive a web process in the SDK's cloud mode; a replay, an unsigned and a stale one run nothing", async () => {
    const inngest = await createInngestSandbox({ signingKey: SIGNING_KEY });
    const keys = { INNGEST_SIGNING_KEY: SIGNING_KEY, INNGEST_EVENT_KEY: "event", INNGEST_BASE_URL: inngest.origin };
    const web = await fleet.startWeb(keys);
    const send = ({ query: search, init }: ReturnType<typeof inngest.call>) =>
      fetch(`${web.url}/api/inngest${search}`, init);
    const call = inngest.call("procode-prune-jobs", { runId: "run" });
    const first = await send(call);
    expect(first.status).toBe(206);
    const [step] = (await first.json()) as { id: string }[];
    const steps = { [step?.id ?? ""]: { type: "data" as const, data: null } };
    expect((await send(inngest.call("procode-prune-jobs", { runId: "run", steps }))).status).toBe(200);
    expect((await send(call)).status).toBe(409);
    expect((await send({ ...call, init: { ...call.init, headers: {} } })).status).toBe(401);
    expect((await send(inngest.call("procode-prune-jobs", { runId: "run" }, Date.now() - 360_000))).status).toBe(401);
    await web.stop();
    await inngest.close();
  });

  it("production with dev mode does not start, and says why", async () => {
    await expect(fleet.startWeb({ INNGEST_DEV: "1" })).rejects.toThrow(/INNGEST_DEV: expected nothing in production/);
  });
});

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Browserless, openBrowserless } from "../product/open-browserless.ts";
import { type Fleet, openFleet } from "../product/open-fleet.ts";
import type { Nginx } from "../product/start-nginx.ts";
import { takenBy } from "../product/telegram-log.ts";
import { searchProgram } from "../runner/find-program.ts";
import { NGINX } from "../runner/programs.ts";

const LONG = "[[sandbox first=20 interval=15 tokens=250]]";
const PATIENCE = { timeout: 30_000, interval: 50 };

describe.skipIf(searchProgram(NGINX) === null)("three webs and two bots behind nginx, without sticky sessions", () => {
  let fleet: Fleet;
  let nginx: Nginx;
  let front: Browserless;
  let account: { email: string; password: string };
  beforeAll(async () => {
    fleet = await openFleet({ webs: 3, bots: 2, nginx: true });
    if (!fleet.nginx) throw new Error("nginx was asked for");
    nginx = fleet.nginx;
    front = openBrowserless(nginx.url);
    account = await front.signUp();
  });
  afterAll(() => fleet?.close());

  const web = (index: number): Browserless => {
    const process = fleet.webs[index];
    if (!process) throw new Error("there are fewer web processes");
    return openBrowserless(process.url, nginx.url);
  };
  const portsGiven = async (from = 0) =>
    new Set((await nginx.given()).slice(from).flatMap(({ upstreams }) => upstreams.map((one) => one.split(":")[1])));

  it("a person signs up, sends and follows, and every request may land anywhere", async () => {
    const { generationId, conversationId } = await front.send("[[sandbox first=20 interval=5 tokens=40]]");
    const { text, message } = await front.follow(generationId);
    expect(message).toMatchObject({ status: "complete", text });
    const { generationId: next } = await front.send("And more? [[sandbox echo]]", conversationId);
    expect((await front.follow(next)).message?.status).toBe("complete");
    expect(await portsGiven()).toEqual(new Set(fleet.webs.map(({ url }) => new URL(url).port)));
    expect((await nginx.given()).filter(({ status }) => status >= 500)).toEqual([]);
  });

  it("an answer that one process writes is followed to its end in another", async () => {
    const [first, second] = [web(0), web(1)];
    await Promise.all([first, second].map((one) => one.logIn(account.email, account.password)));
    const { generationId } = await first.send("[[sandbox first=20 interval=10 tokens=80]]");
    const [here, there] = await Promise.all([first.follow(generationId), second.follow(generationId)]);
    expect(there.text).toBe(here.text);
    expect(there.message?.text).toBe(here.text);
  });

  it("a word comes through nginx while the answer is still being written", async () => {
    const { generationId } = await front.send(LONG);
    const { text, message } = await front.follow(generationId, { stopWhen: (seen) => seen.length > 0 });
    expect([text.length > 0, message]).toEqual([true, null]);
    expect((await front.follow(generationId)).message?.text.length).toBeGreaterThan(text.length);
  });

  it("a session that is ended in one process is ended in all of them at the next request", async () => {
    const elsewhere = openBrowserless(nginx.url);
    const { email, password } = await elsewhere.signUp();
    const here = web(2);
    await here.logIn(email, password);
    await here.ask("account.signOutEverywhere", undefined, "mutation");
    const from = (await nginx.given()).length;
    for (let times = 0; times < 6; times++)
      expect((await elsewhere.call("account.profile")).body.error?.data.code).toBe("UNAUTHORIZED");
    expect((await portsGiven(from)).size).toBe(3);
  });

  it("kill -9 of one web and of the bot that polls: streams resume through nginx, the others serve, the standby polls within 10 s", async () => {
    const person = await fleet.newPersona();
    await vi.waitFor(() => expect(takenBy(fleet, person.chatId)).toHaveLength(2), PATIENCE);
    const owner = web(0);
    await owner.logIn(account.email, account.password);
    const { generationId } = await owner.send(LONG);
    const followers = [1, 2, 3].map(() => followWithoutEnd(front, generationId));
    await vi.waitFor(() => expect(followers.every(({ seen }) => seen().length > 50)).toBe(true), PATIENCE);
    const [killed, poller] = [fleet.webs[1], fleet.bots[0]];
    if (!killed || !poller) throw new Error("the fleet is smaller than it was asked to be");
    await Promise.all([killed.kill(), poller.kill()]);
    const killedMs = performance.now();
    person.say("Are you there? [[sandbox echo first=0 interval=0]]");

    for (let times = 0; times < 9; times++) expect((await front.call("conversations.list", {})).status).toBe(200);
    const ends = await Promise.all(followers.map(({ end }) => end));
    const stored = (await front.follow(generationId)).message?.text;
    expect(ends.map(({ text }) => text)).toEqual([stored, stored, stored]);
    expect(ends.filter(({ cuts }) => cuts > 0)).toHaveLength(1);

    await vi.waitFor(() => expect(takenBy(fleet, person.chatId)).toHaveLength(3), PATIENCE);
    expect(performance.now() - killedMs).toBeLessThan(10_000);
    expect((await fleet.sends(person.chatId)).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
  });

  it("the health of a web tells that a bot polls, and soon that none does any more, while the web stays ready", async () => {
    const health = async () => (await (await front.request("/api/health/ready")).json()) as object;
    expect(await health()).toMatchObject({ status: "ready", bot: "polls" });
    await fleet.bots[1]?.kill();
    await vi.waitFor(async () => expect(await health()).toMatchObject({ status: "ready", bot: "away" }), PATIENCE);
  });
});

/** Follows as a browser does: what is cut is resumed from where it was. */
function followWithoutEnd(front: Browserless, generationId: string) {
  let text = "";
  let cuts = 0;
  async function follow(): Promise<{ text: string; cuts: number }> {
    for (;;) {
      const before = text;
      const stopWhen = (part: string) => {
        text = before + part;
        return false;
      };
      try {
        const { message } = await front.follow(generationId, { lastEventId: String(before.length), stopWhen });
        if (message) return { text, cuts };
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
      cuts++;
    }
  }
  return { seen: () => text, end: follow() };
}

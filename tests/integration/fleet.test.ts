import { afterAll, beforeAll, expect, it } from "vitest";
import { openBrowserless } from "../product/open-browserless.ts";
import { type Fleet, openFleet } from "../product/open-fleet.ts";

let fleet: Fleet;
beforeAll(async () => {
  fleet = await openFleet({ webs: 2 });
});
afterAll(() => fleet.close());

it("an answer that one process writes is followed to its end in another", async () => {
  const [first, second] = fleet.webs.map(({ url }) => openBrowserless(url, fleet.env["APP_URL"]));
  if (!first || !second) throw new Error("two processes were asked for");
  const { email, password } = await first.signUp();
  await second.logIn(email, password);
  const { generationId } = await first.send("[[sandbox first=20 interval=10 tokens=80]]");
  const [here, there] = await Promise.all([first.follow(generationId), second.follow(generationId)]);
  expect(there.text).toBe(here.text);
  expect(there.message?.text).toBe(here.text);
});

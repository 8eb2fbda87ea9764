import { createOpenRouterSandbox } from "@procode/sandbox";
import { expect, test } from "vitest";
import { lookAtModels } from "./look-at-models.ts";

test("the doctor tells the state of the key, what was spent with it, and whether the provider answers", async () => {
  const sandbox = await createOpenRouterSandbox();
  const look = (key?: string) =>
    lookAtModels({ NODE_ENV: "test", OPENROUTER_BASE_URL: sandbox.url, ...(key && { OPENROUTER_API_KEY: key }) });
  expect(await look()).toEqual({ ok: true, detail: "demo model (no OPENROUTER_API_KEY)" });
  expect(await look("sk-or-v1-x")).toEqual({
    ok: true,
    detail: "the key is accepted, $0.00 used, no limit of its own",
  });
  expect(await look("bad_key")).toEqual({ ok: false, detail: "the key is not accepted" });
  expect(await look("poor_key")).toEqual({ ok: false, detail: "the key has no credit left" });
  await sandbox.close();
  expect(await look("sk-or-v1-x")).toEqual({
    ok: false,
    detail: expect.stringMatching(/^127\.0\.0\.1:\d+ does not answer \(.*ECONNREFUSED/),
  });
});

import { createHmac } from "node:crypto";
import { createTestContext } from "@procode/core/testing";
import { describe, expect, it } from "vitest";
import { createJobsClient } from "./create-jobs-client.ts";
import { serveJobs } from "./serve-jobs.ts";

const SIGNING_KEY = "signkey-test-0123456789abcdef0123456789abcdef";
const PLACE = { origin: "https://procode.example", path: "/api/inngest" };

function open() {
  const ctx = createTestContext();
  const keys = { signingKey: SIGNING_KEY, eventKey: "event-key", baseUrl: "http://127.0.0.1:9" };
  return serveJobs(createJobsClient({ kind: "inngest", ...keys, log: ctx.log }), ctx, PLACE);
}

/** As Inngest signs: the body in canonical order, then the second, under the key without its prefix. */
function sign(body: string, atMs: number): string {
  const seconds = String(Math.floor(atMs / 1_000));
  const key = SIGNING_KEY.replace(/^signkey-\w+-/, "");
  return `t=${seconds}&s=${createHmac("sha256", key).update(body).update(seconds).digest("hex")}`;
}

// Keys in the order that RFC 8785 gives them, so that the text is its own canonical form.
const EVENT = '{"data":{},"id":"tick","name":"inngest/scheduled.timer","ts":0}';
const CALL = `{"ctx":{"attempt":0,"run_id":"run"},"event":${EVENT},"events":[${EVENT}],"steps":{},"version":2}`;
const post = (signature: string | null, body = CALL) =>
  new Request("https://procode.example/api/inngest?fnId=procode-clean-up&stepId=step", {
    method: "POST",
    headers: { host: "procode.example", ...(signature === null ? {} : { "x-inngest-signature": signature }) },
    body,
  });

describe("with a signing key", () => {
  // The SDK compares with the machine's own clock.
  const now = Date.now();

  it("a signed call is answered, and the answer is signed", async () => {
    const response = await open()(post(sign(CALL, now)));
    expect(response.status).toBe(206);
    expect(response.headers.get("x-inngest-signature")).toMatch(/^t=\d+&s=[0-9a-f]{64}$/);
  });

  it.each([
    ["unsigned", null],
    ["signed with another key", sign(CALL, now).replace(/.$/, (digit) => (digit === "0" ? "1" : "0"))],
    ["signed for another body", sign(CALL.replace("run", "nur"), now)],
    ["stale by six minutes", sign(CALL, now - 360_000)],
    ["from six minutes ahead", sign(CALL, now + 360_000)],
  ])("a call that is %s is refused with 401", async (_, signature) => {
    const response = await open()(post(signature));
    expect(response.status).toBe(401);
  });

  it.each(["PUT", "GET"])("an unsigned %s tells and changes nothing", async (method) => {
    const response = await open()(
      new Request("https://procode.example/api/inngest", { method, headers: { host: "procode.example" } }),
    );
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: "Unauthorized" });
  });
});

import { ProcodeError } from "@procode/core";
import { createTestContext } from "@procode/core/testing";
import { TRPCError } from "@trpc/server";
import { describe, expect, it } from "vitest";
import { createCaller } from "./app-router.ts";
import { formatError, translateError } from "./translate-error.ts";

const shape = {
  code: -32603 as const,
  message: "raw",
  data: { code: "INTERNAL_SERVER_ERROR" as const, httpStatus: 500, path: "chat.send" },
};
/** As tRPC makes it where it does not run in production. */
const inDevelopment = { ...shape, data: { ...shape.data, stack: "at the wrapping" } };

describe("translateError", () => {
  it.each([
    ["INVALID", "BAD_REQUEST"],
    ["UNAUTHENTICATED", "UNAUTHORIZED"],
    ["FORBIDDEN", "FORBIDDEN"],
    ["NOT_FOUND", "NOT_FOUND"],
    ["CONFLICT", "CONFLICT"],
    ["LIMITED", "TOO_MANY_REQUESTS"],
    ["UNAVAILABLE", "SERVICE_UNAVAILABLE"],
    ["INTERNAL", "INTERNAL_SERVER_ERROR"],
  ] as const)("says %s as %s and keeps its words", (code, expected) => {
    const { error, reason } = translateError(new ProcodeError(code, "Words for a person.", { reason: "bad-input" }));
    expect([error.code, error.message, reason]).toEqual([expected, "Words for a person.", "bad-input"]);
  });

  it("tells nothing of an unexpected failure", () => {
    const { error, reason } = translateError(new Error("password=hunter2 at db.ts"));
    expect(error.message).not.toContain("hunter2");
    expect(reason).toBe("unexpected");
  });
});

describe("formatError", () => {
  it("tells a developer where it broke, and nobody the stack of what we said ourselves", () => {
    const broken = new Error("secret");
    const error = new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: translateError(broken).error });
    const { data, message } = formatError({ error, shape: inDevelopment, ctx: createTestContext() });
    expect(data.stack).toBe(broken.stack);
    expect(message).not.toContain("secret");
    const said = new TRPCError({
      code: "NOT_FOUND",
      cause: new ProcodeError("NOT_FOUND", "Gone.", { reason: "no-such-thing" }),
    });
    expect(formatError({ error: said, shape: inDevelopment, ctx: undefined }).data.stack).toBeUndefined();
  });

  it("gives reason and id, never a stack", () => {
    const ctx = createTestContext();
    const error = new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: new Error("secret") });
    const formatted = formatError({ error, shape, ctx });
    expect(formatted.data.details).toEqual({ reason: "unexpected", requestId: ctx.requestId });
    expect(JSON.stringify(formatted)).not.toMatch(/secret/);
  });

  it("names the fields of bad input", async () => {
    const ctx = await createTestContext().newPerson();
    const error: unknown = await createCaller(ctx)
      .chat.send({ clientId: "x", text: "" })
      .catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(TRPCError);
    const { details } = formatError({ error: error as TRPCError, shape, ctx }).data;
    expect(details).toMatchObject({
      reason: "bad-input",
      fields: { clientId: expect.any(String), text: "Write something first." },
    });
  });
});

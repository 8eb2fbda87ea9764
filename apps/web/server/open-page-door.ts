import { createCaller, translateError } from "@procode/api";
import { LogInInput, RegisterInput } from "@procode/contracts";
import {
  type Actor,
  jobContext,
  logIn,
  logOut,
  newTraceId,
  ProcodeError,
  register,
  type Services,
} from "@procode/core";
import type { createContexts } from "./create-contexts.ts";
import { openProcessDoor } from "./process-door.ts";

type PageDoor = { services: Services; contextOf: ReturnType<typeof createContexts>; secret: string; secure: boolean };

/** Opens the process's door to its pages: the same context, verbs and procedures, by reference. */
export function openPageDoor({ services, contextOf, secret, secure }: PageDoor): void {
  openProcessDoor({
    secret,
    secureCookies: secure,
    // Pages are for browsers: a key never opens one.
    contextOf: (headers) =>
      contextOf({
        cookie: headers.get("cookie") ?? undefined,
        requestId: headers.get("x-request-id") ?? newTraceId(services.ids),
        address: headers.get("x-procode-address") ?? "unknown",
        userAgent: headers.get("user-agent") ?? "",
      }),
    callerOf: createCaller,
    logIn: async (ctx, input) => logIn(ctx, LogInInput.parse(input)),
    register: async (ctx, input) => void (await register(ctx, RegisterInput.parse(input))),
    async logOut(userId, sessionId) {
      const actor: Actor = { kind: "user", userId, sessionId, role: "user" };
      await logOut({ ...jobContext(services, "log-out"), actor });
    },
    reasonOf(error) {
      const { error: translated, reason } = translateError(error);
      const details = translated.cause instanceof ProcodeError ? translated.cause.details : null;
      return {
        reason,
        ...(details?.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: details.retryAfterSeconds }),
      };
    },
  });
}

import { CreateApiKeyInput, RevokeApiKeyInput } from "@procode/contracts";
import { createApiKey, listApiKeys, revokeApiKey } from "@procode/core";
import { z } from "zod";
import { createRouter, sessionProcedure } from "../trpc.ts";

export const apiKeysRouter = createRouter({
  /** Makes a key for code. */
  create: sessionProcedure.input(CreateApiKeyInput).mutation(({ ctx, input }) => createApiKey(ctx, input)),
  /** Told apart by their first characters. */
  list: sessionProcedure.input(z.void()).query(({ ctx }) => listApiKeys(ctx)),
  /** Ends a key. */
  revoke: sessionProcedure.input(RevokeApiKeyInput).mutation(({ ctx, input }) => revokeApiKey(ctx, input)),
});

import { RegisterInput, UpdateAccountInput, UpdateSettingsInput } from "@procode/contracts";
import {
  getAccount,
  listSessions,
  register,
  sendEmailConfirmation,
  signOutEverywhere,
  updateAccount,
  updateSettings,
} from "@procode/core";
import { z } from "zod";
import { apiKeysRouter } from "./api-keys.ts";
import { createRouter, guestProcedure, sessionProcedure, userProcedure } from "../trpc.ts";

export const accountRouter = createRouter({
  /** Makes an account; answers alike for new and known addresses. */
  register: guestProcedure.input(RegisterInput).mutation(({ ctx, input }) => register(ctx, input)),
  profile: userProcedure.input(z.void()).query(({ ctx }) => getAccount(ctx)),
  update: userProcedure.input(UpdateAccountInput).mutation(({ ctx, input }) => updateAccount(ctx, input)),
  updateSettings: userProcedure.input(UpdateSettingsInput).mutation(({ ctx, input }) => updateSettings(ctx, input)),
  /** Sends a letter with a link that confirms the address, to that address; works for a day and once. */
  sendEmailConfirmation: sessionProcedure.input(z.void()).mutation(({ ctx }) => sendEmailConfirmation(ctx)),
  /** Where the person is signed in. */
  sessions: sessionProcedure.input(z.void()).query(({ ctx }) => listSessions(ctx)),
  /** Ends every session, this one too. */
  signOutEverywhere: sessionProcedure.input(z.void()).mutation(({ ctx }) => signOutEverywhere(ctx)),
  apiKeys: apiKeysRouter,
});

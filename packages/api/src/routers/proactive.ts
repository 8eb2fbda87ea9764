import {
  AddProactiveScheduleInput,
  PauseProactiveScheduleInput,
  ProactiveFeedbackInput,
  ProactiveIdInput,
  ReadProactiveInput,
  SnoozeProactiveInput,
  UpdateProactiveInput,
} from "@procode/contracts";
import {
  addProactiveSchedule,
  explainProactive,
  getProactive,
  judgeProactive,
  listProactive,
  pauseProactiveSchedule,
  previewProactive,
  readProactive,
  removeProactiveSchedule,
  snoozeProactive,
  updateProactive,
} from "@procode/core";
import { z } from "zod";
import { createRouter, userProcedure } from "../trpc.ts";

export const proactiveRouter = createRouter({
  /** What may be written unasked, and the schedules of one's own. */
  settings: userProcedure.input(z.void()).query(({ ctx }) => getProactive(ctx)),
  /** Changes the named wishes only; switching it off cancels what is planned. */
  update: userProcedure.input(UpdateProactiveInput).mutation(({ ctx, input }) => updateProactive(ctx, input)),
  /** The messages of the last 30 days and those to come, and what was decided hour by hour. */
  list: userProcedure.input(z.void()).query(({ ctx }) => listProactive(ctx)),
  /** What would come in the next seven days and what would not, with the reasons; asks no model and sends nothing. */
  preview: userProcedure.input(z.void()).query(({ ctx }) => previewProactive(ctx)),
  /** Why a message came or did not, every step that it took, and what thinking of it cost. */
  explain: userProcedure.input(ProactiveIdInput).query(({ ctx, input }) => explainProactive(ctx, input)),
  /** A thumb, or less of its topic. */
  feedback: userProcedure.input(ProactiveFeedbackInput).mutation(({ ctx, input }) => judgeProactive(ctx, input)),
  /** Nothing unasked for a while; null ends it. */
  snooze: userProcedure.input(SnoozeProactiveInput).mutation(({ ctx, input }) => snoozeProactive(ctx, input)),
  /** It was seen, on the page or in the conversation that it stands in. */
  read: userProcedure.input(ReadProactiveInput).mutation(({ ctx, input }) => readProactive(ctx, input)),
  /** What one wants to be told on some days of the week; twenty at most. */
  addSchedule: userProcedure
    .input(AddProactiveScheduleInput)
    .mutation(({ ctx, input }) => addProactiveSchedule(ctx, input)),
  /** One of them rests until it is let go on. */
  pauseSchedule: userProcedure
    .input(PauseProactiveScheduleInput)
    .mutation(({ ctx, input }) => pauseProactiveSchedule(ctx, input)),
  removeSchedule: userProcedure
    .input(ProactiveIdInput)
    .mutation(({ ctx, input }) => removeProactiveSchedule(ctx, input)),
});

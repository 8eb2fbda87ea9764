import { WatchFeedInput } from "@procode/contracts";
import { getFeedPosition, watchFeed } from "@procode/core";
import { tracked } from "@trpc/server";
import { z } from "zod";
import { translateError } from "../translate-error.ts";
import { createRouter, scopedProcedure, userProcedure } from "../trpc.ts";

export const feedRouter = createRouter({
  /** The number of the newest change, from which to watch. */
  position: userProcedure.input(z.void()).query(({ ctx }) => getFeedPosition(ctx)),

  /** Every change of the person's things from `lastEventId` on, and the parts of every answer that is being written. */
  watch: scopedProcedure("read")
    .input(WatchFeedInput)
    .subscription(async function* ({ ctx, input, signal }) {
      try {
        for await (const { sequence, item } of watchFeed(ctx, input, signal ?? new AbortController().signal)) {
          yield tracked(String(sequence), item);
        }
      } catch (error) {
        throw translateError(error).error;
      }
    }),
});

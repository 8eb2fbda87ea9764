import { createHash } from "node:crypto";
import type { Clock, Ids, JobEvent } from "@procode/core";
import { z } from "zod";

const Events = z.array(
  z.looseObject({
    id: z.string().min(1).optional(),
    name: z.string().min(1).max(256),
    data: z.record(z.string(), z.unknown()).nullish(),
    ts: z.number().optional(),
  }),
);

type Parts = {
  clock: Pick<Clock, "now">;
  ids: Pick<Ids, "next">;
  /** Resolves once they are stored. */
  receive(events: readonly JobEvent[]): Promise<void>;
};

/** What the SDK's client is given in place of the network: Inngest's door for events, within this process, and nothing else. */
export function createEventDoor({ clock, ids, receive }: Parts): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (request.method !== "POST" || !new URL(request.url).pathname.startsWith("/e/")) {
      return Response.json(
        { error: "The built-in executor has a door for events only.", status: 404 },
        { status: 404 },
      );
    }
    const body = (await request.json()) as unknown;
    const parsed = Events.safeParse(Array.isArray(body) ? body : [body]);
    if (!parsed.success) {
      return Response.json({ error: z.prettifyError(parsed.error), status: 400 }, { status: 400 });
    }
    const seed = request.headers.get("x-inngest-event-id-seed");
    const events = parsed.data.map(
      ({ id, name, data, ts }, index): JobEvent => ({
        id: id ?? (seed === null ? ids.next() : seeded(seed, index)),
        ...{ name, data: data ?? {}, at: ts === undefined ? clock.now() : new Date(ts) },
      }),
    );
    await receive(events);
    return Response.json({ ids: events.map(({ id }) => id), status: 200 });
  };
}

// The SDK sends the same seed again where it does not know whether it was heard.
const seeded = (seed: string, index: number): string =>
  createHash("sha256").update(`${seed} ${index}`).digest("base64url");

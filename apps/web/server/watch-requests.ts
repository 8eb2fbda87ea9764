import type { Server, ServerResponse } from "node:http";
import type { Clock } from "@procode/core";

export type RequestWatch = {
  /** Each answer from now on ends its connection, so that who keeps one moves on to another process. */
  closeAfterAnswer(): void;
  /** Resolves when no request but streams is being answered any more, or after `ms`. */
  quiet(ms: number): Promise<void>;
};

const LOOK_EVERY_MS = 20;

/** Knows which requests are being answered, so that a process that ends cuts none of them off. */
export function watchRequests(server: Server, clock: Pick<Clock, "monotonicMs" | "sleep">): RequestWatch {
  const open = new Set<ServerResponse>();
  let isClosing = false;
  server.prependListener("request", (_request, response) => {
    if (isClosing) response.setHeader("connection", "close");
    open.add(response);
    response.once("close", () => open.delete(response));
  });
  return {
    closeAfterAnswer() {
      isClosing = true;
      for (const response of open) if (!response.headersSent) response.setHeader("connection", "close");
    },
    async quiet(ms) {
      const untilMs = clock.monotonicMs() + ms;
      while ([...open].some((response) => !isStream(response)) && clock.monotonicMs() < untilMs)
        await clock.sleep(LOOK_EVERY_MS);
    },
  };
}

const isStream = (response: ServerResponse): boolean =>
  String(response.getHeader("content-type") ?? "").startsWith("text/event-stream");

import { once } from "node:events";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type RequestWatch, watchRequests } from "./watch-requests.ts";

let server: Server;
let watch: RequestWatch;
let release: () => void;
beforeEach(async () => {
  const held = Promise.withResolvers<void>();
  release = held.resolve;
  server = createServer(async (request, response) => {
    if (request.url === "/stream") {
      response.setHeader("content-type", "text/event-stream");
      return void response.write("data: 1\n\n");
    }
    await held.promise;
    response.end("done");
  });
  watch = watchRequests(server, { monotonicMs: () => performance.now(), sleep: (ms) => sleep(ms) });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function ask(path: string): Promise<IncomingMessage> {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return new Promise((resolve, reject) =>
    get({ host: "127.0.0.1", port, path, headers: { connection: "keep-alive" } }, resolve).once("error", reject),
  );
}

test("a request that is being answered is waited for, and its answer ends the connection", async () => {
  const begun = once(server, "request");
  const asked = ask("/slow");
  await begun;
  watch.closeAfterAnswer();
  let isQuiet = false;
  const quiet = watch.quiet(10_000).then(() => {
    isQuiet = true;
  });
  await sleep(60);
  expect(isQuiet).toBe(false);
  release();
  expect((await asked).headers.connection).toBe("close");
  (await asked).resume();
  await quiet;
});

test("a stream is not waited for, and what never ends is waited for so long and no longer", async () => {
  (await ask("/stream")).resume();
  await watch.quiet(10_000);
  const asked = ask("/slow");
  await once(server, "request");
  const startedMs = performance.now();
  await watch.quiet(50);
  expect(performance.now() - startedMs).toBeGreaterThan(40);
  release();
  (await asked).resume();
});

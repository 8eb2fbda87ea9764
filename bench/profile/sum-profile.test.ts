import { expect, test } from "vitest";
import { areaOf } from "./area-of.ts";
import type { CpuProfile } from "./cpu-profile.ts";
import { sumProfile } from "./sum-profile.ts";

const frame = (functionName: string, url = "", lineNumber = 0) => ({ functionName, url, lineNumber });

test("each function belongs to one area, wherever the project lies", () => {
  const areas = [
    frame("parse", "file:///any/where/node_modules/pg-protocol/dist/parser.js"),
    frame("send", "file:///any/node_modules/@trpc/server/node_modules/@trpc/core/a.mjs"),
    frame("z", "file:///any/node_modules/ai/node_modules/zod/v4/core/parse.js"),
    frame("run", "file:///any/packages/db/src/generated/client.ts"),
    frame("run", "file:///any/packages/db/src/store/transact.ts"),
    frame("page", "file:///any/apps/web/.next/server/chunks/1.js"),
    frame("answer", "file:///any/apps/web/server/listener.ts"),
    frame("tokens", "file:///any/node_modules/tokenx/dist/index.mjs"),
    frame("enqueue", "node:internal/webstreams/readablestream"),
    frame("fetch", "node:internal/deps/undici/undici"),
    frame("end", "node:_http_outgoing"),
    frame("emit", "node:events"),
    frame("writev"),
    frame("(garbage collector)"),
  ].map(areaOf);
  expect(areas).toEqual([
    "pg",
    "tRPC",
    "zod",
    "Prisma",
    "packages/db",
    "Next",
    "apps/web",
    "tokenx",
    "web streams",
    "fetch (undici)",
    "node: http",
    "node: the rest",
    "native code and system calls",
    "garbage collection",
  ]);
});

test("shares are of the time in which the thread worked; waiting and samples out of order tell nothing", () => {
  const profile: CpuProfile = {
    nodes: [
      { id: 1, callFrame: frame("(root)") },
      { id: 2, callFrame: frame("(idle)") },
      { id: 3, callFrame: frame("query", "file:///x/node_modules/pg/lib/client.js", 9) },
      { id: 4, callFrame: frame("", "file:///x/packages/core/src/a.ts", 4) },
      { id: 5, callFrame: frame("query", "file:///x/node_modules/pg/lib/client.js", 9) },
    ],
    samples: [1, 2, 3, 4, 5, 4],
    timeDeltas: [500, 9_000, 500, 1_000, 2_500, -300],
  };
  expect(sumProfile(profile)).toEqual({
    busyMs: 4,
    areas: [
      { name: "pg", share: 0.75 },
      { name: "packages/core", share: 0.25 },
    ],
    functions: [
      { name: "query pg/lib/client.js:10", share: 0.75 },
      { name: "(anonymous) packages/core/src/a.ts:5", share: 0.25 },
    ],
  });
});

test("a thread that did nothing has no shares", () => {
  const nodes = [{ id: 1, callFrame: frame("(idle)") }];
  expect(sumProfile({ nodes, samples: [1], timeDeltas: [500] })).toEqual({ busyMs: 0, areas: [], functions: [] });
});

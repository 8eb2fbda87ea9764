import type { CallFrame } from "./cpu-profile.ts";

export const IDLE = "idle";

const NATIVE = "native code and system calls";
const BY_NAME: Record<string, string> = {
  "(idle)": IDLE,
  "(garbage collector)": "garbage collection",
  "(program)": NATIVE,
};
const BY_PLACE: [place: RegExp, area: string][] = [
  [/^node:internal\/deps\/undici\//, "fetch (undici)"],
  [/^node:internal\/webstreams\//, "web streams"],
  [/^node:(_http_|internal\/http)/, "node: http"],
  [/^node:(net|stream|internal\/(net|streams?|stream_base_commons)\b)/, "node: sockets and streams"],
  [/^node:/, "node: the rest"],
  [/\/packages\/db\/src\/generated\//, "Prisma"],
  [/\/\.next\//, "Next"],
];
const BY_PACKAGE: [name: RegExp, area: string][] = [
  [/^(\.prisma|@prisma\/.*)$/, "Prisma"],
  [/^(pg|pg-.*|postgres-.*)$/, "pg"],
  [/^@trpc\//, "tRPC"],
  [/^(ai|@ai-sdk\/.*|@openrouter\/.*|eventsource-parser)$/, "AI SDK"],
  [/^next$/, "Next"],
];

/** The part of the program that a function belongs to: a package of ours or of others, a part of node, or what is no script. */
export function areaOf({ functionName, url }: CallFrame): string {
  const known = BY_NAME[functionName];
  if (known !== undefined) return known;
  if (url === "") return NATIVE;
  const [, foreign] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  if (foreign !== undefined) return BY_PACKAGE.find(([name]) => name.test(foreign))?.[1] ?? foreign;
  const place = BY_PLACE.find(([pattern]) => pattern.test(url))?.[1];
  if (place !== undefined) return place;
  const [, own] = /\/((?:packages|apps)\/[^/]+)\//.exec(url) ?? [];
  return own ?? "other";
}

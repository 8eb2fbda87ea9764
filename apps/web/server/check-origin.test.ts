import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { isOwnOrigin } from "./check-origin.ts";

const local = new URL("http://localhost:3000");
const live = new URL("https://procode.example");
const post = (headers: Record<string, string>, method = "POST") => ({ method, headers }) as unknown as IncomingMessage;

describe("isOwnOrigin", () => {
  it.each([
    ["our own page", live, { origin: "https://procode.example", cookie: "a=b" }, true],
    ["another site", live, { origin: "https://evil.example", cookie: "a=b" }, false],
    [
      "a site that only begins like ours",
      live,
      { origin: "https://procode.example.evil.example", cookie: "a=b" },
      false,
    ],
    ["our site over plain HTTP", live, { origin: "http://procode.example", cookie: "a=b" }, false],
    ["a sandboxed frame", live, { origin: "null", cookie: "a=b" }, false],
    ["a program without a cookie", live, {}, true],
    ["a cookie that no page sent", live, { cookie: "a=b" }, false],
    ["the other name of one's own machine", local, { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" }, true],
    ["another port of one's own machine", local, { origin: "http://localhost:9999", host: "localhost:3000" }, false],
    [
      "a name that was made to point here",
      local,
      { origin: "http://evil.example:3000", host: "evil.example:3000" },
      false,
    ],
    ["a local name at a public door", live, { origin: "http://localhost:3000", host: "localhost:3000" }, false],
  ])("judges %s", (_, appUrl, headers, expected) => {
    expect(isOwnOrigin(post(headers as Record<string, string>), appUrl)).toBe(expected);
  });

  it("lets reading pass, for a link from anywhere", () => {
    expect(isOwnOrigin(post({ origin: "https://evil.example" }, "GET"), live)).toBe(true);
  });
});

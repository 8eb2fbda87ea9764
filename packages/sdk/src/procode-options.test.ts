import { describe, expect, it } from "vitest";
import { readOptions } from "./procode-options.ts";

describe("baseUrl", () => {
  it.each([
    ["http://localhost:3000", "http://localhost:3000/api/trpc/chat.send"],
    ["http://localhost:3000/", "http://localhost:3000/api/trpc/chat.send"],
    ["https://example.com/procode//", "https://example.com/procode/api/trpc/chat.send"],
  ])("%s leads to %s", (baseUrl, address) => {
    expect(readOptions({ baseUrl }).addressOf("chat.send").href).toBe(address);
  });

  it.each([
    "",
    "localhost:3000",
    "ftp://example.com",
    "https://me:secret@example.com",
    "https://example.com?key=secret",
  ])("%s is refused without repeating it", (baseUrl) => {
    expect(() => readOptions({ baseUrl })).toThrow(TypeError);
    expect(() => readOptions({ baseUrl })).not.toThrow("secret");
  });
});

describe("headers", () => {
  const baseUrl = "http://localhost:3000";

  it("carry the key, trimmed, and what else was given, asked for at every request", async () => {
    let count = 0;
    const settings = readOptions({
      baseUrl,
      apiKey: async () => ` pk_${++count}\n`,
      headers: () => ({ "x-trace": "1" }),
    });
    expect(await settings.headers()).toEqual({ authorization: "Bearer pk_1", "x-trace": "1" });
    expect(await settings.headers()).toMatchObject({ authorization: "Bearer pk_2" });
    expect(await readOptions({ baseUrl, headers: { cookie: "a=b" } }).headers()).toEqual({ cookie: "a=b" });
  });

  it.each(["", "pk_a b", "pk_a\r\nx: y", "pk_ż"])("refuse the key %j without repeating it", async (apiKey) => {
    await expect(readOptions({ baseUrl, apiKey }).headers()).rejects.toThrow("apiKey is empty or holds characters");
  });
});

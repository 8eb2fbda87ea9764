import { expect, test } from "vitest";
import { requireDatabaseUrls } from "./require-database-urls.ts";

test("all three or none; anything between names what is missing", () => {
  expect(requireDatabaseUrls({})).toBeNull();
  expect(requireDatabaseUrls({ DATABASE_URL: "a", DATABASE_SYSTEM_URL: "b", DATABASE_OWNER_URL: "c" })).toEqual({
    app: "a",
    system: "b",
    owner: "c",
  });
  expect(() => requireDatabaseUrls({ DATABASE_URL: "a" })).toThrow(
    "DATABASE_SYSTEM_URL and DATABASE_OWNER_URL are not set",
  );
  expect(() => requireDatabaseUrls({ DATABASE_URL: "a", DATABASE_SYSTEM_URL: "b" })).toThrow(
    "DATABASE_OWNER_URL is not set",
  );
});

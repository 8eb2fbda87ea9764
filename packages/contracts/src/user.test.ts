import { expect, test } from "vitest";
import { Email, Profile, RegisterInput, UpdateContextInput } from "./user.ts";

test.each([
  ["  Ada@Example.COM ", "ada@example.com"],
  ["ada@example.com", "ada@example.com"],
])("the address %j is one and the same account", (written, kept) => {
  expect(Email.parse(written)).toBe(kept);
});

test.each(["", "ada", "ada@", "@example.com", `${"a".repeat(250)}@example.com`, 7, null])(
  "%j is no address",
  (value) => {
    expect(Email.safeParse(value).success).toBe(false);
  },
);

test("a password needs length, not tricks, and the sentence says so", () => {
  const { error } = RegisterInput.safeParse({ email: "ada@example.com", password: "short" });
  expect(error?.issues[0]?.message).toBe("Take at least 10 characters. Three or four words are easy to keep in mind.");
  expect(RegisterInput.safeParse({ email: "ada@example.com", password: "four plain words here" }).success).toBe(true);
});

test("an empty profile is whole, and changing it touches what was named alone", () => {
  expect(Profile.parse({})).toMatchObject({ name: "", timeZone: "", instructions: "" });
  expect(UpdateContextInput.parse({ goals: "run" })).toEqual({ goals: "run" });
  expect(UpdateContextInput.safeParse({ timeZone: "Mars/Olympus" }).success).toBe(false);
});

import { expect, it } from "vitest";
import { readKeysArguments } from "./read-keys-arguments.ts";

const ID = "01935a3e-0000-7000-8000-000000000000";

it("reads what a key is to be", () => {
  const args = [
    "create",
    "--email",
    "Ada@Example.com",
    "--scopes",
    "chat, read",
    "--name",
    "laptop",
    "--expires-days",
    "30",
  ];
  expect(readKeysArguments(args)).toEqual({
    verb: "create",
    email: "ada@example.com",
    input: { name: "laptop", scopes: ["chat", "read"], expiresInDays: 30 },
  });
});

it("reads whose keys to list and which one to revoke", () => {
  expect(readKeysArguments(["list", "--email", "a@example.com"])).toEqual({
    verb: "list",
    email: "a@example.com",
    json: false,
  });
  expect(readKeysArguments(["revoke", ID, "--email", "a@example.com"])).toEqual({
    verb: "revoke",
    email: "a@example.com",
    input: { keyId: ID },
  });
});

it.each([
  [[], "create, list or revoke"],
  [["sell"], 'no "keys sell"'],
  [["create", "--scopes", "chat"], "--email"],
  [["create", "--email", "nobody", "--scopes", "chat"], "--email"],
  [["create", "--email", "a@example.com"], "--scopes takes chat, read and manage"],
  [["create", "--email", "a@example.com", "--scopes", "chat,fly"], "--scopes takes chat, read and manage"],
  [
    ["create", "--email", "a@example.com", "--scopes", "chat", "--expires-days", "soon"],
    "--expires-days takes 1 to 3650",
  ],
  [["create", "--email", "a@example.com", "--scopes", "chat", "extra"], "Unexpected argument"],
  [["list", "--email", "a@example.com", "--name", "x"], "Unknown option"],
  [["revoke", "--email", "a@example.com"], "the id that keys list shows"],
])("refuses %j with a sentence and exit code 2", (args, sentence) => {
  expect(() => readKeysArguments(args)).toThrow(sentence);
  expect(() => readKeysArguments(args)).toThrow(expect.objectContaining({ exitCode: 2 }));
});

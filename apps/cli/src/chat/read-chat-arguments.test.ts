import { expect, it } from "vitest";
import { UsageError } from "../usage-error.ts";
import { readChatArguments } from "./read-chat-arguments.ts";

it("joins the words and takes its defaults from the environment", () => {
  expect(readChatArguments(["Three", "rivers"], { PORT: "4000" })).toEqual({
    text: "Three rivers",
    url: "http://localhost:4000",
    keyFile: undefined,
    model: undefined,
    conversation: undefined,
    json: false,
  });
  expect(readChatArguments([], { PROCODE_URL: "https://procode.example" }).url).toBe("https://procode.example");
  expect(readChatArguments([], {}).url).toBe("http://localhost:3000");
});

it("reads every option, and what follows -- as text", () => {
  const args = [
    "-m",
    "vendor/large",
    "--conversation=last",
    "--json",
    "--key-file",
    "k",
    "--url",
    "http://a",
    "--",
    "--why",
  ];
  expect(readChatArguments(args, {})).toEqual({
    text: "--why",
    url: "http://a",
    keyFile: "k",
    model: "vendor/large",
    conversation: "last",
    json: true,
  });
});

it.each([["--nope"], ["--model"], ["--json=yes"], ["--url", "localhost:3000"], ["--api-key", "pk_secret"]])(
  "refuses %s %s as wrong usage, without repeating a key",
  (...args) => {
    const read = () => readChatArguments(args, {});
    expect(read).toThrow(UsageError);
    expect(read).not.toThrow("pk_secret");
    expect(read).toThrow(expect.objectContaining({ exitCode: 2 }));
  },
);

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bundleTypes } from "../build/bundle-types.ts";
import { compareApi } from "../build/compare-api.ts";

const TEACH = `The public types of @procode/sdk are not what api.d.ts says. If that is meant, run
"npm run api -w @procode/sdk" and say it in a changeset: npx changeset (major for what is breaking).`;

it("is what api.d.ts says, so that no change of the public types passes unseen", () => {
  const before = readFileSync(new URL("../api.d.ts", import.meta.url), "utf8");
  const after = bundleTypes();
  const changes = compareApi(before, after).map(
    ({ isBreaking, what }) => `${isBreaking ? "BREAKING" : "new"}: ${what}`,
  );
  expect(changes, TEACH).toEqual([]);
  expect(after, TEACH).toBe(before);
}, 90_000);

it("stands on its own feet, with everything exported", () => {
  const types = readFileSync(new URL("../api.d.ts", import.meta.url), "utf8");
  expect(types).not.toMatch(/^\s*import\b|\bimport\(|\bfrom "|@procode\/(?!sdk)/m);
  expect(types.match(/^(interface|type|declare|class|const|function)\b.*/gm)).toBeNull();
});

describe("a change is named", () => {
  const API = `
    export interface SendInput { /** docs */ text: string; model?: string | undefined; }
    export interface Message { id: string; failure: { reason: string } | null; place: { city: string }; }
    export type Status = "complete" | "stopped";
    export declare class Failure extends Error { readonly code: string; constructor(message: string); }
    export declare function create(options: SendInput): Message;
    export declare const isFailure: (error: unknown) => error is Failure;
  `;
  const change = (from: string, to: string) => {
    expect(API).toContain(from);
    return compareApi(API, API.replace(from, to));
  };

  it.each([
    ["a field that goes", "id: string; ", "", "Message.id is gone"],
    ["a field of another type", "id: string", "id: number", "Message.id was `string`, is `number`"],
    ["a field within a field", "city: string", "town: string", "Message.place.city is gone"],
    [
      "a field that became a duty",
      "model?: string | undefined",
      "model: string",
      "SendInput.model was `?string | undefined`, is `string`",
    ],
    ["a new duty", "text: string;", "text: string; who: string;", "SendInput.who is new and required"],
    ["a word that goes", '"complete" | ', "", 'Status was `"complete" | "stopped"`, is `"stopped"`'],
    ["a function's input", "options: SendInput", "options: string", "create was"],
    ["a class's member", "readonly code: string; ", "", "Failure.code is gone"],
    [
      "a value that goes",
      "export declare const isFailure: (error: unknown) => error is Failure;",
      "",
      "isFailure is gone",
    ],
  ])("as breaking: %s", (_, from, to, what) => {
    expect(
      change(from, to)
        .filter(({ isBreaking }) => isBreaking)
        .map((one) => one.what),
    ).toEqual(expect.arrayContaining([expect.stringContaining(what)]));
  });

  it.each([
    ["a field to read", "id: string;", "id: string; at: string;", "Message.at is new"],
    ["a field that may be left out", "text: string;", "text: string; who?: string;", "SendInput.who is new"],
    ["one more word", '"stopped"', '"stopped" | "failed"', "Status was"],
    ["one more type", "export type Status", "export type Other = 1; export type Status", "Other is new"],
  ])("as compatible: %s", (_, from, to, what) => {
    expect(change(from, to)).toEqual([{ isBreaking: false, what: expect.stringContaining(what) }]);
  });

  it("not when only the docs or the layout changed", () => {
    expect(change("/** docs */ text: string;", "/** other */\n  text:   string;")).toEqual([]);
  });
});

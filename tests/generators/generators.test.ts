import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createOverlay, type Overlay } from "../guards/overlay.ts";

const COPIES = [
  "turbo",
  "turbo.json",
  "biome.json",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
  "tests/verify/lint",
];
const PACKAGES = ["contracts", "core", "api", "jobs"].flatMap((name) =>
  ["package.json", "turbo.json", "src"].map((part) => `packages/${name}/${part}`),
);
const VERB = ["conversation", "star-conversation", "The person, for their own conversation"];
const PROCEDURE = [
  "conversation",
  "praise-answer",
  "The person, for their own answer",
  "conversations",
  "praise",
  "mutation",
];

const NIGHTLY = ["count-stars", "Nightly: counts everybody's stars", "cron", "41 3 * * *"];
const ON_EVENT = ["greet-person", "For one person: greets them", "event", "procode/person.came"];

let overlay: Overlay;
const read = (path: string) => readFileSync(join(overlay.root, path), "utf8");

beforeAll(async () => {
  overlay = createOverlay({ copies: [...COPIES, ...PACKAGES] });
  const verb = await overlay.run("turbo", "gen", "verb", "--args", ...VERB);
  const procedure = await overlay.run("turbo", "gen", "procedure", "--args", ...PROCEDURE);
  // turbo gen ends with 0 whatever happened, so only its words tell.
  const nightly = await overlay.run("turbo", "gen", "job", "--args", ...NIGHTLY);
  const onEvent = await overlay.run("turbo", "gen", "job", "--args", ...ON_EVENT);
  expect(verb.output + procedure.output + nightly.output + onEvent.output).not.toContain("Error");
});
afterAll(() => overlay[Symbol.dispose]());

it("turbo gen verb adds the contract, the verb with its test and the export", () => {
  expect(read("packages/contracts/src/conversation.ts")).toContain("export const StarConversationInput = ");
  expect(read("packages/core/src/conversation/star-conversation.ts")).toContain(
    "/** The person, for their own conversation. */",
  );
  expect(read("packages/core/src/conversation/star-conversation.test.ts")).toContain("refuses a guest");
  expect(read("packages/core/src/index.ts")).toContain(
    'export { starConversation } from "./conversation/star-conversation.ts";',
  );
});

it("turbo gen procedure adds its line to the router, with a policy and an input", () => {
  const router = read("packages/api/src/routers/conversations.ts");
  expect(router).toContain(
    "praise: userProcedure.input(PraiseAnswerInput).mutation(({ ctx, input }) => praiseAnswer(ctx, input)),",
  );
});

it("turbo gen job adds the function, its test and its line among the functions, by schedule or by event", () => {
  const [index, nightly, onEvent] = ["index", "count-stars", "greet-person"].map((name) =>
    read(`packages/jobs/src/functions/${name}.ts`),
  );
  expect(index).toMatch(/cleanUp,\n {2}countStars,\n {2}deliverProactive,\n/);
  expect(index).toMatch(/findRested,\n {2}greetPerson,\n {2}planProactive,\n/);
  expect(nightly).toContain('triggers: [{ cron: "41 3 * * *" }]');
  expect(nightly).toContain("/** Nightly: counts everybody's stars. */");
  expect(onEvent).toContain('triggers: [{ event: "procode/person.came" }]');
});

it("what they write passes the type check", async () => {
  const { code, output } = await overlay.run("tsc", "-p", "tsconfig.json", "--pretty", "false");
  expect(output).toBe("");
  expect(code).toBe(0);
});

it("what they write passes the lint", async () => {
  const written = [
    "packages/core/src/conversation/star-conversation.ts",
    "packages/core/src/conversation/star-conversation.test.ts",
    "packages/api/src/routers/conversations.ts",
    "packages/contracts/src/conversation.ts",
    ...["index", "count-stars", "count-stars.test", "greet-person", "greet-person.test"].map(
      (name) => `packages/jobs/src/functions/${name}.ts`,
    ),
  ];
  const { code, output } = await overlay.run("biome", "check", "--vcs-enabled=false", ...written);
  expect(code, output).toBe(0);
});

it("the tests that they write pass", async () => {
  const { code, output } = await overlay.run(
    "vitest",
    "run",
    "star-conversation",
    "praise-answer",
    "count-stars",
    "greet-person",
  );
  expect(code, output).toBe(0);
  expect(output).toMatch(/Tests\s+7 passed/);
});

it("a job that exists already is refused and left as it is", async () => {
  const before = read("packages/jobs/src/functions/index.ts");
  const { output } = await overlay.run("turbo", "gen", "job", "--args", ...NIGHTLY);
  expect(output).toContain("The job count-stars is already there");
  expect(read("packages/jobs/src/functions/index.ts")).toBe(before);
});

it("a verb that exists already is refused and left as it is", async () => {
  const before = read("packages/core/src/index.ts");
  const { output } = await overlay.run("turbo", "gen", "verb", "--args", ...VERB);
  expect(output).toContain("StarConversationInput is already there");
  expect(read("packages/core/src/index.ts")).toBe(before);
});

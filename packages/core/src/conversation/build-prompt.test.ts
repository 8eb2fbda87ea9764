import { Profile } from "@procode/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildPrompt, type PromptInput } from "./build-prompt.ts";

const base: PromptInput = {
  profile: Profile.parse({}),
  channel: "web",
  history: [{ role: "user", text: "Hello" }],
  model: { name: "Small", contextTokens: 8_192, maxOutputTokens: null },
  now: new Date("2026-11-24T23:30:00Z"),
};

describe("buildPrompt", () => {
  it("says today's date where the person is", () => {
    const profile = Profile.parse({ timeZone: "Europe/Warsaw" });
    expect(buildPrompt({ ...base, profile }).messages[0]?.content).toContain("25 November 2026");
    expect(buildPrompt(base).messages[0]?.content).toContain("24 November 2026");
  });

  it("carries every field of the profile that was filled, and no empty one", () => {
    const filled = Object.fromEntries(
      Object.keys(Profile.shape).map((field) => [field, field === "timeZone" ? "Asia/Tokyo" : `my ${field}`]),
    );
    const text = buildPrompt({ ...base, profile: Profile.parse(filled) }).messages[0]?.content ?? "";
    for (const value of Object.values(filled)) expect(text).toContain(value);
    expect(buildPrompt(base).messages[0]?.content).toContain("told you nothing");
  });

  it("carries what an asking program says after PROCODE's own words, in the one system message", () => {
    const { messages } = buildPrompt({ ...base, instructions: "Answer in French." });
    expect(messages.map(({ role }) => role)).toEqual(["system", "user"]);
    expect(messages[0]?.content).toMatch(/PROCODE[\s\S]*instructions[\s\S]*Answer in French\.$/);
    expect(buildPrompt({ ...base, instructions: "" })).toEqual(buildPrompt(base));
  });

  it("always fits the window, always has the newest message, leaves out only the oldest", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 2_000, max: 9_000 }),
        (lengths, contextTokens) => {
          const history = lengths.map((length, index) => ({
            role: index % 2 ? ("assistant" as const) : ("user" as const),
            text: `m${index} ${"word ".repeat(length)}`,
          }));
          const prompt = buildPrompt({ ...base, history, model: { ...base.model, contextTokens } });
          expect(prompt.estimatedTokens).toBeLessThanOrEqual(contextTokens);
          const said = prompt.messages
            .slice(1)
            .map(({ content }) => content)
            .join("\n");
          for (const [index, { text }] of history.entries()) {
            expect(said.includes(`${text.split(" ")[0]} `)).toBe(index >= prompt.omitted);
          }
        },
      ),
    );
  });

  it("refuses a message that the model cannot read, with both numbers", () => {
    const history = [
      {
        role: "user" as const,
        text: "word ".repeat(50_000),
      },
    ];
    expect(() => buildPrompt({ ...base, history })).toThrow(/about [\d,]+ tokens and Small reads 8,192/);
  });

  it("never sends two turns of one side in a row, as a failed answer leaves them", () => {
    const turn = (role: "user" | "assistant", text: string) => ({
      role,
      text,
    });
    const history = [turn("user", "one"), turn("assistant", ""), turn("user", "two")];
    expect(buildPrompt({ ...base, history }).messages.slice(1)).toEqual([{ role: "user", content: "one\n\ntwo" }]);
  });
});

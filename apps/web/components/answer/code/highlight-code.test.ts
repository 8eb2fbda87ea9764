import { describe, expect, it } from "vitest";
import { highlightCode } from "./highlight-code.ts";

const CODE =
  '/** Doubles. */\nexport function twice(n: number): number {\n  return n * 2; // so\n}\nconst word = "two";';

describe("colours of code", () => {
  it("loses no character and goes on after a comment", async () => {
    const lines = await highlightCode(CODE, "ts");
    expect(lines?.map((line) => line.map(({ text }) => text).join("")).join("\n")).toBe(CODE);
    const kinds = new Map(lines?.flat().map(({ text, kind }) => [text.trim(), kind]));
    expect(kinds.get("/** Doubles. */")).toBe("comment");
    expect(kinds.get("return")).toBe("keyword");
    expect(kinds.get("2")).toBe("number");
    expect(kinds.get('"two"')).toBe("string");
  });
  it("are not tried for what is unknown or endless", async () => {
    expect(await highlightCode("x", "no-such-language")).toBeNull();
    expect(await highlightCode("x", "constructor")).toBeNull();
    expect(await highlightCode("x".repeat(50_000), "ts")).toBeNull();
  });
  it.each([
    "bash",
    "c++",
    "cs",
    "css",
    "diff",
    "dockerfile",
    "go",
    "html",
    "java",
    "json",
    "jsx",
    "kt",
    "md",
    "php",
    "py",
    "rb",
    "rs",
    "sql",
    "swift",
    "toml",
    "tsx",
    "xml",
    "yml",
  ])("know %s", async (language) => {
    expect(await highlightCode("a = 1", language)).toHaveLength(1);
  });
});

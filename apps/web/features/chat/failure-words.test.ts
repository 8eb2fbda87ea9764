import { ErrorReason } from "@procode/contracts";
import { describe, expect, it } from "vitest";
import { failureWords, unsentWords } from "./failure-words.ts";

describe("the words of a failure", () => {
  it.each(ErrorReason.options)("say what happened and what is kept: %s", (reason) => {
    const words = failureWords({ reason }, "three more words");
    expect(words.title).not.toBe("");
    expect(words.kept).toBe("Your message, and the 3\u00a0words above.");
    expect(`${words.title} ${words.cause}`).not.toMatch(/oops|sorry|please|!/i);
  });
  it("claim no words where none came", () => {
    expect(failureWords({ reason: "provider-down" }, "  ").kept).toBe("Your message.");
  });
  it("say how long to wait where waiting helps", () => {
    expect(failureWords({ reason: "provider-busy", retryAfterSeconds: 20 }, "").wait).toBe(
      "It takes requests again in 20\u00a0s.",
    );
    expect(failureWords({ reason: "provider-busy" }, "").wait).toBeNull();
  });
  it("tell somebody who is signed out that the text is safe", () => {
    expect(unsentWords("not-signed-in", "x")).toContain("kept");
    expect(unsentWords("no-connection", "Failed to fetch")).not.toContain("fetch");
  });
});

import { describe, expect, it } from "vitest";
import { testModel } from "../testing/index.ts";
import { selectModel } from "./select-model.ts";

const models = ["a/asked", "c/conversation", "p/preferred", "google/gemini-2.5-flash"].map((id) => testModel(id));

describe("selectModel", () => {
  it.each([
    [
      "the one asked for before all",
      { asked: "a/asked", conversation: "c/conversation", preferred: "p/preferred" },
      "a/asked",
    ],
    [
      "the conversation's before the person's",
      { conversation: "c/conversation", preferred: "p/preferred" },
      "c/conversation",
    ],
    ["the person's before our own", { conversation: null, preferred: "p/preferred" }, "p/preferred"],
    ["our own when nobody chose", {}, "google/gemini-2.5-flash"],
    [
      "the next wish when one has left the catalogue",
      { conversation: "gone/model", preferred: "p/preferred" },
      "p/preferred",
    ],
  ])("takes %s", (_, wish, id) => {
    expect(selectModel(models, wish).id).toBe(id);
  });

  it("takes the demo model where there is one and nobody chose", () => {
    expect(selectModel([...models, testModel("procode/demo")], {}).id).toBe("procode/demo");
  });

  it("does not swap a model that was asked for in silence", () => {
    expect(() => selectModel(models, { asked: "gone/model", preferred: "p/preferred" })).toThrow(/gone\/model/);
  });

  it("says so when there are none", () => {
    expect(() => selectModel([], {})).toThrow(/kept/);
  });
});

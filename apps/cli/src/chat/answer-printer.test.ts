import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAnswerPrinter } from "./answer-printer.ts";

function print(isTerminal: boolean, ...steps: (string | { reset: string })[]) {
  const written: string[] = [];
  const printer = createAnswerPrinter((text) => written.push(text), { isTerminal });
  for (const step of steps)
    printer.show(typeof step === "string" ? { type: "delta", text: step } : { type: "reset", text: step.reset });
  return { printer, text: () => written.join("") };
}

describe("into a pipe", () => {
  it("passes on exactly what comes", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (deltas) => {
        const { printer, text } = print(false, ...deltas);
        expect(text()).toBe(deltas.join(""));
        expect(printer.isWrong()).toBe(false);
      }),
    );
  });

  it("prints nothing twice when the server kept less and wrote it again", () => {
    const { printer, text } = print(false, "Hello wor", { reset: "Hello" }, " world");
    expect(text()).toBe("Hello world");
    expect(printer.isWrong()).toBe(false);
  });

  it("says so when the answer goes another way than what was passed on", () => {
    const { printer, text } = print(false, "Hello wor", { reset: "Hello" }, " moon");
    expect(text()).toBe("Hello wor");
    expect(printer.isWrong()).toBe(true);
  });

  it("says so when less was kept", () => {
    expect(print(false, "Hello wor", { reset: "Hello" }).printer.isWrong()).toBe(true);
  });
});

describe("at a terminal", () => {
  it("begins anew on a line of its own when the answer goes another way", () => {
    const { printer, text } = print(true, "Hello wor", { reset: "Good day" }, "!");
    expect(text()).toBe("Hello wor\nGood day!");
    expect(printer.isWrong()).toBe(false);
  });

  it("lets no answer move the cursor, rename the window or ring", () => {
    expect(print(true, "a\x1b[2J\x1b]0;title\x07b\u009b1mc\r\n\td").text()).toBe("a[2J]0;titleb1mc\n\td");
  });

  it("ends the last line once", () => {
    for (const steps of [["one"], ["one\n"]]) {
      const { printer, text } = print(true, ...steps);
      printer.end();
      expect(text()).toBe("one\n");
    }
  });
});

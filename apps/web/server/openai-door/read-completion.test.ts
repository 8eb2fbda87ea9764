import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RequestError } from "./openai-error.ts";
import { readCompletion } from "./read-completion.ts";

const ask = (more: object = {}) => readCompletion({ messages: [{ role: "user", content: "Hi" }], ...more });
const messages = (...given: unknown[]) => readCompletion({ messages: given }).completion;
const refusal = (work: () => unknown): RequestError => {
  try {
    work();
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
};

describe("readCompletion", () => {
  it("tells what it does not support from what is wrong", () => {
    const picture = { type: "image_url", image_url: { url: "x" } };
    expect(refusal(() => messages({ role: "user", content: [picture] }))).toMatchObject({
      code: "unsupported_parameter",
      message: expect.stringContaining("image_url"),
    });
    const calling = { role: "assistant", tool_calls: [{ id: "1" }] };
    expect(refusal(() => messages(calling)).code).toBe("unsupported_parameter");
    expect(refusal(() => messages({ role: "user" })).code).toBe("invalid_value");
  });

  it("leaves to PROCODE what is not said, and what is said as null", () => {
    const silent = { model: null, turns: [{ role: "user", text: "Hi" }], options: { model: {}, instructions: "" } };
    const expected = { completion: silent, stream: false, includeUsage: false, keep: null };
    expect(ask()).toEqual(expected);
    expect(ask({ model: "auto" })).toEqual(expected);
    const nulls = [
      "model",
      "stream",
      "stream_options",
      "temperature",
      "max_tokens",
      "stop",
      "n",
      "tools",
      "store",
      "metadata",
      "seed",
    ];
    expect(ask(Object.fromEntries(nulls.map((name) => [name, null])))).toEqual(expected);
  });

  it("takes how it is to be written", () => {
    const { completion } = ask({
      ...{ model: "a/b", temperature: 0, top_p: 0.5, max_tokens: 10, stop: "END", seed: 3 },
      ...{ presence_penalty: -1, frequency_penalty: 2 },
    });
    expect(completion.model).toBe("a/b");
    expect(completion.options.model).toEqual({
      ...{
        temperature: 0,
        topP: 0.5,
        maxOutputTokens: 10,
        stop: ["END"],
        seed: 3,
        presencePenalty: -1,
        frequencyPenalty: 2,
      },
    });
    expect(ask({ max_tokens: 10, max_completion_tokens: 20, stop: ["a", "\n"] }).completion.options.model).toEqual({
      maxOutputTokens: 20,
      stop: ["a", "\n"],
    });
    expect(ask({ stop: [] }).completion.options.model).toEqual({});
    expect(ask({ stream: true, stream_options: { include_usage: true } })).toMatchObject({
      stream: true,
      includeUsage: true,
    });
  });

  it("joins what system and developer say to the instructions, and reads text parts", () => {
    expect(
      messages(
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "One, " },
            { type: "text", text: "two" },
          ],
          name: "ada",
        },
        { role: "assistant", content: "Three.", refusal: null, tool_calls: [] },
        { role: "developer", content: [{ type: "text", text: "In French." }] },
        { role: "assistant", content: null },
        { role: "user", content: "Four\u0000\r\n" },
      ),
    ).toEqual({
      model: null,
      turns: [
        { role: "user", text: "One, two" },
        { role: "assistant", text: "Three." },
        { role: "user", text: "Four\n" },
      ],
      options: { model: {}, instructions: "Be brief.\n\nIn French." },
    });
  });

  it("keeps it when store or a conversation asks for that", () => {
    const conversationId = "0192f3a0-0000-7000-8000-00000000000a";
    expect(ask({ store: true }).keep).toEqual({ conversationId: null });
    expect(ask({ store: false }).keep).toBeNull();
    expect(ask({ metadata: { conversation_id: conversationId.toUpperCase(), other: "x" } }).keep).toEqual({
      conversationId,
    });
    expect(ask({ metadata: {} }).keep).toBeNull();
    expect(refusal(() => ask({ metadata: { conversation_id: "mine" } })).param).toBe("metadata.conversation_id");
  });

  it.each<[string, unknown]>([
    ["tools", [{ type: "function", function: { name: "f" } }]],
    ["functions", [{ name: "f" }]],
    ["tool_choice", "required"],
    ["response_format", { type: "json_object" }],
    ["logprobs", true],
    ["top_logprobs", 3],
    ["n", 2],
    ["audio", { voice: "alloy" }],
    ["modalities", ["text", "audio"]],
    ["logit_bias", { "50256": -100 }],
    ["reasoning_effort", "high"],
    ["prediction", { type: "content" }],
    ["web_search_options", {}],
    ["temprature", 1],
    ["constructor", 1],
  ])("refuses %s by its name", (name, value) => {
    const error = refusal(() => ask({ [name]: value }));
    expect(error).toMatchObject({ param: name, code: "unsupported_parameter" });
    expect(error.message).toContain(name);
  });

  it("names all that is not supported at once", () => {
    expect(refusal(() => ask({ n: 3, logprobs: true })).message).toContain("n, logprobs");
  });

  it("lets pass what says that nothing unsupported is wanted", () => {
    const neutral = {
      ...{ n: 1, tools: [], tool_choice: "none", response_format: { type: "text" }, logprobs: false, logit_bias: {} },
      ...{ modalities: ["text"], user: "ada", parallel_tool_calls: true, service_tier: "auto", safety_identifier: "x" },
    };
    expect(ask(neutral)).toEqual(ask());
  });

  it.each([
    ["temperature", { temperature: 3 }],
    ["temperature", { temperature: "hot" }],
    ["top_p", { top_p: 1.1 }],
    ["max_tokens", { max_tokens: 0 }],
    ["max_completion_tokens", { max_completion_tokens: 1.5 }],
    ["stop", { stop: ["a", "b", "c", "d", "e"] }],
    ["stop", { stop: 5 }],
    ["stream", { stream: "yes" }],
    ["model", { model: "" }],
    ["messages", { messages: [] }],
    ["messages", { messages: "Hi" }],
    ["messages", { messages: undefined }],
    ["metadata.conversation_id", { metadata: { conversation_id: 5 } }],
    ["messages[0]", { messages: ["Hi"] }],
    ["messages", { messages: [{ role: "system", content: "Be brief." }] }],
    ["messages", { messages: [{ role: "user", content: " " }] }],
    ["messages[0].role", { messages: [{ role: "tool", content: "5", tool_call_id: "" }] }],
    ["messages[0].content", { messages: [{ role: "user", content: 5 }] }],
    [
      "messages[0].content[1]",
      {
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "x" },
              { type: "image_url", image_url: { url: "x" } },
            ],
          },
        ],
      },
    ],
    ["messages[0].content[0]", { messages: [{ role: "user", content: [{ type: "text" }] }] }],
    [
      "messages[1].tool_calls",
      {
        messages: [
          { role: "user", content: "x" },
          { role: "assistant", content: null, tool_calls: [{ id: "1" }] },
        ],
      },
    ],
  ])("says that %s is wrong", (param, more) => {
    const given: unknown = JSON.parse(JSON.stringify({ messages: [{ role: "user", content: "Hi" }], ...more }));
    const error = refusal(() => readCompletion(given));
    expect(error.param).toBe(param);
    expect(error.message.length).toBeGreaterThan(10);
  });

  it("answers any JSON with what it reads or a refusal, and never with anything else", () => {
    const names = [
      "model",
      "messages",
      "stream",
      "stop",
      "temperature",
      "metadata",
      "tools",
      "n",
      "store",
      "role",
      "content",
      "type",
      "text",
    ];
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constantFrom(null, "user", "system", "text", "auto")),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.oneof(fc.constantFrom(...names, "__proto__"), fc.string()), tie("value"), { maxKeys: 5 }),
      ),
    }));
    let refused = 0;
    fc.assert(
      fc.property(value, value, (whole, content) => {
        for (const body of [
          whole,
          { messages: [{ role: "user", content }, whole] },
          { messages: [{ role: "user", content: "x" }], stop: whole },
        ])
          try {
            const { completion } = readCompletion(body);
            expect(completion.turns.length).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toBeInstanceOf(RequestError);
            refused++;
          }
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(500);
  });
});

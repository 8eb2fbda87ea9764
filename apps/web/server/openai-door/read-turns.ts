import { plainText } from "@procode/contracts";
import type { Completion } from "@procode/core";
import { z } from "zod";
import { RequestError } from "./openai-error.ts";

const Message = z.looseObject({ role: z.string(), content: z.unknown().optional() });
const Part = z.looseObject({ type: z.string(), text: z.unknown().optional() });

/**
 * OpenAI's messages as turns; what the roles system and developer say becomes the instructions, wherever it stands.
 * Throws a RequestError that names the message which is wrong or holds what is not supported.
 */
export function readTurns(
  messages: unknown[],
  model: Completion["options"]["model"],
): Pick<Completion, "turns" | "options"> {
  const turns: Completion["turns"] = [];
  const instructions: string[] = [];
  for (const [index, given] of messages.entries()) {
    const place = `messages[${index}]`;
    const message = Message.safeParse(given).data;
    if (!message)
      throw new RequestError(`${place} must be an object with a role and a content.`, place, "invalid_value");
    const { role } = message;
    if (!isRole(role)) throw unsupported(`the role "${role.slice(0, 40)}"`, `${place}.role`);
    const text = readContent(message, place);
    if (role === "system" || role === "developer") instructions.push(text);
    else turns.push({ role, text });
  }
  const last = turns.at(-1);
  if (!last) throw new RequestError("messages must hold a message of the user.", "messages", "invalid_value");
  if (last.text.trim() === "") throw new RequestError("The last message is empty.", "messages", "invalid_value");
  // A provider refuses what is empty, and it says nothing.
  const spoken = turns.filter(({ text }) => text.trim() !== "");
  return {
    turns: spoken,
    options: { model, instructions: instructions.filter((text) => text.trim() !== "").join("\n\n") },
  };
}

const ROLES = ["system", "developer", "user", "assistant"] as const;
const isRole = (role: string): role is (typeof ROLES)[number] => ROLES.some((known) => known === role);

const TOOLS = ["tool_calls", "function_call", "audio", "tool_call_id"];

function readContent(message: z.infer<typeof Message>, place: string): string {
  for (const name of TOOLS) {
    const value = message[name];
    const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    if (!isEmpty) throw unsupported(name, `${place}.${name}`);
  }
  const { content } = message;
  if (typeof content === "string") return plainText(content);
  if (content === null || content === undefined) return "";
  if (!Array.isArray(content))
    throw new RequestError(
      `${place}.content must be a string or a list of text parts.`,
      `${place}.content`,
      "invalid_value",
    );
  return plainText(content.map((part, index) => readPart(part, `${place}.content[${index}]`)).join(""));
}

function readPart(given: unknown, place: string): string {
  const part = Part.safeParse(given).data;
  if (part?.type === "text" && typeof part.text === "string") return part.text;
  if (!part || part.type === "text")
    throw new RequestError(`${place} must be {"type": "text", "text": "…"}.`, place, "invalid_value");
  throw unsupported(`content of the type "${part.type.slice(0, 40)}"`, place);
}

const unsupported = (what: string, place: string) =>
  new RequestError(
    `PROCODE does not support ${what} here. Nothing was asked; leave it out.`,
    place,
    "unsupported_parameter",
  );

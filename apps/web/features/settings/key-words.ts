import type { ApiKeyScope } from "@procode/contracts";

/** What a key with it may do, in the words of somebody who makes one. */
export const SCOPES: { value: ApiKeyScope; label: string; hint: string }[] = [
  { value: "chat", label: "Chat", hint: "Send messages, follow answers and stop them." },
  { value: "read", label: "Read", hint: "See conversations, context, models and what answers cost." },
  { value: "manage", label: "Manage", hint: "Rename, archive and delete; change your context and settings." },
];

export const LIFETIMES: { days: number | null; label: string }[] = [
  { days: 30, label: "30 days" },
  { days: 90, label: "90 days" },
  { days: 365, label: "A year" },
  { days: null, label: "Does not expire" },
];

/** The name of the variable that every example reads the key from. */
const VARIABLE = "PROCODE_API_KEY";

/** The first call with a key, three ways. None of them holds the key itself. */
export function keyExamples(origin: string, model: string): { value: string; label: string; code: string }[] {
  return [
    {
      value: "sdk",
      label: "SDK",
      code: `import { createProcodeClient } from "@procode/sdk";
const procode = createProcodeClient({ baseUrl: "${origin}", apiKey: process.env.${VARIABLE} });
for await (const part of procode.chat.stream({ text: "Hello" })) console.log(part);`,
    },
    {
      value: "openai",
      label: "OpenAI",
      code: `import OpenAI from "openai";
const openai = new OpenAI({ baseURL: "${origin}/api/v1", apiKey: process.env.${VARIABLE} });
await openai.chat.completions.create({ model: "${model}", messages: [{ role: "user", content: "Hello" }] });`,
    },
    {
      value: "curl",
      label: "curl",
      code: `curl ${origin}/api/v1/chat/completions \\
  -H "Authorization: Bearer $${VARIABLE}" -H "Content-Type: application/json" \\
  -d '{"model": "${model}", "messages": [{"role": "user", "content": "Hello"}]}'`,
    },
  ];
}

import type { Agent } from "node:http";
import type { ChatCall } from "./chat-call.ts";
import { callForText } from "./call-for-text.ts";
import { createEventReader } from "./create-event-reader.ts";
import type { Door } from "./load-plan.ts";

type Chunk = { error?: { message: string }; choices: [{ delta: { content?: string }; finish_reason: string | null }] };

/** One chat by OpenRouter's protocol, as a program without history would ask it. */
export async function askOpenRouter(
  agent: Agent,
  door: Extract<Door, { protocol: "openrouter" }>,
  call: ChatCall,
): Promise<void> {
  const body = JSON.stringify({
    model: door.model,
    stream: true,
    usage: { include: true },
    messages: [{ role: "user", content: call.text }],
  });
  const headers = { "content-type": "application/json", accept: "text/event-stream", authorization: "Bearer bench" };
  const read = createEventReader();
  let finished = false;
  for await (const part of callForText({ agent, url: door.url, method: "POST", headers, body, signal: call.signal })) {
    let text = "";
    for (const { data } of read(part)) {
      if (data === "[DONE]") {
        finished = true;
        continue;
      }
      const chunk: Chunk = JSON.parse(data);
      if (chunk.error) throw new Error(`the stream failed: ${chunk.error.message}`);
      text += chunk.choices[0].delta.content ?? "";
    }
    if (text !== "") call.onText(text);
  }
  if (!finished) throw new Error("the stream ended without [DONE]");
}

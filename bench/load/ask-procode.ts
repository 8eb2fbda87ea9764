import { randomUUID } from "node:crypto";
import type { Agent } from "node:http";
import type { AnswerPart, SentMessage } from "@procode/contracts";
import { callForText } from "./call-for-text.ts";
import type { ChatCall } from "./chat-call.ts";
import { createEventReader } from "./create-event-reader.ts";

type Person = { agent: Agent; url: string; cookie: string };

/** One chat as the product's pages ask it: `chat.send`, then `chat.follow` until the final message. Returns the conversation. */
export async function askProcode(person: Person, conversationId: string | null, call: ChatCall): Promise<string> {
  const headers = { cookie: person.cookie, origin: new URL(person.url).origin };
  const sent = await send(person, headers, conversationId, call);
  const input = encodeURIComponent(JSON.stringify({ generationId: sent.generationId }));
  const read = createEventReader();
  let answer = "";
  let final: string | null = null;
  const follow = { method: "GET", headers: { ...headers, accept: "text/event-stream" }, signal: call.signal } as const;
  for await (const part of callForText({
    agent: person.agent,
    url: `${person.url}/api/trpc/chat.follow?input=${input}`,
    ...follow,
  })) {
    let text = "";
    for (const { event, data } of read(part)) {
      if (event === "serialized-error") throw new Error(`chat.follow failed: ${data.slice(0, 200)}`);
      if (event !== "message") continue;
      const answerPart: AnswerPart = JSON.parse(data);
      if (answerPart.type === "delta") text += answerPart.text;
      else if (answerPart.type === "reset") throw new Error("the answer was taken back");
      else if (answerPart.message.status !== "complete")
        throw new Error(`the answer ended as ${answerPart.message.status}`);
      else final = answerPart.message.text;
    }
    answer += text;
    if (text !== "") call.onText(text);
  }
  if (final === null) throw new Error("the stream ended without a final message");
  if (final !== answer) throw new Error("the stored answer is not the streamed one");
  return sent.conversationId;
}

async function send(
  { agent, url }: Person,
  headers: Record<string, string>,
  conversationId: string | null,
  call: ChatCall,
): Promise<SentMessage> {
  const body = JSON.stringify({
    clientId: randomUUID(),
    ...(conversationId ? { conversationId } : {}),
    text: call.text,
  });
  const post = {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body,
    signal: call.signal,
  } as const;
  let answer = "";
  for await (const part of callForText({ agent, url: `${url}/api/trpc/chat.send`, ...post })) answer += part;
  const { result }: { result: { data: SentMessage } } = JSON.parse(answer);
  return result.data;
}

import { randomUUID } from "node:crypto";
import type { SentMessage } from "@procode/contracts";
import type { World } from "../servers/open-world.ts";

/** A message of the account behind `cookie`, without waiting for its answer. */
export async function sendMessage(
  { procode }: World,
  cookie: string,
  message: { text: string; conversationId?: string; parentId?: string },
): Promise<SentMessage> {
  const response = await fetch(`${procode.url}/api/trpc/chat.send`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: procode.url, cookie },
    body: JSON.stringify({ clientId: randomUUID(), ...message }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`chat.send answered ${response.status}: ${text.slice(0, 300)}`);
  const { result }: { result: { data: SentMessage } } = JSON.parse(text);
  return result.data;
}

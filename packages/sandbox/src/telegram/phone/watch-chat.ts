import type { ServerResponse } from "node:http";
import { detectEntities } from "../entities/detect-entities.ts";
import { BOT } from "../methods/bot-account.ts";
import type { Desk } from "../methods/call.ts";
import type { People } from "../people/create-people.ts";
import type { Person, World } from "../state/world.ts";

/**
 * Server-sent events about one person's chat: `chat` with all messages and `live` with everything that passes (draft,
 * action, notice, commands), each when it changed. Somebody new is added.
 */
export function watchChat({ world, log }: Desk, people: People, id: number, response: ServerResponse): void {
  const person = world.people.get(id) ?? newPerson(id);
  const acts = people.person(person);
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  let lastChat = "";
  let lastLive = "";
  let isDue = false;
  let timer: NodeJS.Timeout | undefined;

  function send(): void {
    isDue = false;
    if (response.destroyed) return;
    const { messages, ...rest } = acts.sees();
    const waiting = waitingMessages(world);
    const chat = JSON.stringify({
      messages: messages.map((message) => ({
        ...message,
        entities: [...message.entities, ...detectEntities(message.text, message.entities)],
        isTaken: !waiting.has(message.message_id),
      })),
    });
    const live = JSON.stringify({ ...rest, person, bot: BOT });
    if (live !== lastLive) response.write(`event: live\ndata: ${live}\n\n`);
    if (chat !== lastChat) response.write(`event: chat\ndata: ${chat}\n\n`);
    lastChat = chat;
    lastLive = live;
    clearTimeout(timer);
    const ends = [rest.draft?.endsAt, rest.action?.endsAt].filter((end) => end !== undefined);
    if (ends.length > 0) timer = setTimeout(send, Math.max(0, Math.min(...ends) - Date.now()) + 5);
  }

  send();
  const leave = log.subscribe(() => {
    if (isDue) return;
    isDue = true;
    setImmediate(send);
  });
  response.on("close", () => {
    leave();
    clearTimeout(timer);
  });
}

function newPerson(id: number): Person {
  if (!Number.isSafeInteger(id) || id < 1) throw new Error("?person= is a number from 1 on.");
  return id === 1001
    ? { id, firstName: "Demo user", username: "demo_user", languageCode: "en" }
    : { id, firstName: `Person ${id}`, username: `person_${id}`, languageCode: "en" };
}

/** Messages whose update the bot has not confirmed. */
function waitingMessages({ pending }: World): Set<number> {
  return new Set(pending.map(({ message }) => Number(Object(message).message_id)));
}

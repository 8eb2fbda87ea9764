import type { FeedTopic } from "@procode/core";

export type Hint = { topic: FeedTopic; userId: string };

// PostgreSQL carries 8,000 bytes at most.
const MOST_USERS = 200;
const LETTERS = { changes: "c", parts: "p", stops: "s" } as const satisfies Record<FeedTopic, string>;
const TOPICS = new Map<string, FeedTopic>(
  Object.entries(LETTERS).map(([topic, letter]) => [letter, topic as FeedTopic]),
);

/** Hints as payloads of NOTIFY: `<sender> <letter of the topic> <user id> <user id>…`. */
export function writeHints(sender: string, hints: ReadonlyMap<FeedTopic, ReadonlySet<string>>): string[] {
  return [...hints].flatMap(([topic, users]) => {
    const ids = [...users];
    const payloads: string[] = [];
    for (let from = 0; from < ids.length; from += MOST_USERS)
      payloads.push([sender, LETTERS[topic], ...ids.slice(from, from + MOST_USERS)].join(" "));
    return payloads;
  });
}

/** The hints of a payload that `self` did not send; none of one that nobody understands. */
export function readHints(payload: string, self: string): Hint[] {
  const [sender, letter = "", ...users] = payload.split(" ");
  const topic = TOPICS.get(letter);
  if (!topic || sender === self) return [];
  return users.filter((userId) => userId !== "").map((userId) => ({ topic, userId }));
}

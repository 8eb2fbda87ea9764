import type { Entry } from "../../log/entry-log.ts";
import type { FaultRule, FloodLimit } from "../faults/create-fault-desk.ts";
import type { TelegramEntry } from "../log-entry.ts";
import type { PersonActs } from "../people/create-people.ts";
import type { Person } from "../state/world.ts";
import type { Happening, Update } from "../wire/update.ts";

/** What PersonActs does, by HTTP. */
export type RemotePerson = {
  [Act in keyof PersonActs]: (...given: Parameters<PersonActs[Act]>) => Promise<ReturnType<PersonActs[Act]>>;
};

export type ControlChange = {
  reset?: boolean;
  rules?: FaultRule[];
  flood?: FloodLimit | null;
  redeliver?: { updateId: number; times?: number };
};

/** A Telegram sandbox in another process. */
export type TelegramRemote = {
  person(person: Person): Promise<RemotePerson>;
  push(happening: Happening): Promise<Update>;
  control(change: ControlChange): Promise<void>;
  /** Entries with a `seq` above `after`; waits up to `waitMs` for the first one. */
  entries(after?: number, waitMs?: number): Promise<Entry<TelegramEntry>[]>;
  /** The first entry, past or coming, that fits. Rejects after `withinMs` (default 5,000). */
  waitFor(fits: (entry: Entry<TelegramEntry>) => boolean, withinMs?: number): Promise<Entry<TelegramEntry>>;
};

/** The same acts as on a sandbox of this process, for tests that drive one elsewhere. Each rejects with its sentence. */
export function connectTelegramSandbox(url: string): TelegramRemote {
  async function ask<Answer>(path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${url}${path}`, {
      ...(body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const answer: Answer & { description?: string } = JSON.parse(await response.text());
    if (!response.ok) throw new Error(answer.description);
    return answer;
  }

  const entries: TelegramRemote["entries"] = async (after = 0, waitMs = 0) =>
    (await ask<{ entries: Entry<TelegramEntry>[] }>(`/log?after=${after}&wait=${waitMs}`)).entries;

  return {
    entries,
    push: (happening) => ask("/updates", happening),
    async control(change) {
      await ask("/control", change);
    },
    async person(person) {
      await ask("/people", person);
      const act = <Answer>(verb: string, body: object) => ask<Answer>(`/people/${person.id}/${verb}`, body);
      const sent = async (verb: string, body: object) => (await act<{ message_id: number }>(verb, body)).message_id;
      const quietly = async (verb: string, body: object = {}) => void (await act(verb, body));
      return {
        say: (text) => sent("say", { text }),
        start: (payload) => sent("start", payload === undefined ? {} : { payload }),
        press: (button) => act("press", { button }),
        edit: (message_id, text) => quietly("edit", { message_id, text }),
        stop: () => quietly("stop"),
        block: () => quietly("block"),
        unblock: () => quietly("unblock"),
        sees: () => ask(`/people/${person.id}/sees`),
      };
    },
    async waitFor(fits, withinMs = 5_000) {
      const end = Date.now() + withinMs;
      let seen = 0;
      for (let left = withinMs; left >= 0; left = end - Date.now()) {
        for (const entry of await entries(seen, Math.max(left, 1))) {
          if (fits(entry)) return entry;
          seen = entry.seq;
        }
      }
      throw new Error(`No fitting log entry within ${withinMs} ms; ${seen} others came.`);
    },
  };
}

import type { People, PersonActs } from "../people/create-people.ts";
import type { Person } from "../state/world.ts";
import type { Happening } from "../wire/update.ts";

/**
 * What POST /people, /people/ID/ACT and /updates do, with their JSON bodies. Undefined when nothing stands at this path;
 * throws a sentence when it cannot be done.
 */
export function act(
  { people, push }: { people: People; push(happening: Happening): unknown },
  path: string,
  body: Record<string, unknown>,
): unknown {
  if (path === "/updates") return push(body);
  if (path === "/people") {
    const person = readPerson(body);
    people.person(person);
    return person;
  }
  const [, id, verb = ""] = /^\/people\/(\d+)\/(\w+)$/.exec(path) ?? [];
  return id === undefined ? undefined : actOf(people.find(Number(id)), verb, body);
}

function actOf(person: PersonActs, verb: string, body: Record<string, unknown>): unknown {
  switch (verb) {
    case "say":
      return { message_id: person.say(text(body, "text")) };
    case "start":
      return { message_id: person.start(body.payload === undefined ? undefined : text(body, "payload")) };
    case "press":
      return person.press(text(body, "button"));
    case "edit":
      person.edit(Number(body.message_id), text(body, "text"));
      return {};
    case "stop":
      person.stop();
      return {};
    case "block":
      person.block();
      return {};
    case "unblock":
      person.unblock();
      return {};
    default:
      return undefined;
  }
}

function readPerson({ id, firstName, username, languageCode }: Record<string, unknown>): Person {
  if (typeof id !== "number" || !Number.isInteger(id) || id < 1)
    throw new Error(`A person's "id" is a number from 1 on.`);
  if (typeof firstName !== "string" || firstName === "") throw new Error(`A person has a "firstName".`);
  return {
    id,
    firstName,
    ...(typeof username === "string" && { username }),
    ...(typeof languageCode === "string" && { languageCode }),
  };
}

function text(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value !== "string") throw new Error(`"${name}" is a text.`);
  return value;
}

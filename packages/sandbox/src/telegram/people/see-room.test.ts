import { expect, test } from "vitest";
import { applyEntry } from "../state/apply-entry.ts";
import { createWorld, type Person, privateChat, roomOf } from "../state/world.ts";
import type { Params } from "../wire/read-params.ts";
import { seeRoom } from "./see-room.ts";

const NOON = Date.parse("2026-11-24T12:00:00Z");
const ADA: Person = { id: 5, firstName: "Ada", languageCode: "pl" };

/** A world in which the bot made these calls, each at its second after noon. */
function after(...calls: [second: number, method: string, params: Params][]) {
  const world = createWorld(0);
  applyEntry(world, { seq: 1, at: new Date(NOON).toISOString(), type: "person", person: ADA });
  const common = { seq: 2, type: "accepted", chat_id: 5, message_id: null, text: null } as const;
  for (const [second, method, params] of calls)
    applyEntry(world, { ...common, at: new Date(NOON + second * 1000).toISOString(), method, params });
  const room = roomOf(world, privateChat(ADA));
  return (second: number) => seeRoom(room, world, NOON + second * 1000);
}

test("a draft lives 30 seconds from its last change", () => {
  const see = after(
    [0, "sendMessageDraft", { draft_id: 1, text: "a" }],
    [20, "sendMessageDraft", { draft_id: 1, text: "ab" }],
  );
  expect(see(49.9).draft).toMatchObject({ draft_id: 1, text: "ab" });
  expect(see(50).draft).toBeNull();
});

test("another draft takes the place of the first", () => {
  const see = after(
    [0, "sendMessageDraft", { draft_id: 1, text: "a" }],
    [1, "sendMessageDraft", { draft_id: 2, text: "" }],
  );
  expect(see(2).draft).toMatchObject({ draft_id: 2, text: "" });
});

test("typing lasts five seconds", () => {
  const see = after([0, "sendChatAction", { action: "typing" }]);
  expect(see(4.9).action?.action).toBe("typing");
  expect(see(5).action).toBeNull();
});

test("of the lists of commands the most particular one is shown, in the person's language before any other", () => {
  const list = (command: string) => [{ command, description: command }];
  const scope = { type: "all_private_chats" };
  const common: [number, string, Params] = [0, "setMyCommands", { commands: list("common") }];
  const polish: [number, string, Params] = [0, "setMyCommands", { commands: list("polish"), language_code: "pl" }];
  const direct: [number, string, Params] = [0, "setMyCommands", { commands: list("direct"), scope }];
  expect(after(common)(0).commands).toEqual(list("common"));
  expect(after(common, polish)(0).commands).toEqual(list("polish"));
  expect(after(common, polish, direct)(0).commands).toEqual(list("direct"));
  expect(after(common, direct, [1, "deleteMyCommands", { scope, commands: [] }])(1).commands).toEqual(list("common"));
});

test("a block ends what was being written", () => {
  const world = createWorld(0);
  const at = new Date(NOON).toISOString();
  applyEntry(world, { seq: 1, at, type: "person", person: ADA });
  const room = roomOf(world, privateChat(ADA));
  room.draft = { draft_id: 1, text: "a", entities: [], can_stop: false, keep_on_stop: false, at: NOON };
  applyEntry(world, { seq: 2, at, type: "chat", chat_id: 5, change: "blocked" });
  expect(seeRoom(room, world, NOON)).toMatchObject({ isBlocked: true, draft: null });
});

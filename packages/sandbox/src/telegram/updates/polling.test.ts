import { expect, test } from "vitest";
import { openSandbox, textsOf } from "../testing/open-sandbox.ts";

test("updates come again until a higher offset confirms them, in the order of their numbers", async () => {
  await using room = await openSandbox();
  const { api, person, first, sandbox } = room;
  for (const text of ["a", "b", "c"]) person.say(text);
  expect(textsOf(await api.getUpdates({ limit: 2 }))).toEqual(["a", "b"]);
  expect(textsOf(await api.getUpdates({ limit: 2, offset: first }))).toEqual(["a", "b"]);
  const rest = await api.getUpdates({ offset: first + 2 });
  expect(rest.map(({ update_id }) => update_id)).toEqual([first + 2]);
  expect(textsOf(await api.getUpdates())).toEqual(["c"]);
  expect(
    sandbox.log
      .entries()
      .filter(({ type }) => type === "confirmed")
      .at(-1),
  ).toMatchObject({
    update_ids: [first, first + 1],
  });
});

test("a negative offset forgets all but the last ones", async () => {
  await using room = await openSandbox();
  for (const text of ["a", "b", "c"]) room.person.say(text);
  expect(textsOf(await room.api.getUpdates({ offset: -1 }))).toEqual(["c"]);
  expect(textsOf(await room.api.getUpdates())).toEqual(["c"]);
});

test("a long poll answers at once when something comes, and with nothing after its time", async () => {
  await using room = await openSandbox();
  const poll = room.api.getUpdates({ timeout: 30 });
  room.person.say("now");
  expect(textsOf(await poll)).toEqual(["now"]);
  const begin = performance.now();
  const { update_id: last } = (await room.api.getUpdates())[0] ?? { update_id: 0 };
  expect(await room.api.getUpdates({ offset: last + 1, timeout: 1 })).toEqual([]);
  expect(performance.now() - begin).toBeGreaterThan(900);
});

test("a second poller ends the first with 409", async () => {
  await using room = await openSandbox();
  const first = room.api.getUpdates({ timeout: 30, allowed_updates: ["message"] }).then(() => "", String);
  await arrivedPoll(room);
  const second = room.api.getUpdates({ timeout: 30 });
  expect(await first).toContain("409: Conflict: terminated by other getUpdates request");
  room.person.say("x");
  expect(textsOf(await second)).toEqual(["x"]);
});

test("a poller that left is no conflict, and takes nothing with it", async () => {
  await using room = await openSandbox();
  const leaving = new AbortController();
  const poll = fetch(`${room.sandbox.url}/botmock_token/getUpdates?timeout=30&allowed_updates=["message"]`, {
    signal: leaving.signal,
  }).then(() => "", String);
  await arrivedPoll(room);
  leaving.abort();
  expect(await poll).toContain("AbortError");
  room.person.say("kept");
  expect(textsOf(await room.api.getUpdates())).toEqual(["kept"]);
});

test("kinds that were not asked for never wait; the choice stays until the next one", async () => {
  await using room = await openSandbox();
  const { api, person, first } = room;
  await api.getUpdates({ offset: first, allowed_updates: ["callback_query"] });
  person.say("unseen");
  expect(await api.getUpdates()).toEqual([]);
  await api.getUpdates({ allowed_updates: [] });
  person.say("seen");
  expect(textsOf(await api.getUpdates())).toEqual(["seen"]);
});

test("what no private person sends comes as it is: a group, a channel, a bot, nobody", async () => {
  await using room = await openSandbox();
  const group = { id: -5, type: "group", title: "Group" };
  const channel = { id: -6, type: "channel", title: "Channel" };
  const bot = { id: 77, is_bot: true, first_name: "Other" };
  room.sandbox.push({ message: { message_id: 900, date: 1, chat: group, from: bot, text: "hi" } });
  room.sandbox.push({ channel_post: { message_id: 901, date: 1, chat: channel, text: "post" } });
  room.sandbox.push({ message: { message_id: 902, date: 1, chat: group, text: "from nobody" } });
  const updates = await room.api.getUpdates();
  expect(updates.map(({ message, channel_post }) => (message ?? channel_post)?.text)).toEqual([
    "hi",
    "post",
    "from nobody",
  ]);
  await expect(room.api.sendMessageDraft(-5, 1, "x")).rejects.toThrow("TEXTDRAFT_PEER_INVALID");
});

test("blocking and unblocking are told as my_chat_member", async () => {
  await using room = await openSandbox();
  room.person.block();
  room.person.unblock();
  const updates = await room.api.getUpdates();
  expect(updates.map(({ my_chat_member: change }) => change?.new_chat_member.status)).toEqual(["kicked", "member"]);
});

test("a stopped draft and an edited message are told", async () => {
  await using room = await openSandbox();
  const id = room.person.say("one /new");
  room.person.edit(id, "two");
  await room.api.raw.sendMessageDraft({ chat_id: 1001, draft_id: 3, text: "…", can_stop: true });
  room.person.stop();
  const [said, edited, stopped] = await room.api.getUpdates();
  expect(said?.message?.entities).toEqual([{ type: "bot_command", offset: 4, length: 4 }]);
  expect(edited?.edited_message).toMatchObject({ message_id: id, text: "two" });
  expect(edited?.edited_message).not.toHaveProperty("entities");
  expect(stopped).toMatchObject({ stopped_message_generation: { draft_id: 3, chat: { id: 1001 } } });
});

/** Resolves when a poll with a new choice of kinds has reached the sandbox. */
function arrivedPoll({ sandbox }: Awaited<ReturnType<typeof openSandbox>>) {
  return sandbox.log.waitFor((entry) => entry.type === "accepted" && entry.method === "getUpdates");
}

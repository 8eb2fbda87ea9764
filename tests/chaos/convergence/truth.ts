import { createHash } from "node:crypto";
import type { Fleet } from "../../product/open-fleet.ts";
import type { createProcodeClient } from "@procode/sdk";
import type { Row } from "./read-page.ts";

type Sdk = ReturnType<typeof createProcodeClient>;
/** What the server has, as code reads it with a key. */
export type Truth = {
  /** All that are not put away, and all that are, in the order of the list. */
  lists: { current: Row[]; archived: Row[] };
  /** Those asked for; null for one in the trash. */
  conversations: Map<string, { conversation: Row; messages: Row[] } | null>;
};
const PAGE = 100;
/** Of a long conversation the newest are judged: what no page holds would only cost time. */
export const MOST = 200;

export async function readTruth(sdk: Sdk, conversationIds: Iterable<string>): Promise<Truth> {
  const { conversations } = sdk.trpc;
  const list = (archived: boolean) =>
    allPages(async (cursor) => {
      const page = await conversations.list.query({ archived, limit: PAGE, ...cursor });
      return { rows: page.conversations, nextCursor: page.nextCursor };
    });
  const one = async (conversationId: string) => {
    const messages = allPages(async (cursor) => {
      const page = await conversations.messages.query({ conversationId, limit: PAGE, ...cursor });
      return { rows: page.messages, nextCursor: page.nextCursor };
    });
    const [conversation, found] = await Promise.allSettled([conversations.get.query({ conversationId }), messages]);
    if (conversation.status === "rejected" || found.status === "rejected") return null;
    return { conversation: { ...conversation.value }, messages: found.value };
  };
  const [current, archived, ...found] = await Promise.all([
    list(false),
    list(true),
    ...[...conversationIds].map(async (id) => [id, await one(id)] as const),
  ]);
  return { lists: { current, archived }, conversations: new Map(found) };
}

/** The same, as the rows stand in the database: what the key reads must be all of it. */
export async function problemsWithDatabase(
  { database }: Pick<Fleet, "database">,
  userId: string,
  { lists, conversations }: Truth,
): Promise<string[]> {
  const problems: string[] = [];
  const stored = await database.query<{ id: string; title: string; archived: boolean }>(
    `SELECT id, title, archived_at IS NOT NULL AS archived FROM conversations WHERE user_id = $1 AND removed_at IS NULL
     ORDER BY pinned DESC, active_at DESC, id DESC`,
    [userId],
  );
  const titles = (rows: { id: string; title?: unknown }[]) => rows.map(({ id, title }) => `${id} ${title}`).join("\n");
  const listed = (isArchived: boolean) => stored.filter(({ archived }) => archived === isArchived).slice(0, MOST);
  if (titles(listed(false)) !== titles(lists.current)) problems.push("the list that a key reads is not the database's");
  if (titles(listed(true)) !== titles(lists.archived))
    problems.push("the archive that a key reads is not the database's");
  const rows = await database.query<{ conversation: string; tree: string }>(
    `SELECT conversation_id AS conversation, string_agg(concat_ws(' ', id, parent_id, status, md5(text)), E'\n' ORDER BY id DESC) AS tree
     FROM unnest($2::uuid[]) AS asked, LATERAL (SELECT * FROM messages WHERE user_id = $1 AND conversation_id = asked
       ORDER BY id DESC LIMIT $3) AS newest GROUP BY conversation_id`,
    [userId, [...conversations.keys()], MOST],
  );
  const md5 = (text: unknown) => createHash("md5").update(String(text)).digest("hex");
  for (const [id, found] of conversations) {
    if (!found) continue;
    const tree = found.messages
      .map((row) =>
        [row.id, row["parentId"], row["status"], md5(row["text"])].filter((part) => part !== null).join(" "),
      )
      .join("\n");
    if (tree !== (rows.find(({ conversation }) => conversation === id)?.tree ?? ""))
      problems.push(`the messages of ${id} that a key reads are not the database's`);
  }
  return problems;
}

async function allPages(
  ask: (cursor: { cursor?: string }) => Promise<{ rows: unknown[]; nextCursor: string | null }>,
): Promise<Row[]> {
  const rows: unknown[] = [];
  let cursor: { cursor?: string } = {};
  for (;;) {
    const page = await ask(cursor);
    rows.push(...page.rows);
    if (page.nextCursor === null || rows.length >= MOST) return rows as Row[];
    cursor = { cursor: page.nextCursor };
  }
}

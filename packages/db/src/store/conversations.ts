import type { Conversation } from "@procode/contracts";
import { type ConversationChange, type ConversationRepository, decodeCursor, encodeCursor } from "@procode/core";
import { join, NOTHING, type Sql, sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

const COLUMNS = sql`id, title, titled_by AS "titledBy", model, active_leaf_id AS "activeLeafId", channels,
  trim_scale(cost_usd)::text AS "costUsd", pinned_at AS "pinnedAt", archived_at AS "archivedAt", removed_at AS "removedAt",
  created_at AS "createdAt", active_at AS "activeAt"`;

export function prismaConversations(tx: Transaction, userId: string): ConversationRepository {
  const find = async (id: string, lock: Sql): Promise<Conversation | null> => {
    const [row] = await tx.rows<Conversation>(
      sql`SELECT ${COLUMNS} FROM conversations WHERE user_id = ${userId}::uuid AND id = ${id}::uuid ${lock}`,
    );
    return row ?? null;
  };
  return {
    findById: (id) => find(id, NOTHING),
    // Not against the keys that messages refer to: whoever adds one waits only when it becomes the shown end.
    lock: (id) => find(id, sql`FOR NO KEY UPDATE`),
    async findNewest() {
      const newest = (
        pinned: boolean,
      ) => sql`(SELECT ${COLUMNS} FROM conversations WHERE user_id = ${userId}::uuid AND removed_at IS NULL
        AND archived_at IS NULL AND pinned = ${pinned} ORDER BY active_at DESC, id DESC LIMIT 1)`;
      const [row] = await tx.rows<Conversation>(
        sql`${newest(true)} UNION ALL ${newest(false)} ORDER BY "activeAt" DESC, id DESC LIMIT 1`,
      );
      return row ?? null;
    },
    async findLastWritten() {
      const [row] = await tx.rows<Conversation>(sql`SELECT ${COLUMNS} FROM conversations
        WHERE user_id = ${userId}::uuid AND id = (
          SELECT m.conversation_id FROM messages m
          JOIN conversations c ON c.user_id = m.user_id AND c.id = m.conversation_id
          WHERE m.user_id = ${userId}::uuid AND m.role = 'user' AND c.removed_at IS NULL AND c.archived_at IS NULL
          ORDER BY m.id DESC LIMIT 1)`);
      return row ?? null;
    },
    async list({ archived, query, cursor, limit }) {
      const rows = await tx.rows<Conversation>(sql`SELECT ${COLUMNS} FROM conversations
        WHERE user_id = ${userId}::uuid AND removed_at IS NULL AND archived_at ${archived ? sql`IS NOT NULL` : sql`IS NULL`}
        ${query === undefined ? NOTHING : holdsWords(query)} ${cursor === undefined ? NOTHING : isAfter(cursor)}
        ORDER BY pinned DESC, active_at DESC, id DESC LIMIT ${limit + 1}`);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const isLastPage = rows.length <= limit || !last;
      return {
        conversations: page,
        nextCursor: isLastPage
          ? null
          : encodeCursor([last.pinnedAt === null ? 0 : 1, last.activeAt.getTime(), last.id]),
      };
    },
    async append({ id, title, model, channel, at }) {
      const [row] =
        await tx.rows<Conversation>(sql`INSERT INTO conversations (user_id, id, title, model, channels, created_at, active_at)
        VALUES (${userId}::uuid, ${id}::uuid, ${title}, ${model}, ARRAY[${channel}], ${at}, ${at}) RETURNING ${COLUMNS}`);
      if (!row) throw new Error("An inserted conversation was not returned.");
      return row;
    },
    async update(id, change) {
      const assignments = assign(change);
      if (assignments.length === 0) return (await this.findById(id)) !== null;
      return (
        (await tx.count(
          sql`UPDATE conversations SET ${join(assignments)} WHERE user_id = ${userId}::uuid AND id = ${id}::uuid`,
        )) > 0
      );
    },
  };
}

/** What an UPDATE sets for a change; empty for none. */
export function assign({
  title,
  titledBy,
  model,
  activeLeafId,
  pinnedAt,
  archivedAt,
  removedAt,
  activeAt,
  channel,
}: ConversationChange): Sql[] {
  return [
    title === undefined ? null : sql`title = ${title}`,
    titledBy === undefined ? null : sql`titled_by = ${titledBy}`,
    model === undefined ? null : sql`model = ${model}`,
    activeLeafId === undefined ? null : sql`active_leaf_id = ${activeLeafId}::uuid`,
    pinnedAt === undefined ? null : sql`pinned_at = ${pinnedAt}`,
    archivedAt === undefined ? null : sql`archived_at = ${archivedAt}`,
    removedAt === undefined ? null : sql`removed_at = ${removedAt}`,
    activeAt === undefined ? null : sql`active_at = ${activeAt}`,
    channel === undefined
      ? null
      : sql`channels = CASE WHEN ${channel} = ANY (channels) THEN channels ELSE array_append(channels, ${channel}) END`,
  ].filter((assignment) => assignment !== null);
}

function holdsWords(query: string): Sql {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return sql`AND NOT EXISTS (SELECT FROM unnest(${words}::text[]) AS word WHERE strpos(lower(title), word) = 0)`;
}

function isAfter(cursor: string): Sql {
  const [pinned, activeAt, id] = decodeCursor(cursor, ["flag", "time", "id"]);
  return sql`AND (pinned, active_at, id) < (${pinned === 1}, ${new Date(activeAt)}, ${id}::uuid)`;
}

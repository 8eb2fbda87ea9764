import { isDeepStrictEqual } from "node:util";
import { growTree, visiblePath } from "../../../apps/web/features/chat/branch.ts";
import type { CachedQuery, Row, SeenPage } from "./read-page.ts";
import { MOST, type Truth } from "./truth.ts";

/** Prices are told by the provider afterwards, on their own way. */
const PRICED = new Set(["receipt", "costUsd"]);

/** In what a page differs from the server, in words; [] when in nothing. */
export function comparePage(page: SeenPage, truth: Truth): string[] {
  return [
    ...page.unsent.map(({ text, state }) => `"${text}" is ${state}, not sent`),
    ...page.queries.flatMap((query) => compareQuery(query, truth)),
    ...compareDrawn(page, truth),
  ];
}

function compareQuery(query: CachedQuery, truth: Truth): string[] {
  // It is asked for again before anybody sees it.
  if (query.isInvalidated && !query.isShown) return [];
  const id = query.input.conversationId ?? "";
  const known = truth.conversations.get(id);
  if (query.path === "conversations.list")
    return compareRows("list", query.rows.flat(), truth.lists[query.input.archived ? "archived" : "current"]);
  if (known === undefined) return [`${query.path} of ${id} was not asked for`];
  // What was read of it before may stay; the conversation itself says that it is gone.
  if (known === null)
    return query.path === "conversations.get" && query.isShown && !query.hasFailed ? [`${id} was deleted`] : [];
  if (query.path === "conversations.get") return compareRows("conversation", query.rows.flat(), [known.conversation]);
  if (query.path === "conversations.messages")
    return compareRows(`messages of ${id}`, query.rows.flat(), known.messages);
  return [];
}

/** Rows as far as they are loaded: a page more or less is nothing wrong, a row between is. */
function compareRows(what: string, seen: Row[], real: Row[]): string[] {
  const problems: string[] = [];
  if (seen.length < Math.min(real.length, 40)) problems.push(`${what}: ${seen.length} of ${real.length}`);
  // Of a very long one the server was asked for its newest only.
  const judged = real.length >= MOST ? seen.slice(0, real.length) : seen;
  for (const [index, row] of judged.entries()) {
    const there = real[index];
    if (row.id !== there?.id) {
      problems.push(`${what}: at ${index} stands ${row.id}, not ${there?.id}`);
      break;
    }
    for (const field of Object.keys(there))
      if (!PRICED.has(field) && !isDeepStrictEqual(row[field], there[field]))
        problems.push(
          `${what}: ${row.id} has ${field} ${JSON.stringify(row[field])}, not ${JSON.stringify(there[field])}`,
        );
  }
  return problems.slice(0, 6);
}

function compareDrawn({ conversationId, thread, instead, sidebar, isElsewhere }: SeenPage, truth: Truth): string[] {
  const problems: string[] = [];
  const lines = truth.lists.current.slice(0, sidebar.length).map(({ id, title }) => `/chat/${id} ${title}`);
  const drawn = sidebar.map(({ href, title }) => `${href} ${title}`);
  if (!isDeepStrictEqual(drawn, lines)) problems.push(`sidebar: ${drawn.slice(0, 5)} for ${lines.slice(0, 5)}`);
  const known = conversationId === null ? undefined : truth.conversations.get(conversationId);
  if (!known) return problems;
  type Shown = { id: string; parentId: string | null; text: string };
  const tree = growTree(known.messages as Shown[]);
  // A page stays in the branch that was gone on with in it, and says so when another device went elsewhere.
  const leafId = isElsewhere ? (thread.at(-1)?.id ?? "") : String(known.conversation["activeLeafId"]);
  const path = visiblePath(tree, leafId);
  // Far ones may be left out of the page, those near the end never.
  const shown = path.slice(path.length - thread.length);
  if (thread.length === 0 || !isDeepStrictEqual(ids(thread), ids(shown)))
    problems.push(
      `thread of ${conversationId}: ${instead === "" ? `[${ids(thread).slice(-4)}]` : JSON.stringify(instead)} for [${ids(path).slice(-4)}]`,
    );
  for (const [index, { id, text }] of thread.entries())
    if (!bare(text).includes(bare(shown[index]?.text ?? "")))
      problems.push(`${id} is drawn as ${JSON.stringify(text)}`);
  return problems;
}

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
const bare = (text: string) => text.replace(/\s+/g, "");

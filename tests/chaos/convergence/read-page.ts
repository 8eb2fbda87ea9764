import type { Page } from "@playwright/test";

/** A conversation or a message, as JSON. */
export type Row = { id: string } & Record<string, unknown>;
export type CachedQuery = {
  /** A procedure, as "conversations.get". */
  path: string;
  input: { conversationId?: string; archived?: boolean };
  /** Shown somewhere on the page now. */
  isShown: boolean;
  /** Will be asked again before it is shown. */
  isInvalidated: boolean;
  hasFailed: boolean;
  /** One row, or the pages of rows. */
  rows: Row[][];
};
export type SeenPage = {
  /** The conversation that the address names. */
  conversationId: string | null;
  queries: CachedQuery[];
  /** Messages of the page that the server has not confirmed. */
  unsent: { text: string; state: string }[];
  /** The drawn thread: id and text of each message. */
  thread: { id: string; text: string }[];
  /** The words that stand there in place of a thread. */
  instead: string;
  /** The page says that another device went into another branch. */
  isElsewhere: boolean;
  /** The drawn sidebar: address and title of each line. */
  sidebar: { href: string; title: string }[];
};

/**
 * What a page holds and draws. Its React Query is found from outside, by the tree that React keeps at the document: the
 * product needs no door for it.
 */
export const readPage = (page: Page): Promise<SeenPage> => page.evaluate(SCRIPT);

const SCRIPT = `(() => {
  const root = document[Object.keys(document).find((key) => key.startsWith("__reactContainer$"))];
  let client = window.__cache;
  const open = client ? [] : [root];
  for (let fiber = open.pop(); fiber; fiber = open.pop()) {
    client = fiber.memoizedProps?.client?.getQueryCache ? fiber.memoizedProps.client : null;
    if (client) break;
    if (fiber.sibling) open.push(fiber.sibling);
    if (fiber.child) open.push(fiber.child);
  }
  window.__cache = client ?? undefined;
  // A list of messages without pages only asks for prices.
  const isPriceList = (path, data) => path === "conversations.messages" && !data.pages;
  const queries = (client?.getQueryCache().getAll() ?? [])
    .map((query) => ({ query, path: query.queryKey[0].join("."), input: query.queryKey[1]?.input ?? {} }))
    .filter(({ path, query, input }) => path.startsWith("conversations.") && query.state.data && !input.query)
    .filter(({ query, path }) => !isPriceList(path, query.state.data))
    .map(({ query, path, input }) => ({
      path,
      input,
      isShown: query.getObserversCount() > 0,
      isInvalidated: query.state.isInvalidated,
      hasFailed: query.state.status === "error",
      rows: query.state.data.pages
        ? query.state.data.pages.map((page) => page.messages ?? page.conversations)
        : [[query.state.data]],
    }));
  const unsent = Object.keys(localStorage)
    .filter((key) => key.startsWith("procode-unsent:"))
    .map((key) => JSON.parse(localStorage.getItem(key)))
    .map(({ text, state }) => ({ text, state }));
  const thread = [...document.querySelectorAll("article[id^=message-]")].map((article) => ({
    id: article.id.slice("message-".length),
    text: article.textContent,
  }));
  const instead = thread.length > 0 ? "" : (document.querySelector("main") ?? document.body).innerText.slice(0, 300);
  const sidebar = [...document.querySelectorAll("nav[aria-label=Conversations] li a[href^='/chat/']")].map((link) => ({
    href: link.getAttribute("href"),
    title: link.querySelector(".truncate")?.textContent ?? "",
  }));
  const isElsewhere = [...document.querySelectorAll("main button")].some((button) => button.textContent === "Show the other version");
  return { isElsewhere, conversationId: /^\\/chat\\/([^/]+)/.exec(location.pathname)?.[1] ?? null, queries, unsent, thread, instead, sidebar };
})()`;

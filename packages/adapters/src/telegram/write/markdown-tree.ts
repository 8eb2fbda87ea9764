import type { fromMarkdown } from "mdast-util-from-markdown";

/** The types of a Markdown tree, as its parser gives it. */
export type Root = ReturnType<typeof fromMarkdown>;
export type RootContent = Root["children"][number];
export type Of<Type extends RootContent["type"]> = Extract<RootContent, { type: Type }>;
export type Table = Of<"table">;
export type TableCell = Of<"tableCell">;

import type { TextWriter } from "./create-text-writer.ts";
import type { Of } from "./markdown-tree.ts";

/** What the whole document tells about its parts. */
export type Drawing = {
  writer: TextWriter;
  /** The addresses that links name, by their identifier. */
  definitions: ReadonlyMap<string, Of<"definition">>;
};

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { branchOf, growTree, newestLeaf, type TreeMessage, visiblePath } from "./branch.ts";

const at = (id: string, parentId: string | null): TreeMessage => ({ id, parentId });
// a question with two answers; the first answer was followed by an edited question
const chat = [at("6", "3"), at("5", "2"), at("4", "2"), at("3", "1"), at("2", "1"), at("1", null)];

/** A random tree, as newest-first list: each message answers an older one or starts anew. */
const trees = fc
  .array(fc.nat(), { minLength: 1, maxLength: 60 })
  .map((picks) =>
    picks.map((pick, index) => at(id(index), index === 0 || pick % 9 === 0 ? null : id(pick % index))).reverse(),
  );
const id = (index: number) => String(index).padStart(4, "0");

describe("the shown branch", () => {
  it("runs from the root to the leaf", () => {
    expect(visiblePath(growTree(chat), "5").map((message) => message.id)).toEqual(["1", "2", "5"]);
  });
  it("falls back to the newest message when the leaf is not loaded", () => {
    expect(visiblePath(growTree(chat), "gone").map((message) => message.id)).toEqual(["1", "3", "6"]);
    expect(visiblePath(growTree([]), null)).toEqual([]);
  });
  it("starts where the loaded pages start", () => {
    expect(visiblePath(growTree(chat.slice(0, 3)), "5").map((message) => message.id)).toEqual(["5"]);
  });
  it("ends on a damaged tree instead of going in circles", () => {
    expect(visiblePath(growTree([at("a", "b"), at("b", "a")]), "a")).toHaveLength(2);
  });
  it("is a chain of parents, oldest first, whatever the order and repetition of pages", () => {
    fc.assert(
      fc.property(trees, fc.nat(), (messages, pick) => {
        const leaf = messages[pick % messages.length]?.id ?? "";
        const path = visiblePath(growTree([...messages, ...messages.slice(0, 3)].reverse()), leaf);
        expect(path.at(-1)?.id).toBe(leaf);
        expect(path[0]?.parentId).toBeNull();
        for (const [index, message] of path.entries())
          if (index > 0) expect(message.parentId).toBe(path[index - 1]?.id);
      }),
    );
  });
});

describe("versions beside each other", () => {
  it("are counted by age", () => {
    expect(branchOf(growTree(chat), at("4", "2"))).toEqual({ position: 1, count: 2, previousId: null, nextId: "5" });
    expect(branchOf(growTree(chat), at("1", null))).toBeNull();
  });
  it("can be walked from the first to the last and back", () => {
    fc.assert(
      fc.property(trees, (messages) => {
        const tree = growTree(messages);
        for (const siblings of tree.childrenOf.values()) {
          for (const [index, message] of siblings.entries()) {
            const branch = branchOf(tree, message);
            if (siblings.length === 1) expect(branch).toBeNull();
            else
              expect(branch).toEqual({
                position: index + 1,
                count: siblings.length,
                previousId: siblings[index - 1]?.id ?? null,
                nextId: siblings[index + 1]?.id ?? null,
              });
          }
        }
      }),
    );
  });
  it("show their newest end", () => {
    expect(newestLeaf(growTree(chat), "2")).toBe("5");
    expect(newestLeaf(growTree(chat), "1")).toBe("6");
    fc.assert(
      fc.property(trees, fc.nat(), (messages, pick) => {
        const tree = growTree(messages);
        const start = messages[pick % messages.length]?.id ?? "";
        const path = visiblePath(tree, newestLeaf(tree, start));
        expect(path.some((message) => message.id === start)).toBe(true);
      }),
    );
  });
});

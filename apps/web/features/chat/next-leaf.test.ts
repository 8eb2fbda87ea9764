import { describe, expect, it } from "vitest";
import { growTree } from "./branch.ts";
import { nextLeaf, otherLeaf } from "./next-leaf.ts";

const message = (id: string, parentId: string | null) => ({ id, parentId });
// q1 ─ a1 ─┬─ q2 ─ a2
//          └─ q3 ─ a3
const tree = growTree([
  message("q1", null),
  message("a1", "q1"),
  message("q2", "a1"),
  message("a2", "q2"),
  message("q3", "a1"),
  message("a3", "q3"),
]);

describe("the branch on the screen", () => {
  it("is the server's when nothing is shown yet", () => {
    expect(nextLeaf(tree, null, "a3")).toBe("a3");
    expect(nextLeaf(tree, "gone", "a3")).toBe("a3");
  });

  it("goes on with what another device said below it", () => {
    expect(nextLeaf(tree, "a1", "a2")).toBe("a2");
    expect(otherLeaf(tree, "a1", "a2")).toBeNull();
  });

  it("stays when another device went on from further up, and names where that one ends", () => {
    expect(nextLeaf(tree, "a2", "a3")).toBe("a2");
    expect(otherLeaf(tree, "a2", "a3")).toBe("a3");
  });

  it("stays when the server is a step behind, which is no other branch", () => {
    expect(nextLeaf(tree, "a2", "a1")).toBe("a2");
    expect(otherLeaf(tree, "a2", "a1")).toBeNull();
  });

  it("stays while the other end is not loaded, and says nothing of it", () => {
    expect(nextLeaf(tree, "a2", "unknown")).toBe("a2");
    expect(otherLeaf(tree, "a2", "unknown")).toBeNull();
  });
});

/** A test that proves a requirement, written `path › test name`. */
export interface Proof {
  file: string;
  test: string;
}

export interface Requirement {
  id: string;
  state: string;
  proofs: Proof[];
  /** What stands in the proof column beside tests. */
  rest: string;
}

/** The rows `| R001 | requirement | state | proof |` of docs/requirements.md, in their order. Proofs stand in backticks. */
export function readRequirements(markdown: string): Requirement[] {
  return markdown
    .split("\n")
    .filter((line) => /^\|\s*R\d+\s*\|/.test(line))
    .map((line) => {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      const proof = (cells[4] ?? "").replaceAll("\\|", "|");
      return {
        id: cells[1] ?? "",
        state: cells[3] ?? "",
        proofs: [...proof.matchAll(/`([^`]+?) › ([^`]+)`/g)].map(([, file = "", test = ""]) => ({ file, test })),
        rest: proof
          .replace(/`[^`]+`/g, "")
          .replaceAll("<br>", " ")
          .replace(/^[\s;]+/, "")
          .trim(),
      };
    });
}

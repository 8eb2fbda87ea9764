import type { Outcome } from "../runner/read-outcomes.ts";
import type { Proof, Requirement } from "./read-requirements.ts";

const DID_NOT_RUN = "did not run.";
const STATES = ["built", "partly", "open", "future"];

/**
 * What is wrong, one sentence each: a number that is missing or stands twice, a state that its proof does not carry, a named
 * test that does not exist, did not run or did not pass. `areSkipsAllowed`: a machine may lack what a test needs; it proves
 * nothing then, and is no problem either.
 */
export function judgeRequirements(
  requirements: Requirement[],
  outcomes: Outcome[],
  { last = 217, areSkipsAllowed = false }: { last?: number; areSkipsAllowed?: boolean } = {},
): string[] {
  const numbers = Array.from({ length: last }, (_, index) => `R${String(index + 1).padStart(3, "0")}`);
  const counted = numbers.flatMap((number) => {
    const times = requirements.filter((requirement) => requirement.id === number).length;
    return times === 1 ? [] : [`${number} stands ${times} times in the table instead of once.`];
  });
  const foreign = requirements.filter(({ id }) => !numbers.includes(id)).map(({ id }) => `${id} is no requirement.`);
  const skipped = (problem: string) => areSkipsAllowed && problem.endsWith(DID_NOT_RUN);
  return [
    ...counted,
    ...foreign,
    ...requirements.flatMap((requirement) => judgeOne(requirement, outcomes)).filter((problem) => !skipped(problem)),
  ];
}

function judgeOne({ id, state, proofs, rest }: Requirement, outcomes: Outcome[]): string[] {
  if (!STATES.includes(state)) return [`${id} has the state "${state}"; it is one of ${STATES.join(", ")}.`];
  if (state === "open" || state === "future") {
    return proofs.length === 0 && rest === state
      ? []
      : [`${id} is ${state}, so its proof says "${state}" and names no test.`];
  }
  if (proofs.length === 0) return [`${id} is ${state} but names no test that proves it.`];
  if (state === "partly" && !/^open: \S/.test(rest))
    return [`${id} is partly built; say after its tests "open: …" what is missing.`];
  return proofs.flatMap((proof) => judgeProof(id, proof, outcomes));
}

function judgeProof(id: string, { file, test }: Proof, outcomes: Outcome[]): string[] {
  const inFile = outcomes.filter((outcome) => outcome.file === file);
  const named = inFile.filter((outcome) => outcome.names.includes(test));
  if (inFile.length === 0) return [`${id}: no test of ${file} ran.`];
  if (named.length === 0) return [`${id}: ${file} has no test "${test}".`];
  return named
    .filter((outcome) => outcome.state !== "passed")
    .map((outcome) => `${id}: "${test}" in ${file} ${outcome.state === "failed" ? "failed." : DID_NOT_RUN}`);
}

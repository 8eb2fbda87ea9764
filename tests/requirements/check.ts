import { readFileSync } from "node:fs";
import { readOutcomes } from "../runner/read-outcomes.ts";
import { STAGES } from "../runner/stages.ts";
import { judgeRequirements } from "./judge-requirements.ts";
import { readRequirements } from "./read-requirements.ts";

/** Holds docs/requirements.md against the reports of the run before: every named test exists, ran and passed. */
const requirements = readRequirements(readFileSync("docs/requirements.md", "utf8"));
const outcomes = STAGES.flatMap((stage) => (stage.report ? readOutcomes(stage.report) : []));
const problems = judgeRequirements(requirements, outcomes, { areSkipsAllowed: !process.env["CI"] });
const count = (state: string) => requirements.filter((requirement) => requirement.state === state).length;

console.log(
  `${requirements.length} requirements: ${count("built")} built, ${count("partly")} partly, ${count("open")} open, ${count("future")} future; ${outcomes.length} tests in the reports`,
);
for (const problem of problems) console.error(problem);
if (outcomes.length === 0)
  console.error("There is no test report. Run `npm test` first; this check reads what it leaves.");
if (problems.length > 0 || outcomes.length === 0) process.exitCode = 1;

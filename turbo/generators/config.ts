import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlopTypes } from "@turbo/gen";
import { addContract, addCoreExport, addJob, addProcedure } from "./edit-source.ts";

const DOMAINS = ["user", "conversation", "integration", "analytics"];
const KEBAB = /^[a-z]+(-[a-z]+)+$/;
const ASK_KEBAB = "Write it in kebab-case with at least two words.";
const VERB_PROMPTS: PlopTypes.PromptQuestion[] = [
  { type: "list", name: "domain", message: "Which domain of core?", choices: DOMAINS },
  {
    type: "input",
    name: "verb",
    message: "What does it do, as verb and noun (star-conversation)?",
    validate: (name: string) => KEBAB.test(name) || ASK_KEBAB,
  },
  { type: "input", name: "who", message: "Who may do it, as one sentence?", default: "The person, for what is theirs" },
];

/** `turbo gen verb`, `turbo gen procedure` and `turbo gen job`: the files that ARCHITECTURE.md names for them, ready to pass `npm run verify`. */
export default function generators(plop: PlopTypes.NodePlopAPI): void {
  const root = plop.getDestBasePath();

  plop.setGenerator("verb", {
    description: "A verb of core: contract, verb with its test, export",
    prompts: VERB_PROMPTS,
    actions: () => [...verbActions(plop, root), format(root)],
  });

  plop.setGenerator("procedure", {
    description: "A tRPC procedure: contract, verb with its test, line in the router",
    prompts: [
      ...VERB_PROMPTS,
      { type: "list", name: "router", message: "In which router?", choices: routers(root) },
      { type: "input", name: "procedure", message: "Its name in the router (star)?" },
      { type: "list", name: "kind", message: "Does it change anything?", choices: ["mutation", "query"] },
    ],
    actions: () => [
      ...verbActions(plop, root),
      (answers) =>
        edit(root, `packages/api/src/routers/${answers["router"]}.ts`, (source) =>
          addProcedure(source, names(plop, answers)),
        ),
      format(root),
    ],
  });

  plop.setGenerator("job", {
    description: "A job: an Inngest function with its test, line among the functions",
    prompts: [
      {
        type: "input",
        name: "job",
        message: "What does it do, as verb and noun (count-stars)?",
        validate: (name: string) => KEBAB.test(name) || ASK_KEBAB,
      },
      { type: "input", name: "what", message: "When and what, as one sentence?", default: "Nightly: counts the stars" },
      { type: "list", name: "trigger", message: "What begins it?", choices: ["cron", "event"] },
      {
        type: "input",
        name: "when",
        message: "Its schedule in UTC (41 3 * * *), or the event's name (procode/star.born)?",
      },
    ],
    actions: () => [...jobActions(plop, root), format(root)],
  });
}

function jobActions(plop: PlopTypes.NodePlopAPI, root: string): PlopTypes.ActionType[] {
  const job = "packages/jobs/src/functions/{{kebabCase job}}";
  return [
    (answers) =>
      edit(root, "packages/jobs/src/functions/index.ts", (source) => {
        const camel = plop.renderString("{{camelCase job}}", answers);
        return addJob(source, { job: answers["job"], camel });
      }),
    (answers) => {
      // Handlebars asks whether something is, not what it is.
      answers["isEvent"] = answers["trigger"] === "event";
      return `begins by ${answers["trigger"]}`;
    },
    { type: "add", path: join(root, `${job}.ts`), templateFile: "templates/job.ts.hbs" },
    { type: "add", path: join(root, `${job}.test.ts`), templateFile: "templates/job.test.ts.hbs" },
  ];
}

function verbActions(plop: PlopTypes.NodePlopAPI, root: string): PlopTypes.ActionType[] {
  const verb = "packages/core/src/{{domain}}/{{kebabCase verb}}";
  return [
    (answers) =>
      edit(root, `packages/contracts/src/${answers["domain"]}.ts`, (source) =>
        addContract(source, names(plop, answers)),
      ),
    { type: "add", path: join(root, `${verb}.ts`), templateFile: "templates/verb.ts.hbs" },
    { type: "add", path: join(root, `${verb}.test.ts`), templateFile: "templates/verb.test.ts.hbs" },
    (answers) => edit(root, "packages/core/src/index.ts", (source) => addCoreExport(source, names(plop, answers))),
  ];
}

function names(plop: PlopTypes.NodePlopAPI, answers: PlopTypes.Answers) {
  const { domain, verb, procedure, kind } = answers;
  const camel = plop.renderString("{{camelCase verb}}", { verb });
  return { domain, verb, camel, input: `${plop.renderString("{{pascalCase verb}}", { verb })}Input`, procedure, kind };
}

function edit(root: string, path: string, change: (source: string) => string): string {
  const file = join(root, path);
  writeFileSync(file, change(readFileSync(file, "utf8")));
  return path;
}

function format(root: string): PlopTypes.CustomActionFunction {
  return () => {
    const folders = ["contracts", "core", "api", "jobs"].map((name) => `packages/${name}/src`);
    execFileSync("biome", ["format", "--write", "--vcs-enabled=false", ...folders], { cwd: root, stdio: "ignore" });
    return "formatted";
  };
}

function routers(root: string): string[] {
  return readdirSync(join(root, "packages/api/src/routers"))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -3));
}

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlopTypes } from "@turbo/gen";
import { addContract, addCoreExport, addProcedure } from "./edit-source.ts";

const DOMAINS = ["user", "conversation", "integration", "analytics"];
const VERB_PROMPTS: PlopTypes.PromptQuestion[] = [
  { type: "list", name: "domain", message: "Which domain of core?", choices: DOMAINS },
  {
    type: "input",
    name: "verb",
    message: "What does it do, as verb and noun (star-conversation)?",
    validate: (name: string) => /^[a-z]+(-[a-z]+)+$/.test(name) || "Write it in kebab-case with at least two words.",
  },
  { type: "input", name: "who", message: "Who may do it, as one sentence?", default: "The person, for what is theirs" },
];

/** `turbo gen verb` and `turbo gen procedure`: the files that ARCHITECTURE.md names for them, ready to pass `npm run verify`. */
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
    const folders = ["contracts", "core", "api"].map((name) => `packages/${name}/src`);
    execFileSync("biome", ["format", "--write", "--vcs-enabled=false", ...folders], { cwd: root, stdio: "ignore" });
    return "formatted";
  };
}

function routers(root: string): string[] {
  return readdirSync(join(root, "packages/api/src/routers"))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -3));
}

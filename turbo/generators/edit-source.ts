interface VerbNames {
  domain: string;
  /** In kebab-case. */
  verb: string;
  camel: string;
  /** Name of the input schema. */
  input: string;
}
type ProcedureNames = VerbNames & { procedure: string; kind: "mutation" | "query" };

/** The contract at the end of its domain's file. */
export function addContract(source: string, { input }: VerbNames): string {
  refuse(source.includes(`const ${input} =`), `${input} is already there.`);
  const schema = `export const ${input} = z.object({ id: z.uuid() });\nexport type ${input} = z.infer<typeof ${input}>;\n`;
  return `${source.trimEnd()}\n\n${schema}`;
}

/** The verb among the exports of core, which stand in the order of their paths. */
export function addCoreExport(source: string, { domain, verb, camel }: VerbNames): string {
  const path = `./${domain}/${verb}.ts`;
  const lines = source.trimEnd().split("\n");
  const next = lines.findIndex((line) => (/ from "(.+)";$/.exec(line)?.[1] ?? "") > path);
  lines.splice(next === -1 ? lines.length : next, 0, `export { ${camel} } from "${path}";`);
  return `${lines.join("\n")}\n`;
}

/** The procedure at the end of its router, with what it imports. */
export function addProcedure(source: string, { procedure, kind, input, camel }: ProcedureNames): string {
  refuse(new RegExp(`^\\s+${procedure}: `, "m").test(source), `The router has a procedure ${procedure} already.`);
  const line = `  ${procedure}: userProcedure.input(${input}).${kind}(({ ctx, input }) => ${camel}(ctx, input)),\n`;
  const end = source.lastIndexOf("});");
  const withLine = source.slice(0, end) + line + source.slice(end);
  const withPolicy = addImport(withLine, "../trpc.ts", "userProcedure");
  return addImport(addImport(withPolicy, "@procode/core", camel), "@procode/contracts", input);
}

/** The job among the functions, which stand in the order of their names, as their imports do. */
export function addJob(source: string, { job, camel }: { job: string; camel: string }): string {
  refuse(source.includes(`"./${job}.ts"`), `The job ${job} is already there.`);
  const withImport = addSorted(source, /^import \{ \w+ \} from "\.\/.*;$/, `import { ${camel} } from "./${job}.ts";`);
  return addSorted(withImport, /^ {2}\w+,$/, `  ${camel},`);
}

/** A line among those that look like it, before the first that is greater. */
function addSorted(source: string, like: RegExp, line: string): string {
  const lines = source.split("\n");
  const found = lines.flatMap((text, index) => (like.test(text) ? [{ text, index }] : []));
  const next = found.find(({ text }) => text > line);
  const last = found.at(-1);
  refuse(!last, "There is no line to put it beside.");
  lines.splice(next?.index ?? (last?.index ?? 0) + 1, 0, line);
  return lines.join("\n");
}

function addImport(source: string, from: string, name: string): string {
  const existing = new RegExp(`import \\{([^}]*)\\} from "${from.replaceAll(".", "\\.")}";`).exec(source);
  if (!existing) return `import { ${name} } from "${from}";\n${source}`;
  const all = new Set(
    (existing[1] ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  ).add(name);
  return source.replace(existing[0], `import { ${[...all].sort().join(", ")} } from "${from}";`);
}

function refuse(condition: boolean, why: string): void {
  if (condition) throw new Error(why);
}

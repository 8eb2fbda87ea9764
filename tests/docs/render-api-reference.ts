import { appRouter, type ProcedureMeta, type ProcedureType, scopeOf } from "@procode/api";
import { z } from "zod";
import { findVerb } from "./find-verb.ts";

type Procedure = { _def: { type: ProcedureType; meta?: ProcedureMeta; inputs: z.ZodType[] } };
type Field = {
  type?: string;
  format?: string;
  enum?: unknown[];
  anyOf?: Field[];
  items?: Field;
  default?: unknown;
  const?: unknown;
} & Limits;
type Limits = { minLength?: number; maxLength?: number; minimum?: number; maximum?: number; pattern?: string };

const INTRO = `# API reference

Generated from the routers by \`npm run docs\`; a test holds it against them.

Every procedure is at \`/api/trpc/<name>\`, as tRPC speaks it: queries and subscriptions by GET, mutations by POST with JSON, from
the product's own origin, or from anywhere with an API key as \`Authorization: Bearer pk_…\` or \`x-api-key\`. Errors carry one of
eight codes, a sentence for people and \`data.details.reason\`, which never changes its name. *guest* anyone, *user* a person, for
what is theirs, by session, chat or an API key with the scope that stands behind it, *session* a person who is signed in on the
web, and no key, *admin* an admin. Clients of OpenAI have [their own door](openai-api.md).
`;

/** The whole reference as Markdown: every procedure with who may call it, its input and what it returns. */
export function renderApiReference(): string {
  const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);
  const routers = Map.groupBy(procedures, ([path]) => path.split(".", 1)[0] ?? "");
  const sections = [...routers].map(
    ([router, members]) => `## ${router}\n\n${members.map(renderProcedure).join("\n")}`,
  );
  return `${INTRO}\n${sections.join("\n")}`;
}

function renderProcedure([path, { _def: definition }]: [string, Procedure]): string {
  const { description, returns } = findVerb(path);
  const scope = definition.meta?.policy === "user" ? `, scope \`${scopeOf(definition.meta, definition.type)}\`` : "";
  const head = `### ${path}\n\n*${definition.type}* · *${definition.meta?.policy}*${scope}\n`;
  const output = returns ? `\nReturns \`${returns}\`.\n` : "";
  return `${head}${description ? `\n${description}\n` : ""}${renderInput(definition.inputs[0])}${output}`;
}

function renderInput(input: z.ZodType | undefined): string {
  const schema = schemaOf(input, "input");
  // What is cleaned before it is measured shows its limits only on the far side of the cleaning.
  const measured = schemaOf(input, "output").properties ?? {};
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]): [string, Field] => [
    name,
    { ...measured[name], ...field },
  ]);
  if (fields.length === 0) return "\nNo input.\n";
  const rows = fields.map(([name, field]) => {
    const required = schema.required?.includes(name)
      ? "yes"
      : field.default === undefined
        ? "no"
        : `no, \`${JSON.stringify(field.default)}\``;
    return `| \`${name}\` | ${typeOf(field)} | ${required} |`;
  });
  return `\n| field | type | required |\n|---|---|---|\n${rows.join("\n")}\n`;
}

function schemaOf(
  input: z.ZodType | undefined,
  io: "input" | "output",
): { properties?: Record<string, Field>; required?: string[] } {
  return input ? (z.toJSONSchema(input, { io, unrepresentable: "any" }) as ReturnType<typeof schemaOf>) : {};
}

function typeOf(field: Field): string {
  if (field.anyOf) return field.anyOf.map(typeOf).join(" or ");
  if (field.enum) return field.enum.map((value) => `\`${JSON.stringify(value)}\``).join(", ");
  if (field.type === "array") return `list of ${typeOf(field.items ?? {})}`;
  const limits = [
    [field.minLength ?? field.minimum, "from"],
    [field.maxLength ?? field.maximum, "to"],
  ].flatMap(([value, word]) => (value === undefined ? [] : [`${word} ${value}`]));
  const unit = field.type === "string" && limits.length > 0 ? " characters" : "";
  const kind = field.format ?? field.type ?? "any";
  return limits.length === 0 ? kind : `${kind}, ${limits.join(" ")}${unit}`;
}

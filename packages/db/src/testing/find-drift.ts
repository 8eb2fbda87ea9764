import internals from "@prisma/internals";
import type { TestDatabase } from "./start-test-database.ts";

type Facts = Record<string, string>;
type Model = Awaited<ReturnType<typeof internals.getDMMF>>["datamodel"]["models"][number];

/**
 * What Prisma's datamodel and the real catalogue disagree about, one sentence each: tables, columns with type,
 * nullability and default, keys and indexes by name, and foreign keys. Empty when they are one.
 */
export async function findDrift(datamodel: string, query: TestDatabase["query"]): Promise<string[]> {
  const modelled = await readModel(datamodel);
  const real = await readCatalogue(query);
  return [...new Set([...Object.keys(modelled), ...Object.keys(real)])].sort().flatMap((name) => {
    if (modelled[name] === real[name]) return [];
    return `${name}: the schema says ${modelled[name] ?? "nothing"}, the database ${real[name] ?? "nothing"}`;
  });
}

async function readModel(datamodel: string): Promise<Facts> {
  const { models, indexes } = (await internals.getDMMF({ datamodel })).datamodel;
  const byName = new Map(models.map((model) => [model.name, model]));
  const tableOf = (name: string) => byName.get(name)?.dbName ?? name;
  const columnsOf = (name: string, fields: readonly string[]) =>
    fields
      .map((field) => byName.get(name)?.fields.find((candidate) => candidate.name === field)?.dbName ?? field)
      .join(", ");
  const facts: Facts = {};
  for (const model of models) {
    for (const field of model.fields) {
      if (field.kind === "scalar")
        facts[`column ${tableOf(model.name)}.${field.dbName ?? field.name}`] = describeField(field);
      if (field.relationFromFields?.length) {
        const to = `${tableOf(field.type)} (${columnsOf(field.type, field.relationToFields ?? [])})`;
        facts[`foreign key of ${tableOf(model.name)} (${columnsOf(model.name, field.relationFromFields)})`] =
          `${to}, on delete ${field.relationOnDelete ?? "NoAction"}`;
      }
    }
  }
  for (const index of indexes) {
    const kind = { id: "primary key", unique: "unique index", normal: "index", fulltext: "index" }[index.type];
    facts[`index ${index.dbName ?? `of ${index.model} without a name`}`] =
      `${kind} on ${tableOf(index.model)} (${columnsOf(
        index.model,
        index.fields.map(({ name }) => name),
      )})`;
  }
  return facts;
}

const NATIVE: Record<string, string> = {
  Uuid: "uuid",
  Timestamptz: "timestamp(N) with time zone",
  Date: "date",
  Decimal: "numeric(N)",
};
const PLAIN: Record<string, string> = {
  String: "text",
  Int: "integer",
  BigInt: "bigint",
  Boolean: "boolean",
  Json: "jsonb",
};

function describeField(field: Model["fields"][number]): string {
  const [native, args] = field.nativeType ?? [];
  const known = native ? NATIVE[native]?.replace("N", (args ?? []).join(",")) : PLAIN[field.type];
  const type = `${known ?? `${field.type} ${native ?? ""}`}${field.isList ? "[]" : ""}`;
  // A list is stored as NOT NULL, since Prisma knows no list that is null.
  return `${type}${field.isRequired ? "" : ", may be null"}${describeDefault(field)}`;
}

function describeDefault({ hasDefaultValue, default: value }: Model["fields"][number]): string {
  if (!hasDefaultValue) return "";
  if (typeof value !== "object") return `, default ${String(value)}`;
  const [expression] = "args" in value ? value.args : [];
  return typeof expression === "string" ? `, default ${expression}` : ", generated";
}

async function readCatalogue(query: TestDatabase["query"]): Promise<Facts> {
  const columns = await query<{
    name: string;
    type: string;
    optional: boolean;
    generated: boolean;
    fallback: string | null;
  }>(
    `SELECT c.relname || '.' || a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS optional,
       (a.attgenerated = 's' OR a.attidentity <> '') AS generated, regexp_replace(pg_get_expr(d.adbin, d.adrelid), '^''(.*)''::text$', '\\1') AS fallback
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE ${OURS} AND a.attnum > 0 AND NOT a.attisdropped`,
  );
  const indexes = await query<{ name: string; kind: string; table: string; columns: string }>(
    `SELECT i.relname AS name, c.relname AS "table",
       CASE WHEN x.indisprimary THEN 'primary key' WHEN x.indisunique THEN 'unique index' ELSE 'index' END AS kind,
       (SELECT string_agg(pg_get_indexdef(x.indexrelid, n, true), ', ' ORDER BY n) FROM generate_series(1, x.indnkeyatts) AS n) AS columns
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid WHERE ${OURS}`,
  );
  const keys = await query<{ table: string; columns: string; target: string; action: string }>(
    `SELECT c.relname AS "table", ${listOf("k.conkey", "k.conrelid")} AS columns,
       t.relname || ' (' || ${listOf("k.confkey", "k.confrelid")} || ')' AS target,
       CASE k.confdeltype WHEN 'c' THEN 'Cascade' WHEN 'n' THEN 'SetNull' WHEN 'a' THEN 'NoAction' ELSE k.confdeltype::text END AS action
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid WHERE k.contype = 'f' AND ${OURS}`,
  );
  return Object.fromEntries([
    ...columns.map(({ name, type, optional, generated, fallback }) => [
      `column ${name}`,
      `${type}${optional ? ", may be null" : ""}${generated ? ", generated" : fallback === null ? "" : `, default ${fallback}`}`,
    ]),
    ...indexes.map((index) => [
      `index ${index.name}`,
      `${index.kind} on ${index.table} (${index.columns.replaceAll('"', "")})`,
    ]),
    ...keys.map(({ table, columns: from, target, action }) => [
      `foreign key of ${table} (${from})`,
      `${target}, on delete ${action}`,
    ]),
  ]);
}

const OURS =
  "c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'";

const listOf = (columns: string, table: string): string =>
  `(SELECT string_agg(a.attname, ', ' ORDER BY n) FROM unnest(${columns}) WITH ORDINALITY AS u (attnum, n)
    JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = u.attnum)`;

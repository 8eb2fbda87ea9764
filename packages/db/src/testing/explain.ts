import { Client, type PoolClient } from "pg";
import { createCipher } from "../cipher.ts";
import { createPrismaLender } from "../store/prisma-lender.ts";
import { openTransaction, type Transaction } from "../store/transaction.ts";
import { testIds, TEST_KEYS } from "./test-store.ts";

type Plan = { "Node Type": string; "Relation Name"?: string; "Index Name"?: string; Plans?: Plan[] };
export type Explained = {
  text: string;
  nodes: string[];
  indexes: string[] /** Tables that are read from end to end. */;
  scanned: string[];
};

/** Runs `work` as the role of `url` for one person and returns the plan of every statement it sent, then takes it all back. */
export async function explain(
  url: string,
  userId: string | null,
  work: (tx: Transaction) => Promise<unknown>,
): Promise<Explained[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const sent: { text: string; values: unknown[] }[] = [];
  const query = (statement: { text: string; values: unknown[] }) => {
    sent.push(statement);
    return client.query(statement);
  };
  const tx = openTransaction({ query } as unknown as PoolClient, {
    clock: { now: () => new Date("2026-11-24T12:00:00Z") },
    ids: testIds(),
    cipher: createCipher(TEST_KEYS),
    lender: createPrismaLender(() => undefined),
    nameStatement: () => undefined,
  });
  try {
    await client.query("BEGIN");
    if (userId !== null) await client.query("SELECT set_config('procode.user_id', $1, true)", [userId]);
    await work(tx);
    const { rows } = await client.query<{ server_version_num: string }>("SHOW server_version_num");
    const version = Number(rows[0]?.server_version_num);
    const plans: Explained[] = [];
    for (const statement of sent) {
      plans.push(
        read(
          statement.text,
          await client.query({ text: `EXPLAIN (FORMAT JSON) ${statement.text}`, values: statement.values }),
        ),
      );
      // A named statement is planned without its values after a few runs; 15 can not show that plan for unknown types.
      if (version >= 160_000)
        plans.push(read(statement.text, await client.query(`EXPLAIN (FORMAT JSON, GENERIC_PLAN) ${statement.text}`)));
    }
    return plans;
  } finally {
    tx.end();
    await client.end();
  }
}

function read(text: string, { rows }: { rows: { "QUERY PLAN": { Plan: Plan }[] }[] }): Explained {
  const nodes = rows.flatMap((row) => row["QUERY PLAN"].flatMap(({ Plan: plan }) => [...walk(plan)]));
  return {
    text,
    nodes: nodes.map((node) => node["Node Type"]),
    indexes: nodes.flatMap((node) => node["Index Name"] ?? []),
    scanned: nodes.flatMap((node) => (node["Node Type"] === "Seq Scan" ? (node["Relation Name"] ?? []) : [])),
  };
}

function* walk(plan: Plan): Generator<Plan> {
  yield plan;
  for (const child of plan.Plans ?? []) yield* walk(child);
}

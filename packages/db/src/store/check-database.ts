import type { Pool } from "pg";
import { NEWEST_MIGRATION } from "../migrate/newest-migration.ts";
import { databaseError } from "../migrate/database-error.ts";
import { databaseAway } from "./map-error.ts";

type Role = "app" | "system";
type Facts = {
  name: string;
  superuser: boolean;
  bypasses: boolean;
  owns: boolean;
  expected: boolean;
  prepared: boolean;
};

/**
 * Resolves when the database answers, the role is the one that its policies bind, and the newest migration of this
 * code is applied. Throws UNAVAILABLE with a sentence on what to do otherwise.
 */
export async function checkDatabase(pool: Pool, role: Role): Promise<void> {
  await checkRole(pool, role);
  const applied = await ask<{ finished: boolean }>(
    pool,
    role,
    "SELECT finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE migration_name = $1 AND rolled_back_at IS NULL",
    [NEWEST_MIGRATION],
  );
  if (!applied.some(({ finished }) => finished)) {
    throw databaseError(
      `The database's schema is older than this program: migration ${NEWEST_MIGRATION} is missing. Start PROCODE with \`npm start\`, which applies it.`,
    );
  }
}

/** Refuses a role that row-level security does not bind. */
export async function checkRole(pool: Pool, role: Role): Promise<void> {
  const variable = variableOf(role);
  const [facts] = await ask<Facts>(pool, role, ROLE_FACTS, [`procode_${role}`]);
  if (!facts) throw databaseAway(new Error("The role's facts came back empty."));
  if (facts.superuser || facts.bypasses || facts.owns) {
    const why = facts.superuser
      ? "is a superuser"
      : facts.bypasses
        ? "may bypass row-level security"
        : "owns PROCODE's tables";
    throw databaseError(
      `${variable} logs in as ${facts.name}, who ${why}, so nothing would keep one person's data from another's. Use the role procode_${role}.`,
    );
  }
  if (!facts.expected) {
    throw databaseError(
      `${variable} logs in as ${facts.name}, who sees nothing there. Use the role procode_${role}; packages/db/README.md has the statements that make it.`,
    );
  }
  if (!facts.prepared) {
    throw databaseError(
      `${variable} names a database that PROCODE's migrations never ran on. Start PROCODE with \`npm start\`, which applies them.`,
    );
  }
}

const ROLE_FACTS = `SELECT current_user AS name, rolsuper AS superuser, rolbypassrls AS bypasses,
  EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND pg_has_role(relowner, 'MEMBER')) AS owns,
  EXISTS (SELECT FROM pg_roles WHERE rolname = $1 AND pg_has_role(oid, 'USAGE')) AS expected,
  to_regclass('public._prisma_migrations') IS NOT NULL AS prepared
  FROM pg_roles WHERE rolname = current_user`;

// A wrong login, or a database that does not exist: no waiting mends it.
const NO_ENTRY = new Set(["28P01", "28000", "3D000"]);

async function ask<Row extends object>(pool: Pool, role: Role, text: string, values: unknown[]): Promise<Row[]> {
  try {
    return (await pool.query<Row>(text, values)).rows;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && NO_ENTRY.has(String(error.code)))) throw databaseAway(error);
    throw databaseError(`The database does not let in what ${variableOf(role)} names: ${error.message}.`, error);
  }
}

const variableOf = (role: Role): string => (role === "app" ? "DATABASE_URL" : "DATABASE_SYSTEM_URL");

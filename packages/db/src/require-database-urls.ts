import type { DatabaseUrls } from "./provision-roles.ts";

/**
 * The three addresses of a database of one's own, or null when none is set, which asks for the embedded one. Throws,
 * with the names of what is missing, when only some are.
 */
export function requireDatabaseUrls(variables: {
  DATABASE_URL?: string | undefined;
  DATABASE_SYSTEM_URL?: string | undefined;
  DATABASE_OWNER_URL?: string | undefined;
}): DatabaseUrls | null {
  const { DATABASE_URL: app, DATABASE_SYSTEM_URL: system, DATABASE_OWNER_URL: owner } = variables;
  if (app && system && owner) return { app, system, owner };
  if (!app && !system && !owner) return null;
  const missing = Object.entries({ DATABASE_URL: app, DATABASE_SYSTEM_URL: system, DATABASE_OWNER_URL: owner }).flatMap(
    ([name, url]) => (url ? [] : name),
  );
  throw new Error(
    `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set. PROCODE logs in to a database of your own in three roles: ` +
      "DATABASE_URL as procode_app, DATABASE_SYSTEM_URL as procode_system and DATABASE_OWNER_URL as procode_owner. " +
      "packages/db/README.md has the statements that make them. Unset all three to use the database that comes with PROCODE.",
  );
}

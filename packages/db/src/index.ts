export { findEmbeddedPostgres, startEmbeddedPostgres } from "./embedded/start-embedded-postgres.ts";
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from "./embedded/start-embedded-postgres.ts";
export { migrate } from "./migrate/migrate.ts";
export { provisionRoles } from "./provision-roles.ts";
export type { DatabaseUrls, RolePasswords } from "./provision-roles.ts";

export { createCipher } from "./cipher.ts";
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from "./embedded/start-embedded-postgres.ts";
export { findEmbeddedPostgres, startEmbeddedPostgres } from "./embedded/start-embedded-postgres.ts";
export { migrate } from "./migrate/migrate.ts";
export type { DatabaseUrls, RolePasswords } from "./provision-roles.ts";
export { provisionRoles } from "./provision-roles.ts";
export { requireDatabaseUrls } from "./require-database-urls.ts";
export type { PrismaStore, PrismaStoreOptions } from "./store/create-prisma-store.ts";
export { createPrismaStore } from "./store/create-prisma-store.ts";

import { defineConfig } from "prisma/config";

// Migrations run as the owner. Without the variable only `prisma generate` works, which needs no database.
const url = process.env["DATABASE_OWNER_URL"];

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(url ? { datasource: { url } } : {}),
});

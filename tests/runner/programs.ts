import type { Program } from "./find-program.ts";

export const NGINX: Program = { name: "nginx", files: ["nginx"], variable: "PROCODE_NGINX", debian: "nginx" };

export const PGBOUNCER: Program = {
  name: "PgBouncer",
  files: ["pgbouncer"],
  variable: "PROCODE_PGBOUNCER",
  debian: "pgbouncer",
};

export const REDIS: Program = {
  name: "Redis",
  files: ["redis-server"],
  variable: "PROCODE_REDIS_SERVER",
  debian: "redis-server",
};

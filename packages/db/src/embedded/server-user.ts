import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { databaseError } from "../migrate/database-error.ts";

const run = promisify(execFile);

/** PostgreSQL refuses to run as root: there it runs as the user `postgres`, made when missing. Otherwise as whoever runs us. */
export async function serverUser(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  try {
    return (await findUser()) ?? (await createUser());
  } catch (error) {
    throw databaseError(
      "PostgreSQL does not run as root, and the user `postgres` could not be made. Run PROCODE as a normal user.",
      error,
    );
  }
}

async function findUser() {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", "postgres"]), run("id", ["-g", "postgres"])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

async function createUser() {
  await run("groupadd", ["--force", "postgres"]);
  await run("useradd", ["--system", "-g", "postgres", "postgres"]);
  const user = await findUser();
  if (!user) throw new Error("useradd made no user.");
  return user;
}

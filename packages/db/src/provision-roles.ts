import { Client } from "pg";

export type RolePasswords = { owner: string; app: string; system: string };
/** Connection strings of the three roles. */
export type DatabaseUrls = { owner: string; app: string; system: string };

/**
 * Creates the three roles and PROCODE's database, as a superuser, where they are missing, and sets the passwords.
 * Returns the roles' connection strings.
 */
export async function provisionRoles(
  superuserUrl: string,
  { passwords, database = "procode" }: { passwords: RolePasswords; database?: string },
): Promise<DatabaseUrls> {
  const client = new Client({ connectionString: superuserUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    for (const [role, password] of Object.entries(passwords)) await ensureRole(client, `procode_${role}`, password);
    await ensureDatabase(client, database);
  } finally {
    await client.end();
  }
  const url = (role: keyof RolePasswords) => {
    const parsed = new URL(superuserUrl);
    parsed.username = `procode_${role}`;
    parsed.password = passwords[role];
    parsed.pathname = `/${database}`;
    return parsed.toString();
  };
  return { owner: url("owner"), app: url("app"), system: url("system") };
}

async function ensureRole(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [role]);
  const verb = rowCount === 0 ? "CREATE" : "ALTER";
  await client.query(
    `${verb} ROLE ${client.escapeIdentifier(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${client.escapeLiteral(password)}`,
  );
}

async function ensureDatabase(client: Client, database: string): Promise<void> {
  const name = client.escapeIdentifier(database);
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [database]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${name} OWNER procode_owner`);
  await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${name} TO procode_app, procode_system`);
}

import type { ApiKey } from "@procode/contracts";
import { createApiKey, listApiKeys, revokeApiKey } from "@procode/core";
import { openAsOwner } from "../keys/open-as-owner.ts";
import { readKeysArguments } from "../keys/read-keys-arguments.ts";

/** Makes, lists and revokes a person's API keys, on the database itself. A new key is all that goes to stdout. */
export async function keys(args: string[]): Promise<number> {
  const asked = readKeysArguments(args);
  const { ctx, close } = await openAsOwner(asked.email);
  try {
    if (asked.verb === "create") {
      const made = await createApiKey(ctx, asked.input);
      process.stdout.write(`${made.key}\n`);
      process.stderr.write(`${describe(made)}. It is shown this once; only its hash is kept.\n`);
    } else if (asked.verb === "list") {
      const known = await listApiKeys(ctx);
      if (asked.json) process.stdout.write(`${JSON.stringify(known, null, 2)}\n`);
      else for (const key of known) process.stdout.write(`${describe(key)}\n`);
      if (known.length === 0) process.stderr.write("No keys yet.\n");
    } else {
      await revokeApiKey(ctx, asked.input);
      process.stderr.write("The key is revoked; its next request is refused.\n");
    }
    return 0;
  } finally {
    await close();
  }
}

function describe({ id, hint, name, scopes, expiresAt, lastUsedAt }: ApiKey): string {
  const expiry = expiresAt ? `expires ${day(expiresAt)}` : "does not expire";
  return `${id}  ${hint}  ${name}  ${scopes.join(",")}  ${expiry}  ${lastUsedAt ? `last used ${day(lastUsedAt)}` : "never used"}`;
}

const day = (at: Date) => at.toISOString().slice(0, 10);

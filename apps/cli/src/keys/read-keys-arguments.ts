import { parseArgs } from "node:util";
import { CreateApiKeyInput, RegisterInput, RevokeApiKeyInput } from "@procode/contracts";
import { UsageError } from "../usage-error.ts";

export type KeysArguments =
  | { verb: "create"; email: string; input: CreateApiKeyInput }
  | { verb: "list"; email: string; json: boolean }
  | { verb: "revoke"; email: string; input: RevokeApiKeyInput };

const OPTIONS = {
  create: {
    email: { type: "string" },
    scopes: { type: "string" },
    name: { type: "string", default: "command line" },
    "expires-days": { type: "string" },
  },
  list: { email: { type: "string" }, json: { type: "boolean", default: false } },
  revoke: { email: { type: "string" } },
} as const;

/** Throws UsageError on what `procode keys` does not know. */
export function readKeysArguments([verb = "", ...args]: string[]): KeysArguments {
  if (verb === "create") {
    const { values } = parse(args, OPTIONS.create);
    const days = values["expires-days"];
    const input = {
      name: values.name,
      scopes: (values.scopes ?? "")
        .split(",")
        .map((scope) => scope.trim())
        .filter(Boolean),
      ...(days === undefined ? {} : { expiresInDays: Number(days) }),
    };
    return { verb, email: readEmail(values.email), input: check(CreateApiKeyInput, input) };
  }
  if (verb === "list") {
    const { values } = parse(args, OPTIONS.list);
    return { verb, email: readEmail(values.email), json: values.json };
  }
  if (verb === "revoke") {
    const { values, positionals } = parse(args, OPTIONS.revoke, true);
    return { verb, email: readEmail(values.email), input: check(RevokeApiKeyInput, { keyId: positionals[0] }) };
  }
  throw new UsageError("keys", verb ? `There is no "keys ${verb}".` : "keys does create, list or revoke.");
}

type Parsed<Options extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: boolean }>
>;

function parse<const Options extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]>(
  args: string[],
  options: Options,
  allowPositionals = false,
): Parsed<Options> {
  return UsageError.orElse("keys", () => parseArgs({ args, options, allowPositionals }));
}

function readEmail(email: string | undefined): string {
  return check(RegisterInput.shape.email, email, "--email names whose key it is, as --email you@example.com.");
}

type Schema<T> = {
  safeParse(
    value: unknown,
  ): { success: true; data: T } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
};

function check<T>(schema: Schema<T>, value: unknown, message?: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UsageError("keys", message ?? `${ASKED[String(issue?.path[0])] ?? "This"}: ${issue?.message}`);
}

const ASKED: Record<string, string> = {
  scopes: "--scopes takes chat, read and manage, with commas between",
  name: "--name",
  expiresInDays: "--expires-days takes 1 to 3650",
  keyId: "keys revoke takes the id that keys list shows",
};

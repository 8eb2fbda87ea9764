import { isIP } from "node:net";
import { z } from "zod";

const LEAST_SECRET = 32;
const LEAST_DIFFERENT = 8;
const WELL_KNOWN =
  /^(change-?me|secret|password|your[-_ ]|replace|example|default|test|nextauth|super-?secret|openssl )/i;

/** A port to listen on. */
export const port = whole(1, 65_535);

/** An address of one of these protocols. */
export function url(...protocols: string[]) {
  const expected = `an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`;
  return z.string().refine((value) => isAddress(value, protocols), expected);
}

export const postgresUrl = url("postgres:", "postgresql:");
export const httpUrl = url("http:", "https:").transform((value) => value.replace(/\/+$/, ""));

export const secret = z
  .string()
  .refine(
    (value) => value.length >= LEAST_SECRET,
    `at least ${LEAST_SECRET} random characters (openssl rand -base64 48)`,
  )
  .refine(
    (value) => !WELL_KNOWN.test(value) && new Set(value).size >= LEAST_DIFFERENT,
    `random characters that nobody knows (openssl rand -base64 48), not an example`,
  );

export const host = z
  .string()
  .refine(
    (value) => isIP(value) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value),
    "an address or a host name, as 127.0.0.1",
  );

/** Comma-separated; a single address stands for itself. */
export const cidrs = list(z.string().refine(isCidr, "addresses or networks with commas between, as 10.0.0.0/8,::1"));

const KEYS = "id:base64 of 32 random bytes, newest first (openssl rand -base64 32)";

/** `id:base64` of 32 bytes each, newest first. */
export const encryptionKeys = list(z.string().refine(isEncryptionKey, KEYS))
  .refine((keys) => keys.length > 0, KEYS)
  .refine((keys) => new Set(keys.map((key) => key.split(":")[0])).size === keys.length, "keys with different ids")
  .transform((keys) => keys.join(","));

function list<Item extends z.ZodType<unknown, string>>(item: Item) {
  const split = (value: string) =>
    value
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  return z.string().transform(split).pipe(z.array(item));
}

function whole(least: number, most: number) {
  const expected = `a whole number from ${least} to ${most}`;
  return z
    .string()
    .refine((value) => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most, expected)
    .transform(Number);
}

function isCidr(value: string): boolean {
  const [address = "", bits, ...rest] = value.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function isEncryptionKey(value: string): boolean {
  const [, base64] = /^[\w-]{1,40}:([A-Za-z0-9+/]{43}=)$/.exec(value) ?? [];
  return base64 !== undefined && new Set(Buffer.from(base64, "base64")).size > LEAST_DIFFERENT;
}

function isAddress(value: string, protocols: readonly string[]): boolean {
  const parsed = URL.parse(value);
  if (!parsed || !protocols.includes(parsed.protocol) || parsed.host === "") return false;
  try {
    decodeURIComponent(parsed.password);
    return true;
  } catch {
    return false;
  }
}

const HIDDEN = "[hidden]";
const SECRET_NAME =
  /authorization|cookie|password|passwd|apikey|secret|credential|privatekey|encryptionkey|token$|tokenhash$/;
// Vendors' errors carry whole requests, and with them a person's words.
const BODY_NAME = /^(requestbodyvalues|requestbody|responsebody|prompt|messages)$/;
const MOST_DEPTH = 8;
const MOST_CHARACTERS = 8_000;

const SECRET_VALUES: readonly (readonly [RegExp, string])[] = [
  [/\bsk-[\w-]{8,}/g, HIDDEN],
  [/\bpk_[\w-]{8,}/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${HIDDEN}`],
  [/(?<!\d)\d{8,}:[\w-]{35}/g, HIDDEN],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, HIDDEN],
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]*:)[^\s/]+(?=@)/gi, `$1${HIDDEN}`],
  [/([?&](?:token|key|api_?key|secret|password|signature)=)[^\s&#"']+/gi, `$1${HIDDEN}`],
];

/**
 * Makes a copy of anything that is safe to write down: values under secret names, values that look like a secret and
 * the given exact secrets are replaced; errors become plain objects, circles and depths end in "[…]", long text is cut.
 */
export function createRedact(secrets: readonly string[] = []): (value: unknown) => unknown {
  const exact = secrets.filter((secret) => secret.length >= 6).sort((a, b) => b.length - a.length);

  function text(value: string): string {
    let clean = value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}…` : value;
    for (const secret of exact) if (clean.includes(secret)) clean = clean.replaceAll(secret, HIDDEN);
    for (const [pattern, replacement] of SECRET_VALUES) clean = clean.replace(pattern, replacement);
    return clean;
  }

  function copy(value: unknown, depth: number, above: readonly object[]): unknown {
    if (typeof value === "string") return text(value);
    if (typeof value === "bigint" || typeof value === "symbol" || typeof value === "function")
      return text(String(value));
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "invalid date" : value;
    if (above.includes(value) || depth >= MOST_DEPTH) return "[…]";
    const inside = [...above, value];
    if (Array.isArray(value)) return value.map((inner) => copy(inner, depth + 1, inside));
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (value instanceof Map || value instanceof Set) return copy([...value], depth + 1, inside);
    if (value instanceof URL) return text(value.href);
    return copyFields(value, depth, inside);
  }

  function copyFields(value: object, depth: number, inside: readonly object[]): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    if (value instanceof Error) {
      Object.assign(fields, { type: text(value.name), message: text(value.message), stack: text(value.stack ?? "") });
      if (value.cause !== undefined) fields.cause = copy(value.cause, depth + 1, inside);
      if (value instanceof AggregateError) fields.errors = copy(value.errors, depth + 1, inside);
    }
    const entries = value instanceof Headers ? [...value] : Object.entries(value);
    for (const [key, inner] of entries) {
      if (key in fields) continue;
      fields[key] = isHidden(key, inner) ? HIDDEN : copy(inner, depth + 1, inside);
    }
    return fields;
  }

  return (value) => copy(value, 0, []);
}

// A number or a truth value is a count or a state ("firstToken: 120"), never a secret.
function isHidden(key: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === "number" || typeof value === "boolean") return false;
  const name = key.toLowerCase().replace(/[^a-z]/g, "");
  return SECRET_NAME.test(name) || BODY_NAME.test(name);
}

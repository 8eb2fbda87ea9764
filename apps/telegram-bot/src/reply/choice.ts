/** What a button sends back: at most 64 bytes, read again by `readChoice`. */
export type Choice =
  | { kind: "conversation"; id: string }
  | { kind: "model"; id: string }
  | { kind: "unlink"; id: "yes" | "no" };

const MOST_BYTES = 64;
const PREFIXES = { conversation: "c:", model: "m:", unlink: "u:" } as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Null where it does not fit into a button. */
export function writeChoice({ kind, id }: Choice): string | null {
  const data = `${PREFIXES[kind]}${id}`;
  return Buffer.byteLength(data) <= MOST_BYTES ? data : null;
}

/** Null for what no button of ours sends: of an older version, or forged. */
export function readChoice(data: string): Choice | null {
  const id = data.slice(2);
  if (data.startsWith(PREFIXES.conversation) && UUID.test(id)) return { kind: "conversation", id };
  if (data.startsWith(PREFIXES.model) && id !== "") return { kind: "model", id };
  if (data.startsWith(PREFIXES.unlink) && (id === "yes" || id === "no")) return { kind: "unlink", id };
  return null;
}

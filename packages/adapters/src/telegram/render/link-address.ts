const ALLOWED = new Set(["http:", "https:", "mailto:", "tg:"]);
/** Longer addresses would use up what Telegram allows for all entities of a message. */
const LONGEST = 2_000;
const LONGEST_IN_WORDS = 500;

/** The address of a link that Telegram takes; null for one that it refuses or that is not allowed. Nothing is fetched. */
export function linkAddress(address: string): string | null {
  if (address.length > LONGEST || !URL.canParse(address)) return null;
  const { protocol, hostname, href } = new URL(address);
  if (!ALLOWED.has(protocol)) return null;
  // Telegram drops a link to a bare name like "localhost" without a word.
  if (protocol.startsWith("http") && !hostname.includes(".") && !hostname.startsWith("[")) return null;
  return href;
}

/** An address that is no link, for people to read. */
export function addressInWords(address: string): string {
  return address.length > LONGEST_IN_WORDS ? `${address.slice(0, LONGEST_IN_WORDS)}…` : address;
}

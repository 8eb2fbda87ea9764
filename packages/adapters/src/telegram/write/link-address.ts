const ALLOWED = new Set(["http:", "https:", "tg:"]);
const TG = /^tg:(?:\/\/)?[\w-]+(?:[/?#]\S*)?$/i;
/** Longer addresses would use up what Telegram allows for all entities of a message. */
const LONGEST = 2_000;
const LONGEST_IN_WORDS = 500;

/**
 * The address of a link that Telegram takes; null for one that it refuses or that is not allowed. Telegram takes no
 * `mailto:`, but finds an address that stands in words. Nothing is fetched.
 */
export function linkAddress(address: string): string | null {
  if (address.length > LONGEST || !URL.canParse(address)) return null;
  const { protocol, hostname, href } = new URL(address);
  if (!ALLOWED.has(protocol) || /\s/.test(href)) return null;
  if (protocol === "tg:") return TG.test(href) ? href : null;
  return hostname.includes(".") || hostname.startsWith("[") ? href : null;
}

/** An address that is no link, for people to read. */
export function addressInWords(address: string): string {
  const readable = address.replace(/^mailto:([^?]*).*$/is, "$1");
  return readable.length > LONGEST_IN_WORDS ? `${readable.slice(0, LONGEST_IN_WORDS)}…` : readable;
}

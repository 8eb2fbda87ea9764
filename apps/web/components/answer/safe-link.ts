const SCHEMES = new Set(["http:", "https:", "mailto:"]);
/** Longer addresses carry data out rather than lead anywhere. */
const LONGEST = 2_000;

export type SafeLink = {
  href: string;
  /** Where it leads, in ASCII, so that no look-alike letter hides it: "example.com", or the address of a mail. */
  host: string;
};

/** null unless the address leads to a web page or a mailbox. Relative addresses lead nowhere: an answer has no place. */
export function safeLink(address: string): SafeLink | null {
  if (address.length > LONGEST || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (!SCHEMES.has(url.protocol)) return null;
  if (url.protocol === "mailto:") return { href: `mailto:${url.pathname}`, host: decodeMail(url.pathname) };
  if (url.host === "") return null;
  // A name before the host is only ever there to be mistaken for it.
  url.username = "";
  url.password = "";
  return { href: url.href, host: url.host.replace(/^www\./, "") };
}

function decodeMail(path: string): string {
  return path.replace(/%40/g, "@").slice(0, 200);
}

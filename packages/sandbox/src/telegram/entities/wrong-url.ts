/** Why Telegram would refuse this address in a link or a button; null when it takes it. Hosts need a dot: no localhost. */
export function wrongUrl(url: string): string | null {
  if (/^(tg|ton):/i.test(url)) return /^(tg|ton):(\/\/)?[\w-]+([/?#]\S*)?$/i.test(url) ? null : "Wrong tg URL";
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") return "Unsupported URL protocol";
  const whole = scheme === undefined ? `http://${url}` : url;
  if (!URL.canParse(whole) || /\s/.test(url)) return "Wrong HTTP URL";
  const { hostname } = new URL(whole);
  return hostname.includes(".") || hostname.startsWith("[") ? null : "Wrong HTTP URL";
}

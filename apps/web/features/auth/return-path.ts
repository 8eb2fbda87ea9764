const HOME = "/dashboard";
// Only used to resolve against; nothing is ever fetched from it.
const BASE = "http://procode.invalid";

/** Where to go after signing in: a path of this site, never another one. */
export function returnPath(asked: string | undefined): string {
  if (!asked?.startsWith("/") || !URL.canParse(asked, BASE)) return HOME;
  const url = new URL(asked, BASE);
  return url.origin === BASE ? url.pathname + url.search : HOME;
}

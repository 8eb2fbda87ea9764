export const SIDEBAR_COOKIE = "procode-sidebar";
const YEAR_S = 31_536_000;

/** Remembers whether the sidebar is a rail, where the server reads it for the first paint. */
export function keepSidebar(collapsed: boolean): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${SIDEBAR_COOKIE}=${collapsed ? "rail" : "open"}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
}

import type { Density, Theme } from "@procode/contracts";

// Types only: the schemas would carry zod into every page's first load.
const THEMES = ["system", "light", "dark"] as const satisfies Theme[];
const DENSITIES = ["comfortable", "compact"] as const satisfies Density[];
const THEME_COOKIE = "procode-theme";
const DENSITY_COOKIE = "procode-density";
const YEAR_S = 31_536_000;

export type Appearance = { theme: Theme; density: Density };

/** What the cookies say; anything else is the default, so that a broken cookie never breaks a page. */
export function readAppearance(cookie: (name: string) => string | undefined): Appearance {
  return {
    theme: THEMES.find((theme) => theme === cookie(THEME_COOKIE)) ?? "system",
    density: DENSITIES.find((density) => density === cookie(DENSITY_COOKIE)) ?? "comfortable",
  };
}

/** In the browser: shows it at once and keeps it in the cookie that the server reads, so that no page ever flashes. */
export function applyAppearance({ theme, density }: Partial<Appearance>): void {
  const root = document.documentElement;
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  const keep = (name: string, value: string) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
  };
  if (theme) {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    keep(THEME_COOKIE, theme);
  }
  if (density) {
    root.dataset.density = density;
    keep(DENSITY_COOKIE, density);
  }
}

/** In the browser: whether this device keeps a choice of its own. */
export function keepsAppearance(): boolean {
  return document.cookie.includes(`${THEME_COOKIE}=`);
}

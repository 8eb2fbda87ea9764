/** The browser's own clock: what a person sees as now. Milliseconds since 1970. */
export function browserNow(): number {
  // biome-ignore lint/plugin: the one place of the web that reads the browser's clock
  return Date.now();
}

/** Keys as this machine writes them: "⌘ K" or "Ctrl K". */
export function shortcut(mac: boolean, ...keys: string[]): string {
  return keys.map((key) => (mac ? (MAC[key] ?? key) : key)).join(" ");
}

const MAC: Record<string, string> = { Ctrl: "⌘", Shift: "⇧", Alt: "⌥" };

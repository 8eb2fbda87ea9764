import { Id } from "@procode/contracts";
import { readSetting, type Setting, writeSetting } from "../proactive/settings/setting.ts";

/** Under a message that nobody asked for: a word on it, why it came, and for how long nothing more is to come. */
const MESSAGE_ACTS = [
  ...(["up", "down", "less", "why", "snooze", "back"] as const),
  ...(["three-hours", "tomorrow", "week", "wake"] as const),
] as const;
export type MessageAct = (typeof MESSAGE_ACTS)[number];

/** Under what /proactive and /snooze say; `day-2` allows two messages a day, `week-10` ten a week, `usd-1` a dollar a month. */
const PANEL_ACTS = [
  ...(["show", "on", "off", "ahead", "came", "limits"] as const),
  ...(["snooze", "three-hours", "tomorrow", "week", "wake"] as const),
  ...(["day-1", "day-2", "day-3", "day-5", "day-10"] as const),
  ...(["week-1", "week-3", "week-5", "week-10", "week-20", "week-50"] as const),
  ...(["usd-0.25", "usd-0.5", "usd-1", "usd-2", "usd-5", "usd-10"] as const),
] as const;
export type PanelAct = (typeof PANEL_ACTS)[number];

/** What a button sends back: at most 64 bytes, read again by `readChoice`. */
export type Choice =
  | { kind: "conversation"; id: string }
  | { kind: "model"; id: string }
  | { kind: "unlink"; id: "yes" | "no" }
  | { kind: "message"; id: string; act: MessageAct }
  | { kind: "panel"; id: PanelAct }
  | { kind: "setting"; setting: Setting };

const MOST_BYTES = 64;
const PREFIXES = { conversation: "c:", model: "m:", unlink: "u:", message: "p:", panel: "w:", setting: "s:" } as const;

/** Null where it does not fit into a button. */
export function writeChoice(choice: Choice): string | null {
  const said = "setting" in choice ? writeSetting(choice.setting) : choice.id;
  const data = PREFIXES[choice.kind] + ("act" in choice ? `${choice.act}:` : "") + said;
  return Buffer.byteLength(data) <= MOST_BYTES ? data : null;
}

/** Null for what no button of ours sends: of an older version, or forged. */
export function readChoice(data: string): Choice | null {
  const id = data.slice(2);
  if (data.startsWith(PREFIXES.conversation) && isId(id)) return { kind: "conversation", id };
  if (data.startsWith(PREFIXES.model) && id !== "") return { kind: "model", id };
  if (data.startsWith(PREFIXES.unlink) && (id === "yes" || id === "no")) return { kind: "unlink", id };
  if (data.startsWith(PREFIXES.message)) return readMessageChoice(id);
  const setting = data.startsWith(PREFIXES.setting) ? readSetting(id) : null;
  if (setting) return { kind: "setting", setting };
  const act = data.startsWith(PREFIXES.panel) && PANEL_ACTS.find((one) => one === id);
  return act ? { kind: "panel", id: act } : null;
}

/** Whether it stood under the settings, perhaps of an older version: they are then shown as they are now. */
export const isOfSettings = (data: string): boolean =>
  data.startsWith(PREFIXES.panel) || data.startsWith(PREFIXES.setting);

function readMessageChoice(written: string): Choice | null {
  const [name, id = ""] = written.split(":", 2);
  const act = MESSAGE_ACTS.find((one) => one === name);
  return act && isId(id) ? { kind: "message", act, id } : null;
}

const isId = (id: string) => Id.safeParse(id).success;

import type { WritableEntryLog } from "../../log/entry-log.ts";
import { type FaultDesk, type FaultRule, type FloodLimit, readRule } from "../faults/create-fault-desk.ts";
import type { TelegramEntry } from "../log-entry.ts";
import type { World } from "../state/world.ts";
import type { UpdateDesk } from "../updates/create-update-desk.ts";

export type TelegramControl = Pick<FaultDesk, "addRule" | "setFloodLimit" | "reset" | "state"> & {
  /** Lets a known update come so many times more, whether it was confirmed or not. */
  redeliver(updateId: number, times?: number): void;
  /** Keeps a file for getFile and its download; the file_id. */
  addFile(name: string, bytes: Uint8Array): string;
  /** Takes what POST /control got. Throws a sentence. */
  apply(change: unknown): void;
};

const FLOOD_PARTS = ["perBot", "perChat", "chatBurst", "retryAfter"];
const KNOWN = ["reset", "rules", "flood", "redeliver"];

export function createControl(
  world: World,
  log: WritableEntryLog<TelegramEntry>,
  updates: UpdateDesk,
  faults: FaultDesk,
): TelegramControl {
  const control: TelegramControl = {
    addRule: faults.addRule,
    setFloodLimit: faults.setFloodLimit,
    reset: faults.reset,
    state: faults.state,
    redeliver: (updateId, times = 1) => updates.redeliver(updateId, times),
    addFile(name, bytes) {
      const file_id = `sandbox-file-${world.files.size + 1}`;
      const file_path = `documents/${world.files.size + 1}-${name.replaceAll(/[^\w.-]/g, "_")}`;
      log.append({ type: "file", file_id, file_path, base64: Buffer.from(bytes).toString("base64") });
      return file_id;
    },
    apply(change) {
      const given: Record<string, unknown> = { ...Object(change) };
      const unknown = Object.keys(given).find((name) => !KNOWN.includes(name));
      if (unknown !== undefined) throw new Error(`The control has no "${unknown}"; it knows ${KNOWN.join(", ")}.`);
      const rules = readRules(given.rules);
      const flood = readFlood(given.flood);
      if (given.reset === true) control.reset();
      for (const rule of rules) control.addRule(rule);
      if (flood !== undefined) control.setFloodLimit(flood);
      if (given.redeliver !== undefined) {
        const { updateId, times = 1 } = Object(given.redeliver);
        control.redeliver(Number(updateId), Number(times));
      }
    },
  };
  return control;
}

function readRules(value: unknown): FaultRule[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error(`"rules" is a list.`);
  return value.map(readRule);
}

function readFlood(value: unknown): FloodLimit | null | undefined {
  if (value === undefined || value === null) return value;
  const { perBot = 30, perChat = 1, ...more } = Object(value);
  const limit = { perBot, perChat, ...more };
  for (const [name, part] of Object.entries(limit))
    if (!FLOOD_PARTS.includes(name) || typeof part !== "number")
      throw new Error(`"flood" has the numbers ${FLOOD_PARTS.join(", ")}, or is null; not "${name}".`);
  return limit;
}

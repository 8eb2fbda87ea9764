import type { TelegramButton } from "@procode/core";
import { writeChoice } from "../../reply/choice.ts";
import { clip } from "../../reply/clip.ts";
import type { Setting } from "./setting.ts";

/** A longer label is cut by the phone anyway. */
const LONGEST_LABEL = 60;

/** A button of the settings. */
export const settingButton = (text: string, setting: Setting): TelegramButton => ({
  text: clip(text, LONGEST_LABEL),
  data: writeChoice({ kind: "setting", setting }) ?? "",
});

/** So many in a row. */
export function inRows<One>(all: readonly One[], most: number): One[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, row) => all.slice(row * most, (row + 1) * most));
}

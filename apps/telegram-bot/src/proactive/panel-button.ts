import type { TelegramButton } from "@procode/core";
import { type PanelAct, writeChoice } from "../reply/choice.ts";

/** A button under what /proactive and /snooze say. */
export const panelButton = (text: string, id: PanelAct): TelegramButton => ({
  text,
  data: writeChoice({ kind: "panel", id }) ?? "",
});

import { showPanel } from "../proactive/panel.ts";
import type { LinkedContext } from "../update/turn.ts";

/** /proactive: what may be written unasked, what comes next, and buttons to change it. */
export async function proactive({ turn }: LinkedContext): Promise<void> {
  turn.say(await showPanel(turn.linked, turn.words));
}

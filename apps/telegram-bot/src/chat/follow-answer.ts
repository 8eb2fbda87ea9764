import { renderTelegramDraft } from "@procode/adapters";
import type { AnswerPart, Message } from "@procode/contracts";
import { isTrackedEnvelope } from "@trpc/server";
import type { Linked, Turn } from "../update/turn.ts";
import { showDraft } from "./show-draft.ts";

/** Draft ids are positive 32-bit numbers. */
const DRAFT_IDS = 2_147_483_647;

/** Shows an answer while it is written and returns it when it stands; null when this process ends before. */
export async function followAnswer(turn: Turn & { linked: Linked }, generationId: string): Promise<Message | null> {
  const draft = showDraft({ ...turn, draftId: (turn.updateId % DRAFT_IDS) + 1, render: renderTelegramDraft });
  let text = "";
  try {
    for await (const envelope of await turn.linked.caller.chat.follow({ generationId })) {
      // Called in process, a subscription gives what its procedure yields; its type tells what a client would get.
      if (!isTrackedEnvelope<AnswerPart>(envelope)) continue;
      const [, part] = envelope;
      if (part.type === "done") return part.message;
      text = part.type === "reset" ? part.text : text + part.text;
      draft.show(text);
    }
    return null;
  } finally {
    await draft.end();
  }
}

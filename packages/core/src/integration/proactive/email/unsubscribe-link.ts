import { Id } from "@procode/contracts";
import type { Signer } from "../../../ports/signer.ts";

const PURPOSE = "unsubscribe from e-mail";
/** Where the web door takes it. */
export const UNSUBSCRIBE_PATH = "/api/email/unsubscribe";

/** It never ends: whoever finds an old letter may still stop the next one. It can do nothing else. */
export const unsubscribeUrl = (signer: Signer, appUrl: string, userId: string): string =>
  `${appUrl}${UNSUBSCRIBE_PATH}?token=${userId}.${signer.sign(PURPOSE, userId)}`;

/** Whose letters a token ends; null where it is none of ours. */
export function readUnsubscribeToken(signer: Signer, token: string): string | null {
  const [userId = "", signature = "", ...rest] = token.split(".");
  if (rest.length > 0 || !Id.safeParse(userId).success) return null;
  return signer.isSigned(PURPOSE, userId, signature) ? userId : null;
}

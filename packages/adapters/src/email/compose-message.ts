import type { Letter } from "@procode/core";
import MailComposer from "nodemailer/lib/mail-composer";

/** The letter as its bytes go to the mail server. What stands in a header has no line of its own, whatever is in it. */
export async function composeMessage(letter: Letter, from: string): Promise<Buffer> {
  const { id, to, subject, text, html, unsubscribeUrl, at } = letter;
  const composer = new MailComposer({
    ...{ from, to, subject, text, html, date: at, messageId: `<${id}@${domainOf(from)}>` },
    headers: {
      ...(unsubscribeUrl !== null && {
        "List-Unsubscribe": { prepared: true, foldLines: false, value: `<${unsubscribeUrl}>` },
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      }),
      "Auto-Submitted": "auto-generated",
    },
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: "windows",
  });
  return composer.compile().build();
}

/** "PROCODE <procode@example.org>" or the bare address: what stands between the brackets. */
export const addressOf = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();

const domainOf = (from: string): string => addressOf(from).split("@").at(-1) ?? "localhost";

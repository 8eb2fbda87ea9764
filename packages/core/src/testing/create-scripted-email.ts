import type { EmailDoor, EmailOutcome, Letter } from "../ports/email.ts";

export interface ScriptedEmail extends EmailDoor {
  /** What the next letters end as; it says `sent` for a letter that it takes. */
  script: (letter: Letter) => EmailOutcome | Promise<EmailOutcome>;
  /** Every letter that was handed over, in order. */
  requests: Letter[];
  /** What stands in the mailboxes: by a test's own script, too, when it calls this. Returns the outcome `sent`. */
  accept(letter: Letter): EmailOutcome;
  accepted: Letter[];
}

/** A mail server by script: takes everything until a test says otherwise. */
export function createScriptedEmail(): ScriptedEmail {
  const email: ScriptedEmail = {
    appUrl: "https://procode.example",
    script: (letter) => email.accept(letter),
    requests: [],
    accepted: [],
    accept(letter) {
      email.accepted.push(letter);
      return { kind: "sent" };
    },
    async send(letter) {
      email.requests.push(letter);
      return email.script(letter);
    },
  };
  return email;
}

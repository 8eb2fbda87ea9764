/** One letter to one person, as it is handed to the mail server. */
export type Letter = {
  /** Its Message-ID is made of it, so that the same letter tried again keeps its name. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** Takes a POST from the person's mail provider, as RFC 8058 says, and shows a button to whoever opens it. Null for one that comes once. */
  unsubscribeUrl: string | null;
  at: Date;
};

/** How a letter ended. Only `not-written` and `later` may be tried again: nothing was taken. */
export type EmailOutcome =
  | { kind: "sent" }
  /** No byte of the letter left this process. */
  | { kind: "not-written"; reason: string }
  /** A 4xx: not taken now. */
  | { kind: "later"; reason: string }
  /** A 5xx: the same letter never passes. */
  | { kind: "refused"; reason: string }
  /** Written, and no answer: it may have been taken. */
  | { kind: "uncertain"; reason: string };

/** A mail server. Nothing here repeats a letter by itself, and no reason or log names its password. */
export interface EmailDoor {
  /** Where the pages are that a letter points to, without a slash at its end. */
  appUrl: string;
  /** Ends within half a minute and never rejects for what the server does. */
  send(letter: Letter): Promise<EmailOutcome>;
}

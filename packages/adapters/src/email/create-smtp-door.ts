import { isIP } from "node:net";
import { Readable } from "node:stream";
import type { EmailDoor, EmailOutcome, Log } from "@procode/core";
import SMTPConnection, { type SMTPConnectionAuth } from "nodemailer/lib/smtp-connection";
import { addressOf, composeMessage } from "./compose-message.ts";

export type SmtpOptions = {
  /** `smtp://user:password@host:587`, or `smtps://` where TLS comes before the first word. */
  url: string;
  /** "PROCODE <procode@example.org>" */
  from: string;
  appUrl: string;
  log: Log;
  /** For the whole of one letter (default 25,000). */
  timeoutMs?: number;
};

const TIMEOUT_MS = 25_000;
const MOST_REASON = 200;

/**
 * Speaks SMTP with one connection for each letter. Until the server asked for the letter itself nothing of it is written and it may
 * be tried again; from its first byte on only the server's own answer tells whether it was taken. A password goes over TLS only,
 * but for a server on this machine.
 */
export function createSmtpDoor({ url, from, appUrl, log, timeoutMs = TIMEOUT_MS }: SmtpOptions): EmailDoor {
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const auth = username === "" ? undefined : { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const options = {
    ...{ host, secure: protocol === "smtps:", requireTLS: auth !== undefined && !isLoopback(host) },
    ...(port !== "" && { port: Number(port) }),
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs },
  };
  return {
    appUrl,
    async send(letter) {
      const bytes = await composeMessage(letter, from);
      const envelope = { from: addressOf(from), to: letter.to.address, size: bytes.length };
      const outcome = await exchange(new SMTPConnection(options), { auth, envelope, bytes, timeoutMs });
      if (outcome.kind === "not-written") log.warn("the mail server can not be used", { reason: outcome.reason });
      return outcome;
    },
  };
}

type Exchanging = {
  auth: SMTPConnectionAuth | undefined;
  envelope: { from: string; to: string; size: number };
  bytes: Buffer;
  timeoutMs: number;
};

/** Never rejects; the first thing that ends it decides. */
function exchange(connection: SMTPConnection, { auth, envelope, bytes, timeoutMs }: Exchanging): Promise<EmailOutcome> {
  return new Promise((resolve) => {
    let isWritten = false;
    const message = new Readable({
      read() {
        isWritten = true;
        this.push(bytes);
        this.push(null);
      },
    });
    const timer = setTimeout(
      () => finish({ kind: isWritten ? "uncertain" : "not-written", reason: "no answer in time" }),
      timeoutMs,
    );

    function finish(outcome: EmailOutcome): void {
      clearTimeout(timer);
      resolve(outcome);
      connection.close();
    }
    const fail = (error: Error) => finish({ kind: isWritten ? "uncertain" : "not-written", reason: reasonOf(error) });
    function answered(error: Error): void {
      const code = "responseCode" in error && typeof error.responseCode === "number" ? error.responseCode : 0;
      const isBadAddress = code === 0 && "code" in error && error.code === "EENVELOPE";
      if (code >= 400 && code < 500) finish({ kind: "later", reason: reasonOf(error) });
      else if ((code >= 500 && code < 600) || isBadAddress) finish({ kind: "refused", reason: reasonOf(error) });
      else fail(error);
    }
    function send(): void {
      connection.send(envelope, message, (error) => {
        if (error) return answered(error);
        clearTimeout(timer);
        resolve({ kind: "sent" });
        connection.quit();
      });
    }

    // Before the letter, a greeting or a login that fails says nothing about it, whatever its number.
    connection.on("error", (error) => (isWritten ? answered(error) : fail(error)));
    connection.connect((error) => {
      if (error) return fail(error);
      // A wrong password says nothing about the letter.
      if (auth) connection.login(auth, (refused) => (refused ? fail(refused) : send()));
      else send();
    });
  });
}

/** The server's own words, else the code: an error's message may hold more than a person may read. */
function reasonOf(error: Error): string {
  const response = "response" in error && typeof error.response === "string" ? error.response : "";
  const original = "originalCode" in error && typeof error.originalCode === "string" ? error.originalCode : "";
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return (response.replace(/[\p{Cc}\s]+/gu, " ").trim() || original || code).slice(0, MOST_REASON);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

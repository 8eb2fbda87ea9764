import type { Socket } from "node:net";
import type { SmtpFault } from "./smtp-fault.ts";

export type SmtpLogin = { user: string; password: string };
export type TakenLetter = { from: string; to: string[]; raw: string };
type Session = {
  socket: Socket;
  login: SmtpLogin | null;
  fault: SmtpFault | null;
  /** The final dot was read and the letter is the server's from here on. */
  take(letter: TakenLetter): void;
};

const CRLF = "\r\n";
const END_OF_DATA = `${CRLF}.${CRLF}`;
const LONGEST = 10_000_000;
const TAKEN = "250 2.0.0 Taken";
const LATE_MS = 1_500;

/** One connection: greets, answers command after command, takes letters. */
export function runSmtpSession({ socket, login, fault, take }: Session): void {
  let unread = "";
  let isInData = false;
  let isLoggedIn = login === null;
  let from: string | null = null;
  let to: string[] = [];
  const say = (...lines: string[]) => void socket.write(lines.map((line) => line + CRLF).join(""));

  socket.setEncoding("utf8");
  socket.on("error", () => socket.destroy());
  if (fault === "refuse") socket.destroy();
  else say("220 sandbox ESMTP");
  socket.on("data", (chunk: string) => {
    unread += chunk;
    if (unread.length > LONGEST) return void socket.destroy();
    while (!socket.destroyed && (isInData ? readData() : readLine()));
  });

  function readLine(): boolean {
    const end = unread.indexOf(CRLF);
    if (end < 0) return false;
    const line = unread.slice(0, end);
    unread = unread.slice(end + CRLF.length);
    answer(line);
    return true;
  }

  function answer(line: string) {
    const [verb = ""] = line.split(" ", 1);
    const rest = line.slice(verb.length).trim();
    switch (verb.toUpperCase()) {
      case "EHLO":
        return say("250-sandbox", "250-8BITMIME", "250-SMTPUTF8", login ? "250 AUTH PLAIN" : "250 HELP");
      case "HELO":
        return say("250 sandbox");
      case "AUTH":
        isLoggedIn = login !== null && rest === `PLAIN ${plain(login)}`;
        return say(isLoggedIn ? "235 2.7.0 Welcome" : "535 5.7.8 Wrong name or password");
      case "MAIL":
        if (!isLoggedIn) return say("530 5.7.0 Log in first");
        from = pathOf(rest);
        return say(from === null ? "501 5.1.7 From whom" : "250 2.1.0 Ok");
      case "RCPT":
        return addRecipient(pathOf(rest));
      case "DATA":
        if (fault === "hangUpBeforeData") return void socket.destroy();
        if (to.length === 0) return say("503 5.5.1 To whom");
        isInData = true;
        return say("354 Go on");
      case "RSET":
        forget();
        return say("250 2.0.0 Ok");
      case "NOOP":
        return say("250 2.0.0 Ok");
      case "QUIT":
        say("221 2.0.0 Bye");
        return void socket.end();
      default:
        return say("502 5.5.2 Not known here");
    }
  }

  function addRecipient(address: string | null) {
    if (from === null || !address) return say("503 5.5.1 Not now");
    if (fault === "laterAtOnce") return say("451 4.7.1 Come again later");
    if (fault === "neverAtOnce") return say("550 5.1.1 Nobody of that name");
    to.push(address);
    say("250 2.1.5 Ok");
  }

  function readData(): boolean {
    if (fault === "cutInData" && unread.length > 0) {
      socket.destroy();
      return false;
    }
    const end = unread.startsWith(`.${CRLF}`) ? -CRLF.length : unread.indexOf(END_OF_DATA);
    if (end === -1) return false;
    const body = unread.slice(0, Math.max(0, end));
    unread = unread.slice(end + END_OF_DATA.length);
    isInData = false;
    finish(body);
    return true;
  }

  function finish(body: string) {
    const letter = { from: from ?? "", to, raw: body.replace(/^\.\./gm, ".") };
    forget();
    if (fault === "later") return say("451 4.3.0 Come again later");
    if (fault === "never") return say("554 5.7.1 Not taken");
    take(letter);
    if (fault === "cutAfterDot") return void socket.destroy();
    if (fault === "lateAfterDot") return void setTimeout(say, LATE_MS, TAKEN);
    if (fault !== "silentAfterDot") say(TAKEN);
  }

  function forget(): void {
    from = null;
    to = [];
  }
}

const plain = ({ user, password }: SmtpLogin) => Buffer.from(`\0${user}\0${password}`).toString("base64");

/** What stands between the brackets of `FROM:<…>` and `TO:<…>`. */
const pathOf = (words: string): string | null => /^(?:FROM|TO):\s*<([^<>]*)>/i.exec(words)?.[1] ?? null;

import { subscribe } from "node:diagnostics_channel";
import { writeSync } from "node:fs";
import type { ClientRequest } from "node:http";
import { Socket } from "node:net";
import { Client } from "pg";
import { type CrashPoint, lastWordsAt } from "./crash-points.ts";

// Loaded before the process's own code, which knows nothing of it: the points are read off what it says to PostgreSQL,
// Telegram and the mail server, so that the code under test is the code that ships.

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Mark =
  | "planned"
  | "claimed"
  | "chat begun"
  | "chat settled"
  | "email begun"
  | "web begun"
  | "email settled"
  | "ledger settled";

const BEFORE_COMMIT: Partial<Record<Mark, CrashPoint>> = {
  "web begun": "before-send:web",
  "chat settled": "before-settle:telegram",
  "email settled": "before-settle:email",
  "ledger settled": "before-settle:ledger",
};
const AFTER_COMMIT: Partial<Record<Mark, CrashPoint>> = {
  planned: "after-plan",
  claimed: "after-claim",
  "web begun": "after-accept:web",
  "chat begun": "before-send:telegram",
  "email begun": "before-send:email",
};

function reach(point: CrashPoint | undefined): void {
  if (point === undefined || point !== process.env["CHAOS_POINT"]) return;
  writeSync(2, lastWordsAt(point));
  process.kill(process.pid, "SIGKILL");
}

/** What a statement does, as the store words it. */
function markOf(text: string, values: readonly unknown[]): Mark | null {
  if (text.includes("INSERT INTO proactive_messages")) return "planned";
  if (text.includes("UPDATE proactive_messages m SET state = 'claimed'")) return "claimed";
  if (text.includes("UPDATE telegram_sends s SET state = 'sending'")) return "chat begun";
  if (text.includes("UPDATE telegram_sends s SET state = 'sent'")) return "chat settled";
  if (text.includes("UPDATE proactive_messages SET state = 'sending'")) {
    if (values.includes("email")) return "email begun";
    return values.includes("web") ? "web begun" : null;
  }
  if (!/UPDATE proactive_messages m SET state = \$\d+, reason = \$\d+, lease_until = NULL/.test(text)) return null;
  return values.some((value) => String(value).startsWith("The mail server")) ? "email settled" : "ledger settled";
}

const transactions = new WeakMap<object, Set<Mark>>();
const query = Client.prototype.query as Method;
Reflect.set(Client.prototype, "query", function (this: object, ...args: unknown[]): unknown {
  const [first] = args;
  const { text = "", values = [] } = typeof first === "string" ? { text: first } : Object(first);
  if (text.startsWith("BEGIN")) transactions.set(this, new Set());
  const marks = transactions.get(this);
  if (text === "COMMIT") for (const mark of marks ?? []) reach(BEFORE_COMMIT[mark]);
  const answer = query.apply(this, args);
  const mark = markOf(text, values);
  // Heard before whoever asked hears it.
  if (answer instanceof Promise && (mark !== null || text === "COMMIT"))
    void answer.then(
      ({ rowCount }: { rowCount: number | null }) => {
        if (mark !== null && (rowCount ?? 0) > 0) marks?.add(mark);
        if (text === "COMMIT") for (const done of marks ?? []) reach(AFTER_COMMIT[done]);
      },
      () => undefined,
    );
  return answer;
});

const isMessage = ({ request }: { request: ClientRequest }) => request.path.endsWith("/sendMessage");
// All of it is the kernel's, which delivers it whatever becomes of the process.
subscribe("http.client.request.start", (event) => {
  const sent = event as { request: ClientRequest };
  if (isMessage(sent)) sent.request.once("finish", () => reach("after-write:telegram"));
});
subscribe("http.client.response.finish", (event) => {
  if (isMessage(event as { request: ClientRequest })) reach("after-accept:telegram");
});

const write = Socket.prototype.write as Method;
Reflect.set(Socket.prototype, "write", function (this: Socket, ...args: unknown[]): unknown {
  const isWritten = write.apply(this, args);
  if (/^(\r\n)?\.\r\n$/.test(String(args[0]))) {
    this.prependOnceListener("data", () => reach("after-accept:email"));
    setImmediate(() => reach("after-write:email"));
  }
  return isWritten;
});

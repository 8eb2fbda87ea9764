import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { createEntryLog, type EntryLog } from "../log/entry-log.ts";
import { seededRandom } from "../seeded-random.ts";
import { drawFault, type SmtpFault, type SmtpFaults } from "./smtp-fault.ts";
import { runSmtpSession, type SmtpLogin, type TakenLetter } from "./smtp-session.ts";

export type SmtpSandboxOptions = {
  /** Without it nobody has to log in. */
  login?: SmtpLogin;
  faults?: SmtpFaults;
  /** The same seed and order of connections draw the same faults (default 1). */
  seed?: number;
  /** 0, the default, takes a free port. */
  port?: number;
  host?: string;
};
/** `taken`: from here on the letter is the server's, whatever it answered. */
export type SmtpEntry = ({ type: "taken" } & TakenLetter) | { type: "fault"; fault: SmtpFault };
export type SmtpSandbox = {
  /** For SMTP_URL. */
  url: string;
  log: EntryLog<SmtpEntry>;
  /** Every letter that was taken, oldest first. */
  letters(): TakenLetter[];
  /** Replaces the faults, for connections to come. */
  setFaults(faults: SmtpFaults): void;
  close(): Promise<void>;
};

/** Starts a stand-in for a mail server, which keeps what it takes and sends it nowhere. One fault or none is drawn for each connection. */
export async function createSmtpSandbox(options: SmtpSandboxOptions = {}): Promise<SmtpSandbox> {
  const { login = null, seed = 1, port = 0, host = "127.0.0.1" } = options;
  let faults = options.faults ?? {};
  let connections = 0;
  const sockets = new Set<Socket>();
  const log = createEntryLog<SmtpEntry>({});

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    const fault = drawFault(faults, seededRandom(seed, `letter ${connections++}`));
    if (fault) log.append({ type: "fault", fault });
    runSmtpSession({ socket, login, fault, take: (letter) => void log.append({ type: "taken", ...letter }) });
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox has no TCP address.");
  const named = login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@` : "";
  return {
    url: `smtp://${named}${host}:${address.port}`,
    log,
    letters: () => log.entries().flatMap((entry) => (entry.type === "taken" ? [entry] : [])),
    setFaults(next) {
      faults = next;
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
      log.close();
    },
  };
}

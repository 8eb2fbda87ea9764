import { type Chat, createChat } from "./chat/create-chat.ts";
import { type ProcodeOptions, readOptions } from "./procode-options.ts";
import type { ProcodeRouter } from "./procode-router.ts";
import { createTrpc } from "./wire/create-trpc.ts";

export interface ProcodeClient {
  chat: Chat;
  /** Every procedure of PROCODE, called as with tRPC's own client, with the same retries and errors. */
  trpc: ProcodeRouter;
}

/** A client of one PROCODE. It holds no connection and no state; one per program is enough. */
export function createProcodeClient(options: ProcodeOptions): ProcodeClient {
  const settings = readOptions(options);
  return { chat: createChat(settings), trpc: createTrpc(settings) };
}

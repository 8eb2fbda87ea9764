import { type ServerProcess, startServer } from "./start-server.ts";

/** The bot's own process; resolves when it says that it is ready. */
export const startBot = (env: Record<string, string>): Promise<ServerProcess> =>
  startServer(["apps/telegram-bot/src/main.ts"], env);

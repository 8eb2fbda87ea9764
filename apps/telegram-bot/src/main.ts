import { EnvError } from "@procode/runtime";
import { startBot } from "./start-bot.ts";

// A process whose configuration is wrong says so and leaves with sysexits' 78; nothing was started yet.
try {
  const bot = await startBot(process.env);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await bot.stop();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // The one who started us is gone, however it went.
  process.on("disconnect", stop);
  process.send?.({ ready: await bot.detail });
} catch (error) {
  process.stderr.write(
    `${error instanceof EnvError ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(error instanceof EnvError ? error.exitCode : 1);
}

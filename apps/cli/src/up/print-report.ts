import type { Database } from "./choose-database.ts";
import type { Vendors } from "./choose-vendors.ts";

type Report = { inngest: boolean; appUrl: string; database: Database; vendors: Vendors; bot: string; dev: boolean };

/** One table of what runs and how to get the real thing in its place, then the line that says it is ready. */
export function printReport({ inngest, appUrl, database, vendors, bot, dev }: Report): void {
  const { models, telegram } = vendors;
  const rows = [
    ["web", dev ? `${appUrl}, with hot reload` : appUrl, "PORT and APP_URL move it"],
    ["database", database.detail, database.embedded ? "DATABASE_URL for your own PostgreSQL" : "yours"],
    ["models", models.detail, models.demo ? "OPENROUTER_API_KEY for 350+ real models" : "yours"],
    [
      "jobs",
      inngest ? "Inngest calls /api/inngest" : "built in, in PostgreSQL",
      inngest ? "yours" : "INNGEST_SIGNING_KEY and INNGEST_EVENT_KEY for Inngest",
    ],
    ["telegram", bot, telegram.demo ? "TELEGRAM_BOT_TOKEN for the real Telegram" : "yours"],
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(
    ([part = "", runs = "", real = ""]) =>
      `  ${part.padEnd(widths[0] ?? 0)}   ${runs.padEnd(widths[1] ?? 0)}   ${real}`,
  );
  process.stdout.write(`\n${lines.join("\n")}\n\nPROCODE ready at ${appUrl}\n`);
}

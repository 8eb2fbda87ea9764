import { createSmtpSandbox, type SmtpSandbox } from "@procode/sandbox";
import { openTelegramWorld, type TelegramWorld } from "../../product/open-telegram-world.ts";
import { type ServerProcess, startServer } from "../../product/start-server.ts";
import { startWeb } from "../../product/start-web.ts";
import { type Crowd, type CrowdOptions, openCrowd } from "./open-crowd.ts";

/** `worker`: a web process without its pages. */
export type Role = "web" | "worker" | "bot";
export type Stage = {
  world: TelegramWorld;
  mail: SmtpSandbox;
  crowd: Crowd;
  start(role: Role, change?: Record<string, string>): Promise<ServerProcess>;
  /** As if the time of these schedules had come, where no run of theirs is under way. */
  makeDue(...functions: ("find-proactive" | "deliver-proactive")[]): Promise<void>;
  /** As if the leases that processes without a beat have of messages were over, which takes up to a minute. */
  freeMessages(): Promise<void>;
  /** The same for every run of a job: who runs on with one finds that it went to another, and both may have done the same step. */
  freeJobs(): Promise<void>;
  /** Messages that are on their way to Telegram or to the mail server. */
  countSending(): Promise<number>;
  close(): Promise<void>;
};

/** Telegram takes its time over some messages, so that kills find some on their way. */
const SLOW = { probability: 0.3, fault: { delayMs: 150 } };

/** One PostgreSQL, Telegram, a mail server, a model and people who wait to be written to. */
export async function openStage(seed: number, messages: number, options: CrowdOptions = {}): Promise<Stage> {
  const mail = await createSmtpSandbox({ seed });
  const world = await openTelegramWorld({ seed, env: { SMTP_URL: mail.url } });
  const { database } = world;
  const running = new Set<ServerProcess>();
  const close = async () => {
    await Promise.all([...running].map((process) => process.kill()));
    await Promise.all([world.close(), mail.close()]);
  };
  try {
    const crowd = await openCrowd(world, messages, options);
    world.telegram.control.addRule({ method: "sendMessage", ...SLOW });
    return {
      ...{ world, mail, crowd, close },
      async start(role, change = {}) {
        const env = { ...world.env, ...change };
        const process = await START[role](env);
        running.add(process);
        void process.ended.then(() => running.delete(process));
        return process;
      },
      async makeDue(...functions) {
        await database.query(
          `UPDATE job_schedules SET next_at = date_trunc('second', now()) - interval '1 second' WHERE function_id = ANY ($1::text[])
             AND NOT EXISTS (SELECT FROM job_runs r WHERE r.function_id = job_schedules.function_id AND r.ended_at IS NULL)`,
          [functions.map((name) => `procode-${name}`)],
        );
      },
      freeMessages: async () => void (await database.query(FREE_MESSAGES)),
      freeJobs: async () =>
        void (await database.query(
          "UPDATE job_runs SET lease_until = procode_now() WHERE ended_at IS NULL AND lease_until > procode_now()",
        )),
      async countSending() {
        const [row] = await database.query<{ count: number }>(
          `SELECT ((SELECT count(*) FROM telegram_sends WHERE state = 'sending')
            + (SELECT count(*) FROM proactive_messages WHERE state = 'sending' AND channel = 'email'))::int AS count`,
        );
        return row?.count ?? 0;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const START: Record<Role, (env: Record<string, string>) => Promise<ServerProcess>> = {
  web: (env) => startWeb(env),
  worker: (env) => startServer(["tests/chaos/proactive/job-worker.ts"], env),
  bot: (env) => startServer(["apps/telegram-bot/src/main.ts"], env),
};

const FREE_MESSAGES = `UPDATE proactive_messages m SET lease_until = procode_now()
  WHERE state IN ('claimed', 'sending') AND lease_until > procode_now()
    AND NOT EXISTS (SELECT FROM workers w WHERE w.id = m.worker_id AND w.lease_until > procode_now())`;

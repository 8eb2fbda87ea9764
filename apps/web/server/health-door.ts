import type { ServerResponse } from "node:http";
import { timingSafeEqual } from "node:crypto";
import { findTelegramPoller, jobContext, type Services } from "@procode/core";
import { answerJson } from "./answer-json.ts";

type Health = {
  services: Services;
  draining(): boolean;
  renderMeasures(): Promise<string>;
  metricsToken: string | undefined;
  /** How Telegram brings updates; null where this PROCODE speaks to no bot. */
  telegram: "polling" | "webhook" | null;
};

/** Answers /api/health/live, /api/health/ready and /api/metrics; false for any other path. */
export function createHealthDoor({ services, draining, renderMeasures, metricsToken, telegram }: Health) {
  const health = jobContext(services, "health");
  // The web serves without it, so that it is told and does not count.
  async function botState(): Promise<string> {
    if (telegram !== "polling") return telegram ?? "none";
    try {
      return await findTelegramPoller(health);
    } catch (error) {
      services.log.warn("nobody knows whether the bot polls", { error });
      return "unknown";
    }
  }
  return async (
    path: string,
    authorization: string | undefined,
    isLoopback: boolean,
    response: ServerResponse,
  ): Promise<boolean> => {
    if (path === "/api/health/live") {
      answerJson(response, 200, { status: "live" });
    } else if (path === "/api/health/ready") {
      const database = await services.store.check().then(
        () => "ok",
        (error: unknown) => (error instanceof Error ? error.message : "away"),
      );
      const ready = database === "ok" && !draining();
      answerJson(response, ready ? 200 : 503, {
        status: ready ? "ready" : "not ready",
        database,
        bot: database === "ok" ? await botState() : "unknown",
        draining: draining(),
        answers: services.answers.size(),
      });
    } else if (path === "/api/metrics") {
      if (!mayRead(authorization, metricsToken, isLoopback))
        answerJson(response, 401, { error: "Send METRICS_TOKEN as a bearer token." });
      else
        response
          .writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" })
          .end(await renderMeasures());
    } else return false;
    return true;
  };
}

// Without a token the figures are for this machine alone.
function mayRead(authorization: string | undefined, token: string | undefined, isLoopback: boolean): boolean {
  if (!token) return isLoopback;
  const given = Buffer.from(authorization ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

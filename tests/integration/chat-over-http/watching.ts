import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Browserless } from "../../product/open-browserless.ts";

/** What whoever runs it sees of a running PROCODE. */
export function watching(ada: () => Browserless): void {
  describe("watching it run", () => {
    const metrics = async () => (await ada().request("/api/metrics")).text();
    /** The value of the counter with these labels; none is nought. */
    const countOf = (text: string, name: string, labels: Record<string, string>) => {
      const line = text
        .split("\n")
        .find(
          (one) =>
            one.startsWith(`${name}{`) &&
            Object.entries(labels).every(([key, value]) => one.includes(`${key}="${value}"`)),
        );
      return Number(line?.split(" ").at(-1) ?? 0);
    };

    it("is live and ready, and shows its four figures to this machine", async () => {
      expect((await ada().request("/api/health/live")).status).toBe(200);
      expect(await (await ada().request("/api/health/ready")).json()).toMatchObject({
        status: "ready",
        database: "ok",
      });
      const text = await metrics();
      for (const name of ["api_response_time_bucket", "ai_requests_total", "ai_cost_daily", "api_errors_total"])
        expect(text).toContain(name);
      expect(text).toMatch(/api_response_time_count\{[^}]*endpoint="chat.send"[^}]*\} [1-9]/);
    });

    it("counts each call of a model by its name, and each refusal by its endpoint and reason", async () => {
      const asked = (text: string) => countOf(text, "ai_requests_total", { model: "procode/demo" });
      const refused = (text: string, error: string) =>
        countOf(text, "api_errors_total", { endpoint: "conversations.get", error_type: error });
      const before = await metrics();
      for (let times = 0; times < 3; times++) {
        const { generationId } = await ada().send(`Count me. ${randomUUID()} [[sandbox first=0 interval=0 tokens=3]]`);
        await ada().follow(generationId);
      }
      for (const conversationId of [randomUUID(), randomUUID(), "no id"])
        expect((await ada().call("conversations.get", { conversationId })).body.error).toBeDefined();
      const after = await metrics();
      expect(asked(after) - asked(before)).toBe(3);
      expect(refused(after, "no-such-thing") - refused(before, "no-such-thing")).toBe(2);
      expect(refused(after, "bad-input") - refused(before, "bad-input")).toBe(1);
    });
  });
}

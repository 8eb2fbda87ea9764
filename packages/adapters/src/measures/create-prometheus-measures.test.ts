import { expect, test } from "vitest";
import { createPrometheusMeasures } from "./create-prometheus-measures.ts";

test("the four figures stand under the names that operators know", async () => {
  const measures = createPrometheusMeasures();
  measures.responded("chat.send", 0.02);
  measures.failed("chat.send", "LIMITED");
  measures.requestedModel("openai/gpt-5");
  measures.spentToday(18.42);
  const page = await measures.render();
  expect(page).toContain('api_response_time_count{endpoint="chat.send"} 1');
  expect(page).toContain('api_response_time_bucket{le="0.025",endpoint="chat.send"} 1');
  expect(page).toContain('api_errors_total{endpoint="chat.send",error_type="LIMITED"} 1');
  expect(page).toContain('ai_requests_total{model="openai/gpt-5"} 1');
  expect(page).toContain("ai_cost_daily 18.42");
  expect(page).toContain("process_cpu_seconds_total");
  expect(measures.contentType).toContain("text/plain");
});

test("model names past the first 400 share one label", async () => {
  const measures = createPrometheusMeasures();
  for (let index = 0; index < 450; index += 1) measures.requestedModel(`vendor/model-${index}`);
  measures.requestedModel("vendor/model-3");
  const page = await measures.render();
  expect(page).toContain('ai_requests_total{model="other"} 50');
  expect(page).toContain('ai_requests_total{model="vendor/model-3"} 2');
  expect(page.match(/ai_requests_total\{/g)).toHaveLength(401);
});

test("two registries of one process do not share figures", async () => {
  createPrometheusMeasures().spentToday(5);
  expect(await createPrometheusMeasures().render()).toContain("ai_cost_daily 0");
});

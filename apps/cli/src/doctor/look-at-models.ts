const OPENROUTER = "https://openrouter.ai/api/v1";
const PATIENCE_MS = 10_000;
/** What OpenRouter says of a key, in US dollars; null is without a limit. */
type KeyState = { data: { usage: number; limit_remaining: number | null } };

/** The state of the key and whether the provider answers, in a few words. */
export async function lookAtModels(env: NodeJS.ProcessEnv): Promise<{ ok: boolean; detail: string }> {
  if (!env.OPENROUTER_API_KEY) return { ok: true, detail: "demo model (no OPENROUTER_API_KEY)" };
  const base = env.OPENROUTER_BASE_URL ?? OPENROUTER;
  const headers = { authorization: `Bearer ${env.OPENROUTER_API_KEY}` };
  let response: Response;
  try {
    response = await fetch(`${base}/key`, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    return { ok: false, detail: `${new URL(base).host} does not answer (${reasonOf(error)})` };
  }
  if (response.status === 401) return { ok: false, detail: "the key is not accepted" };
  if (response.status === 402) return { ok: false, detail: "the key has no credit left" };
  if (!response.ok) return { ok: false, detail: `${new URL(base).host} answers ${response.status}` };
  const { data } = (await response.json()) as KeyState;
  const left = data.limit_remaining === null ? "no limit of its own" : `$${data.limit_remaining.toFixed(2)} left`;
  const isSpent = data.limit_remaining !== null && data.limit_remaining <= 0;
  return { ok: !isSpent, detail: `the key is accepted, $${data.usage.toFixed(2)} used, ${left}` };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

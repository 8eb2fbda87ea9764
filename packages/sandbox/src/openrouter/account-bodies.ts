const CREDITS_USD = 1_000;

/** What GET /key says: an unlimited key that used what the log billed. */
export function keyBody(totalUsd: string): string {
  const usage = Number(totalUsd);
  return JSON.stringify({
    data: {
      label: "sk-or-v1-sandbox",
      limit: null,
      limit_reset: null,
      limit_remaining: null,
      include_byok_in_limit: false,
      usage,
      usage_daily: usage,
      usage_weekly: usage,
      usage_monthly: usage,
      byok_usage: 0,
      byok_usage_daily: 0,
      byok_usage_weekly: 0,
      byok_usage_monthly: 0,
      is_free_tier: false,
      is_provisioning_key: false,
      rate_limit: { requests: -1, interval: "10s", note: "This field is deprecated and safe to ignore." },
    },
  });
}

/** What GET /credits says. */
export function accountBody(totalUsd: string): string {
  return JSON.stringify({ data: { total_credits: CREDITS_USD, total_usage: Number(totalUsd) } });
}

import type { ProactiveChannel } from "@procode/contracts";

/** How a message goes, as its person would say it; for reasons, which are shown as they are stored. */
export const BY_CHANNEL: Record<ProactiveChannel, string> = {
  web: "in PROCODE",
  telegram: "by Telegram",
  email: "by e-mail",
};

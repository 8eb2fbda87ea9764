/** Of a message that was worth something only until a time, which passed while it stood in the queue. */
export const OVER_REASON = "Its time was over before Telegram could take it, so it was not sent.";

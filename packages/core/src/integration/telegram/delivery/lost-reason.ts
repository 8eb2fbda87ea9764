/** Of a send whose process ended, or lost the database, between its first byte and the stored answer. */
export const LOST_REASON =
  "PROCODE stopped before it had Telegram's answer. The message may have arrived, so it is not sent a second time.";

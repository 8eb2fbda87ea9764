import { createHash } from "node:crypto";

/** Where the web door takes it. */
export const CONFIRM_EMAIL_PATH = "/api/email/confirm";
export const CONFIRMATION_SECONDS = 86_400;

/** SHA-256 in hex: a token is 256 random bits, which nobody guesses from a fast hash. */
export const hashConfirmationToken = (token: string): string => createHash("sha256").update(token).digest("hex");

export const confirmationUrl = (appUrl: string, token: string): string =>
  `${appUrl}${CONFIRM_EMAIL_PATH}?token=${token}`;

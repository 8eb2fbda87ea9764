import { createHash } from "node:crypto";

/** What may stand after `?start=` by Telegram's own rule; anything else was never a token of ours. */
const LINK_TOKEN = /^[A-Za-z0-9_-]{1,64}$/;

export const isLinkToken = (token: string): boolean => LINK_TOKEN.test(token);

/** SHA-256 in hex: a token is 128 random bits, which nobody guesses from a fast hash. */
export const hashLinkToken = (token: string): string => createHash("sha256").update(token).digest("hex");

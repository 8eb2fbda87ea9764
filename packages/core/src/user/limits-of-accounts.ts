import type { LimitRule } from "../ports/limits.ts";

const MINUTE = 60;

/** Wrong passwords for one account, whoever tries. */
export const LOGIN_PER_ACCOUNT: LimitRule = { name: "login-account", points: 10, perSeconds: 15 * MINUTE };
/** Tries from one address (an IPv6 /64 counts as one), whatever the account. */
export const LOGIN_PER_ADDRESS: LimitRule = { name: "login-address", points: 50, perSeconds: 15 * MINUTE };
/** All tries of everybody: a spray from many addresses meets this one. */
export const LOGIN_GLOBAL: LimitRule = { name: "login-global", points: 3_000, perSeconds: 15 * MINUTE };
/** API keys from one address that are none; right ones cost nothing. */
export const API_KEY_PER_ADDRESS: LimitRule = { name: "api-key-address", points: 50, perSeconds: 15 * MINUTE };
/** Letters that confirm an address, to one account and thereby to one address: nobody fills a stranger's mailbox. */
export const CONFIRMATION_PER_ACCOUNT: LimitRule = { name: "confirm-account", points: 3, perSeconds: 60 * MINUTE };
/** The same from one place, with however many accounts. */
export const CONFIRMATION_PER_ADDRESS: LimitRule = { name: "confirm-address", points: 20, perSeconds: 60 * MINUTE };
/** Links that are opened from one place. */
export const CONFIRMING_PER_ADDRESS: LimitRule = { name: "confirming-address", points: 50, perSeconds: 15 * MINUTE };
/** What sign-up could tell about who exists costs one of these. */
export const REGISTER_PER_ADDRESS: LimitRule = { name: "register-address", points: 60, perSeconds: 60 * MINUTE };

const DIGITS = 12;
const ONE_DOLLAR = 10n ** BigInt(DIGITS);

/** Exact money: whole units of 10⁻¹² US dollars. */
export type Picodollars = bigint;

/** Reads a plain decimal such as "0.00000015". Throws on anything else, and on more than 12 places. */
export function parseUsd(decimal: string): Picodollars {
  const match = /^(\d+)(?:\.(\d{1,12}))?$/.exec(decimal);
  if (!match) throw new Error(`"${decimal}" is not a price in US dollars with at most ${DIGITS} places.`);
  return BigInt(match[1] ?? "0") * ONE_DOLLAR + BigInt((match[2] ?? "").padEnd(DIGITS, "0"));
}

/** The shortest plain decimal, never with an exponent: "0.00042", "3", "0". */
export function formatUsd(amount: Picodollars): string {
  const fraction = (amount % ONE_DOLLAR).toString().padStart(DIGITS, "0").replace(/0+$/, "");
  return `${amount / ONE_DOLLAR}${fraction === "" ? "" : `.${fraction}`}`;
}

/**
 * The same amount as a JSON number. Exact below 1,000 dollars: up to 15 significant digits come back unchanged from a
 * double.
 */
export function usdNumber(amount: Picodollars): number {
  return Number(formatUsd(amount));
}

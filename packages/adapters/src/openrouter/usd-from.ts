/**
 * A vendor's number as an exact decimal string ("0.0000112"): the digits that the vendor wrote, without an exponent.
 * null for anything that is no finite number of zero or more.
 */
export function usdFrom(cost: unknown): string | null {
  if (typeof cost !== "number" || !Number.isFinite(cost) || cost < 0) return null;
  const [mantissa = "0", exponent] = String(cost).split("e");
  if (exponent === undefined) return mantissa;
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const shift = Number(exponent);
  if (shift >= 0) return whole + fraction.padEnd(shift, "0");
  return `0.${"0".repeat(-shift - whole.length)}${whole}${fraction}`;
}

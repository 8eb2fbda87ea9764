const TWO = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });

/** Money of a day or a month: "$18.42". */
export function formatSum(usd: string | number): string {
  return TWO.format(Number(usd));
}

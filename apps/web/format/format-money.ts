const dollars = (digits: number) =>
  new Intl.NumberFormat("en", {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
const FOUR = dollars(4);
const THREE = dollars(3);
const TWO = dollars(2);
const HALF_OF_LEAST = 0.00005;

/** What an answer or a conversation cost, from a decimal string: "$0.0112". */
export function formatCost(usd: string | number): string {
  const value = Number(usd);
  if (value === 0) return "free";
  if (value > 0 && value < HALF_OF_LEAST) return "under $0.0001";
  return FOUR.format(value);
}

/** What a message would cost; never looks exact: "about $0.011". */
export function formatEstimate(usd: number): string {
  if (usd === 0) return "free";
  if (usd < 0.001) return "under $0.001";
  return `about ${(usd < 1 ? THREE : TWO).format(usd)}`;
}

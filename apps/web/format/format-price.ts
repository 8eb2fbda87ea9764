const TWO = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const FINE = new Intl.NumberFormat("en", { style: "currency", currency: "USD", maximumSignificantDigits: 2 });
const CENTS_SHOW_ALL_FROM = 0.1;

/** A model's price per million tokens: "$3.00", and "$0.075" where cents would round it away. */
export function formatPrice(usdPerMillion: number): string {
  return (usdPerMillion === 0 || usdPerMillion >= CENTS_SHOW_ALL_FROM ? TWO : FINE).format(usdPerMillion);
}

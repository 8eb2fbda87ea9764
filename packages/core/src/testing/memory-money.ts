const DECIMALS = 18;

/** The exact sum of decimal strings, without trailing zeros. */
export function addUsd(...amounts: string[]): string {
  const sum = amounts.reduce((total, amount) => total + units(amount), 0n);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(DECIMALS + 1, "0");
  const text = `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`.replace(/\.?0+$/, "");
  return sum < 0n ? `-${text}` : text;
}

function units(amount: string): bigint {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const rounded =
    BigInt(whole + fraction.slice(0, DECIMALS).padEnd(DECIMALS, "0")) +
    (Number(fraction[DECIMALS] ?? 0) >= 5 ? 1n : 0n);
  return sign === "-" ? -rounded : rounded;
}

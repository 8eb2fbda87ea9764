import { expect, it } from "vitest";
import { createHmacSigner } from "./create-hmac-signer.ts";

const SECRET = "a secret of the process that nobody knows";

it("a signature holds for its purpose, its words and its secret, and in one spelling only", () => {
  const signer = createHmacSigner(SECRET);
  const signature = signer.sign("letters", "ada");
  expect(signer.isSigned("letters", "ada", signature)).toBe(true);
  expect(createHmacSigner(SECRET).isSigned("letters", "ada", signature)).toBe(true);
  expect(signer.isSigned("letters", "bob", signature)).toBe(false);
  expect(signer.isSigned("shares", "ada", signature)).toBe(false);
  expect(createHmacSigner(`${SECRET}!`).isSigned("letters", "ada", signature)).toBe(false);
  for (const forged of ["", "x", signature.slice(1), `${signature}=`, `${signature}\n`, signature.toUpperCase()])
    expect(signer.isSigned("letters", "ada", forged)).toBe(false);
});

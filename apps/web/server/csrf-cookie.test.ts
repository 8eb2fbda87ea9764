import { describe, expect, it } from "vitest";
import { csrfCookie } from "./csrf-cookie.ts";
import { readCookie } from "./session-cookie.ts";

const options = { secret: "a secret", secure: false };

describe("csrfCookie", () => {
  it("keeps a valid one, replaces a forged one", () => {
    const fresh = csrfCookie(undefined, options);
    const held = fresh.setCookie?.split(";")[0];
    expect(csrfCookie(held, options)).toEqual({ token: fresh.token, setCookie: null });
    expect(csrfCookie(`next-auth.csrf-token=${fresh.token}%7Cforged`, options).token).not.toBe(fresh.token);
    expect(csrfCookie(held, { ...options, secret: "another" }).token).not.toBe(fresh.token);
  });

  it("is bound to the host and to TLS where there is TLS", () => {
    expect(csrfCookie(undefined, { ...options, secure: true }).setCookie).toMatch(
      /^__Host-next-auth.csrf-token=.*HttpOnly; SameSite=Lax; Secure$/,
    );
  });
});

describe("readCookie", () => {
  it.each([
    ["a=1; b=2", "b", "2"],
    ["xb=1; b=2", "b", "2"],
    ["b=x%7Cy", "b", "x|y"],
    ["", "b", null],
    ["b=%E0%A4%A", "b", null],
    [undefined, "b", null],
  ])("finds in %j the cookie %s", (header, name, value) => {
    expect(readCookie(header, name)).toBe(value);
  });
});

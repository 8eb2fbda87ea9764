import type { ServerResponse } from "node:http";

/** The policy that the page's own scripts carry the nonce of; Next reads it from the request. */
export function contentSecurityPolicy(nonce: string, dev: boolean): string {
  const script = `'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`;
  return [
    "default-src 'self'",
    `script-src ${script}`,
    // Components write positions and sizes into style attributes; no stylesheet comes from elsewhere.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    // Threads are files of our own; without this, 'strict-dynamic' would let a script start one from its own words.
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export function setSecurityHeaders(response: ServerResponse, { https, csp }: { https: boolean; csp: string }): void {
  response.setHeader("content-security-policy", csp);
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("x-frame-options", "DENY");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-resource-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), geolocation=(), payment=(), usb=()");
  if (https) response.setHeader("strict-transport-security", "max-age=63072000; includeSubDomains");
}

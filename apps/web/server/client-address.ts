import type { IncomingMessage } from "node:http";
import { traceIdOf } from "@procode/core";
import ipaddr from "ipaddr.js";

export type Peer = {
  /** Canonical; an IPv6 address is cut to its /64, which one person is given whole. */
  address: string;
  /** The scheme that the person used, as the trusted proxy tells it. */
  scheme: "http" | "https";
  /** The trace that a trusted proxy began; null for what anybody else sends. */
  traceparent: string | null;
};
export type TrustedProxies = readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

const FORWARDING = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-real-ip",
  "forwarded",
  "traceparent",
  "tracestate",
];
// Read by our pages, set by our listener alone.
const OWN = [
  "x-procode-address",
  "x-procode-csrf",
  "x-procode-path",
  "x-request-id",
  "x-middleware-subrequest",
  "x-nonce",
  "content-security-policy",
];

export function parseTrustedProxies(ranges: readonly string[]): TrustedProxies {
  return ranges.map((range) =>
    range.includes("/") ? ipaddr.parseCIDR(range) : [ipaddr.process(range), range.includes(":") ? 128 : 32],
  );
}

/** Who asks; forwarding headers count only from a trusted proxy, and are rewritten so that nothing behind can be fooled. */
export function readPeer(request: IncomingMessage, trusted: TrustedProxies): Peer {
  const socketAddress = parse(request.socket.remoteAddress);
  const believed = socketAddress !== null && isTrusted(socketAddress, trusted);
  const hops = believed ? String(request.headers["x-forwarded-for"] ?? "").split(",") : [];
  // The nearest hop that is not one of our own proxies is the client; what stands left of it is hearsay.
  const client =
    hops.map((hop) => parse(hop.trim())).findLast((hop) => hop !== null && !isTrusted(hop, trusted)) ?? socketAddress;
  const scheme = believed && request.headers["x-forwarded-proto"] === "https" ? "https" : "http";
  const traceparent =
    believed && traceIdOf(request.headers["traceparent"]) ? String(request.headers["traceparent"]) : null;
  for (const name of [...FORWARDING, ...OWN]) delete request.headers[name];
  return { address: client ? canonical(client) : "unknown", scheme, traceparent };
}

function parse(text: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | null {
  return text && ipaddr.isValid(text) ? ipaddr.process(text) : null;
}

function isTrusted(address: ipaddr.IPv4 | ipaddr.IPv6, trusted: TrustedProxies): boolean {
  return trusted.some((range) => range[0].kind() === address.kind() && address.match(range as never));
}

function canonical(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${new ipaddr.IPv6([...address.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}

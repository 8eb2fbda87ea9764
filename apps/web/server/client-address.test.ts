import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { parseTrustedProxies, readPeer } from "./client-address.ts";

function request(remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage {
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}
const proxies = parseTrustedProxies(["10.0.0.0/8", "::1"]);

describe("readPeer", () => {
  it.each([
    ["the socket's address when nobody is trusted", "203.0.113.7", "198.51.100.9", "203.0.113.7"],
    ["the hop before a trusted proxy", "10.1.2.3", "198.51.100.9", "198.51.100.9"],
    ["the nearest hop that is not our own", "10.1.2.3", "1.1.1.1, 198.51.100.9, 10.9.9.9", "198.51.100.9"],
    ["IPv6 by its /64", "2001:db8:1:2:aaaa:bbbb:cccc:dddd", "", "2001:db8:1:2::/64"],
    ["an IPv4 address in IPv6 clothes", "::ffff:203.0.113.7", "", "203.0.113.7"],
    ["a hop of a proxy on IPv6", "::1", "2001:db8:9::1", "2001:db8:9::/64"],
    ["the proxy when what it forwards is no address", "10.1.2.3", "<script>", "10.1.2.3"],
  ])("takes %s", (_, socket, forwarded, expected) => {
    expect(readPeer(request(socket, { "x-forwarded-for": forwarded }), proxies).address).toBe(expected);
  });

  it("believes the scheme of a trusted proxy only", () => {
    expect(readPeer(request("10.1.2.3", { "x-forwarded-proto": "https" }), proxies).scheme).toBe("https");
    expect(readPeer(request("203.0.113.7", { "x-forwarded-proto": "https" }), proxies).scheme).toBe("http");
  });

  it("goes on with the trace of a trusted proxy only, and only with one that is one", () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    expect(readPeer(request("10.1.2.3", { traceparent }), proxies).traceparent).toBe(traceparent);
    expect(readPeer(request("203.0.113.7", { traceparent }), proxies).traceparent).toBeNull();
    expect(readPeer(request("10.1.2.3", { traceparent: "<script>" }), proxies).traceparent).toBeNull();
  });

  it("leaves nothing behind that could fool a page: neither forwarding headers nor our own", () => {
    const forged = request("10.1.2.3", {
      "x-forwarded-for": "1.1.1.1",
      "x-forwarded-host": "evil",
      "x-procode-address": "1.1.1.1",
      "x-middleware-subrequest": "x",
      "x-request-id": "x",
      traceparent: "x",
      tracestate: "x",
      cookie: "kept",
    });
    readPeer(forged, proxies);
    expect(forged.headers).toEqual({ cookie: "kept" });
  });

  it("gives one /64 one name, however it is written", () => {
    const names = ["2001:db8::1", "2001:0db8:0:0:ffff::", "2001:DB8::1%eth0".slice(0, 11)].map(
      (address) => readPeer(request(address), []).address,
    );
    expect(new Set(names).size).toBe(1);
  });
});

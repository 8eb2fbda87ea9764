import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Browserless } from "../../product/open-browserless.ts";

/** What the chat page may load before it works, in bytes as they are sent. */
const MOST_SCRIPT = 230_000;

/** What a browser keeps for good, and how small it comes. */
export function staticFiles(ada: () => Browserless): void {
  describe("files of the pages", () => {
    const load = async (path: string) => {
      const response = await ada().request(path, { headers: { "accept-encoding": "gzip" } });
      return { path, response, body: Buffer.from(await response.arrayBuffer()) };
    };
    const linked = (text: string, pattern: RegExp) => [
      ...new Set([...text.matchAll(pattern)].map(([, path = ""]) => path)),
    ];

    it("come compressed, are kept for a year under a name that changes with them, and are few enough", async () => {
      const page = await load("/dashboard");
      expect(page.response.headers.get("content-encoding")).toBe("gzip");
      const html = page.body.toString();
      const scripts = await Promise.all(
        linked(html, /<script(?![^>]*nomodule)[^>]* src="(\/_next\/static\/[^"]+\.js)"/gi).map(load),
      );
      const styles = await Promise.all(linked(html, /<link[^>]* href="(\/_next\/static\/[^"]+\.css)"/g).map(load));
      expect([scripts.length > 3, styles.length > 0]).toEqual([true, true]);
      for (const { path, response, body } of [...scripts, ...styles]) {
        const { headers, status } = response;
        // What fits into one packet is not made smaller by it.
        const encoding = body.length > 1_024 ? "gzip" : null;
        expect([path, status, headers.get("content-encoding"), headers.get("cache-control")]).toEqual([
          path,
          ...[200, encoding, "public, max-age=31536000, immutable"],
        ]);
      }
      const bytes = scripts.reduce((sum, { body }) => sum + gzipSync(body).length, 0);
      expect(bytes).toBeLessThan(MOST_SCRIPT);
      // Comments and line ends are gone: a script is a few long lines.
      for (const { path, body } of scripts.filter(({ body }) => body.length > 20_000))
        expect([path, body.toString().split("\n").length / body.length < 1 / 500]).toEqual([path, true]);
      const fonts = styles.flatMap(({ path, body }) =>
        linked(body.toString(), /url\(([^)]+)\)/g).map(
          (url) => new URL(url.replaceAll('"', ""), `http://x${path}`).pathname,
        ),
      );
      expect(fonts.length).toBeGreaterThan(0);
      expect(fonts.filter((path) => !path.endsWith(".woff2"))).toEqual([]);
      const font = await load(fonts[0] ?? "");
      expect(font.response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    });
  });
}

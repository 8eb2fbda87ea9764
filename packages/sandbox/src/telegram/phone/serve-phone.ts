import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import type { Desk } from "../methods/call.ts";
import type { People } from "../people/create-people.ts";
import { watchChat } from "./watch-chat.ts";

const TYPES: Record<string, string> = {
  css: "text/css",
  html: "text/html",
  js: "text/javascript",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};
const PAGE = new URL("./page/", import.meta.url);
const FILES = new Set([
  "composer.js",
  "frame.css",
  "icon.svg",
  "message.css",
  "phone.css",
  "phone.js",
  "render-messages.js",
  "render-text.js",
  "tokens.css",
]);
const FONTS = new Map([
  [
    "fonts/geist-latin-wght-normal.woff2",
    () => import.meta.resolve("@fontsource-variable/geist/files/geist-latin-wght-normal.woff2"),
  ],
  [
    "fonts/geist-latin-ext-wght-normal.woff2",
    () => import.meta.resolve("@fontsource-variable/geist/files/geist-latin-ext-wght-normal.woff2"),
  ],
  [
    "fonts/geist-mono-latin-wght-normal.woff2",
    () => import.meta.resolve("@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2"),
  ],
]);
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** GET /phone, its files and its events. False when nothing stands at this path. */
export async function servePhone(
  { desk, people }: { desk: Desk; people: People },
  url: URL,
  response: ServerResponse,
): Promise<boolean> {
  if (url.pathname === "/phone/events") {
    watchChat(desk, people, Number(url.searchParams.get("person")), response);
    return true;
  }
  const file = fileAt(url.pathname);
  if (!file) return false;
  const type = TYPES[file.pathname.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  response
    .writeHead(200, {
      "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type,
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "cache-control": "no-cache",
    })
    .end(await readFile(fileURLToPath(file)));
  return true;
}

function fileAt(path: string): URL | null {
  if (path === "/phone" || path === "/phone/") return new URL("index.html", PAGE);
  const name = path.startsWith("/phone/") ? path.slice("/phone/".length) : "";
  if (FILES.has(name)) return new URL(name, PAGE);
  const font = FONTS.get(name);
  return font === undefined ? null : new URL(font());
}

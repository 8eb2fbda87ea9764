import type { Letter } from "@procode/core";
import { createTestContext } from "@procode/core/testing";
import { createSmtpSandbox, type SmtpFault, type SmtpSandboxOptions } from "@procode/sandbox";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { composeMessage } from "./compose-message.ts";
import { createSmtpDoor } from "./create-smtp-door.ts";

const LOGIN = { user: "procode@example.org", password: "geheim/&:ą" };
const FROM = "PROCODE <procode@example.org>";
const letter = (change: Partial<Letter> = {}): Letter => ({
  ...{ id: "00000000-0000-7000-8000-000000000001", to: { name: "Ada Łoś", address: "ada@example.com" } },
  ...{ subject: "PROCODE: Tea", text: "Tea is out.\n.\n..\nBuy some.", html: "<p>Tea is out.</p>" },
  ...{
    unsubscribeUrl: "https://procode.example/api/email/unsubscribe?token=a.b",
    at: new Date("2026-11-24T09:00:00Z"),
  },
  ...change,
});

async function open({ timeoutMs, url, ...options }: SmtpSandboxOptions & { timeoutMs?: number; url?: string } = {}) {
  const server = await createSmtpSandbox(options);
  onTestFinished(() => server.close());
  const { log, lines } = createTestContext();
  const door = createSmtpDoor({
    ...{ url: url ?? server.url, from: FROM, appUrl: "https://procode.example", log },
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  return { server, door, lines };
}

/** The names of its headers, unfolded. */
const headersOf = (raw: string): [string, string][] =>
  (raw.split("\r\n\r\n", 1)[0] ?? "")
    .replace(/\r\n[ \t]/g, " ")
    .split("\r\n")
    .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]);

describe("a letter over SMTP", () => {
  test("logs in, is taken once and whole, and carries what a mail provider needs for its own button", async () => {
    const { server, door, lines } = await open({ login: LOGIN });
    expect(await door.send(letter())).toEqual({ kind: "sent" });
    const [taken, ...more] = server.letters();
    expect(more).toEqual([]);
    expect(taken).toMatchObject({ from: "procode@example.org", to: ["ada@example.com"] });
    const headers = Object.fromEntries(headersOf(taken?.raw ?? ""));
    expect(headers).toMatchObject({
      ...{
        subject: "PROCODE: Tea",
        "message-id": `<${letter().id}@example.org>`,
        date: expect.stringMatching(/^Tue, 24 Nov 2026/),
      },
      "list-unsubscribe": "<https://procode.example/api/email/unsubscribe?token=a.b>",
      "list-unsubscribe-post": "List-Unsubscribe=One-Click",
      "auto-submitted": "auto-generated",
    });
    expect(taken?.raw).toContain("Tea is out.\r\n.\r\n..\r\nBuy some.");
    expect(JSON.stringify(lines)).not.toContain("geheim");
  });

  test.each<[SmtpFault, string]>([
    ["refuse", "not-written"],
    ["laterAtOnce", "later"],
    ["neverAtOnce", "refused"],
    ["hangUpBeforeData", "not-written"],
    ["cutInData", "uncertain"],
    ["later", "later"],
    ["never", "refused"],
    ["cutAfterDot", "uncertain"],
  ])("%s: it is %s, and only what may have been taken is called so", async (fault, kind) => {
    const { server, door } = await open({ faults: { [fault]: 1 } });
    const outcome = await door.send(letter());
    expect(outcome).toMatchObject({ kind, reason: expect.stringMatching(/\S/) });
    const isTaken = server.letters().length > 0;
    expect(isTaken).toBe(fault === "cutAfterDot");
    if (isTaken) expect(outcome.kind).toBe("uncertain");
  });

  test("silence after the letter is uncertain when its time is over, silence before it is not", async () => {
    const silent = await open({ faults: { silentAfterDot: 1 }, timeoutMs: 300 });
    expect(await silent.door.send(letter())).toEqual({ kind: "uncertain", reason: "no answer in time" });
    expect(silent.server.letters()).toHaveLength(1);
  });

  test("nobody there, and a wrong password, say nothing about the letter, and the password stands nowhere", async () => {
    const { server, door, lines } = await open({ login: LOGIN });
    const wrong = createSmtpDoor({
      ...{ url: server.url.replace("geheim", "falsch"), from: FROM, appUrl: "" },
      log: createTestContext().log,
    });
    expect(await wrong.send(letter())).toEqual({ kind: "not-written", reason: "535 5.7.8 Wrong name or password" });
    await server.close();
    expect(await door.send(letter())).toEqual({ kind: "not-written", reason: "ECONNREFUSED" });
    expect(lines).toMatchObject([{ level: "warn" }]);
    expect(JSON.stringify(lines)).not.toMatch(/geheim|falsch/);
  });

  test("a password is not said without TLS to a server that is not on this machine", async () => {
    const { server } = await open({ login: LOGIN });
    const far = await open({ url: server.url.replace("127.0.0.1", "0.0.0.0") });
    expect(await far.door.send(letter())).toMatchObject({ kind: "not-written" });
    expect(server.letters()).toEqual([]);
  });
});

test("whatever stands in a subject, a name or an address, no header is added and none is broken", async () => {
  const any = fc.oneof(
    fc.string({ unit: "binary", maxLength: 80 }),
    fc.constantFrom(
      "x\r\nBcc: eve@example.com",
      "x\nSubject: y",
      "x\r\n\r\nbody",
      "=?utf-8?q?=0D=0ABcc:_eve?=",
      "a\u2028b\0c",
      "é".repeat(90),
    ),
  );
  const ours = headersOf((await composeMessage(letter(), FROM)).toString("latin1")).map(([header]) => header);
  // Of a letter that has one part only.
  const expected = [...ours, "content-transfer-encoding"];
  await fc.assert(
    fc.asyncProperty(any, any, any, async (subject, name, text) => {
      const raw = (
        await composeMessage(letter({ subject, text, to: { name, address: "ada@example.com" } }), FROM)
      ).toString("latin1");
      const headers = headersOf(raw);
      // One whose value is empty is left out; none comes besides.
      for (const [header] of headers) expect(expected).toContain(header);
      expect(new Set(headers.map(([header]) => header)).size).toBe(headers.length);
      expect(headers.find(([header]) => header === "to")?.[1]).toContain("ada@example.com");
      expect(raw).not.toMatch(/(?<!\r)\n|\r(?!\n)/);
    }),
    { numRuns: 100, seed: 11 },
  );
});

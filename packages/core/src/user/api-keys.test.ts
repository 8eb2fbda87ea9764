import { CreateApiKeyInput } from "@procode/contracts";
import { describe, expect, it } from "vitest";
import { createTestContext } from "../testing/create-test-context.ts";
import { authenticateApiKey } from "./authenticate-api-key.ts";
import { createApiKey } from "./create-api-key.ts";
import { hashApiKey } from "./hash-api-key.ts";
import { API_KEY_PER_ADDRESS } from "./limits-of-accounts.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { revokeApiKey } from "./revoke-api-key.ts";

const CHAT = CreateApiKeyInput.parse({ name: " My script ", scopes: ["chat"] });
const MINUTE_MS = 60_000;

async function person() {
  const base = createTestContext();
  return { base, ada: await base.newPerson() };
}

describe("createApiKey", () => {
  it("shows 256 random bits once, and keeps their hash and a hint only", async () => {
    const { base, ada } = await person();
    const made = await createApiKey(ada, CHAT);
    expect(made.key).toMatch(/^pk_[\w-]{43}$/);
    expect(made).toMatchObject({ name: "My script", hint: `${made.key.slice(0, 7)}…`, scopes: ["chat"] });
    expect(made).toMatchObject({ expiresAt: null, lastUsedAt: null });
    const kept = JSON.stringify(
      Object.values(base.store.tables()).map((rows) => [...rows]),
      (_, value) => (typeof value === "bigint" ? String(value) : value),
    );
    expect(kept).toContain(hashApiKey(made.key));
    expect(kept).not.toContain(made.key);
    const { key: _, ...listed } = made;
    expect(await listApiKeys(ada)).toEqual([listed]);
  });

  it("writes who made and revoked it into the audit log and the events", async () => {
    const { base, ada } = await person();
    const { id } = await createApiKey(ada, { ...CHAT, scopes: ["chat", "read", "chat"] });
    await revokeApiKey(ada, { keyId: id });
    const { audit, events } = base.store.tables();
    expect([...audit.values()]).toMatchObject([
      { userId: ada.userId, action: "api-key-created", details: { keyId: id, scopes: "chat read" } },
      { userId: ada.userId, action: "api-key-revoked", details: { keyId: id } },
    ]);
    expect([...events.values()].map(({ type }) => type)).toEqual(["ApiKeyCreated", "ApiKeyRevoked"]);
  });

  it("makes at most twenty living ones, and leaves nothing of a refused one", async () => {
    const { base, ada } = await person();
    for (let count = 0; count < 19; count++) await createApiKey(ada, CHAT);
    const short = await createApiKey(ada, { ...CHAT, expiresInDays: 1 });
    await expect(createApiKey(ada, CHAT)).rejects.toMatchObject({
      code: "INVALID",
      details: { reason: "too-many-keys" },
    });
    expect(base.store.tables().events.size).toBe(20);
    base.clock.advance(86_400_000);
    const again = await createApiKey(ada, CHAT);
    expect((await listApiKeys(ada)).map(({ id }) => id)).toEqual(expect.arrayContaining([short.id, again.id]));
    await revokeApiKey(ada, { keyId: again.id });
    await createApiKey(ada, CHAT);
  });

  it("is for a signed-in person, and neither for a key, a chat nor a guest", async () => {
    const { base, ada } = await person();
    const { id } = await createApiKey(ada, CHAT);
    const key = base.as({ kind: "apiKey", userId: ada.userId, keyId: id, scopes: ["chat", "read", "manage"] });
    const chat = base.as({ kind: "channel", userId: ada.userId, channel: "telegram" });
    for (const ctx of [key, chat]) {
      await expect(createApiKey(ctx, CHAT)).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(listApiKeys(ctx)).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(revokeApiKey(ctx, { keyId: id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    await expect(createApiKey(base, CHAT)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });
});

describe("authenticateApiKey", () => {
  it("is the person of the key, with its scopes", async () => {
    const { base, ada } = await person();
    const { id: keyId, key } = await createApiKey(ada, { ...CHAT, scopes: ["read", "chat"] });
    expect(await authenticateApiKey(base, key)).toEqual({
      kind: "apiKey",
      userId: ada.userId,
      keyId,
      scopes: ["read", "chat"],
    });
  });

  it.each(["", "pk_", "Bearer pk_x", `pk_${"a".repeat(43)}`, `pk_${"a".repeat(10_000)}`, "no key at all", "pk_ключ"])(
    "refuses %.20s…",
    async (key) => {
      const { base, ada } = await person();
      await createApiKey(ada, CHAT);
      await expect(authenticateApiKey(base, key)).rejects.toMatchObject({
        code: "UNAUTHENTICATED",
        details: { reason: "not-signed-in" },
      });
    },
  );

  it("refuses a revoked and an expired key at the next request", async () => {
    const { base, ada } = await person();
    const revoked = await createApiKey(ada, CHAT);
    const expiring = await createApiKey(ada, { ...CHAT, expiresInDays: 2 });
    await revokeApiKey(ada, { keyId: revoked.id });
    await expect(authenticateApiKey(base, revoked.key)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    base.clock.advance(2 * 86_400_000 - 1);
    expect(await authenticateApiKey(base, expiring.key)).toMatchObject({ keyId: expiring.id });
    base.clock.advance(1);
    await expect(authenticateApiKey(base, expiring.key)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("is revoked by its own person only", async () => {
    const { base, ada } = await person();
    const { id, key } = await createApiKey(ada, CHAT);
    const stranger = await base.newPerson();
    await expect(revokeApiKey(stranger, { keyId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await authenticateApiKey(base, key)).toMatchObject({ keyId: id });
  });

  it("notes the last use to the minute, at most once in it", async () => {
    const { base, ada } = await person();
    const { key } = await createApiKey(ada, CHAT);
    base.clock.advance(MINUTE_MS - (base.clock.now().getTime() % MINUTE_MS) + 1_234);
    const minute = new Date(base.clock.now().getTime() - 1_234);
    let writes = 0;
    const asSystem: typeof base.store.asSystem = (work) => {
      writes++;
      return base.store.asSystem(work);
    };
    const counting = { ...base, store: { ...base.store, asSystem } };
    for (let count = 0; count < 5; count++) await authenticateApiKey(counting, key);
    expect(writes).toBe(1);
    expect((await listApiKeys(ada))[0]?.lastUsedAt).toEqual(minute);
    base.clock.advance(MINUTE_MS);
    await authenticateApiKey(counting, key);
    expect(writes).toBe(2);
  });

  it("lets a request through whose use could not be noted, and says so", async () => {
    const { base, ada } = await person();
    const { key, id } = await createApiKey(ada, CHAT);
    const failing = { ...base, store: { ...base.store, asSystem: () => Promise.reject(new Error("away")) } };
    expect(await authenticateApiKey(failing, key)).toMatchObject({ keyId: id });
    expect(base.lines).toContainEqual(
      expect.objectContaining({ level: "warn", fields: expect.objectContaining({ keyId: id }) }),
    );
    expect(JSON.stringify(base.lines)).not.toContain(key);
  });

  it("slows down an address that guesses, and not the right key beside it", async () => {
    const { base, ada } = await person();
    const { key, id } = await createApiKey(ada, CHAT);
    const guess = (address = "127.0.0.1") =>
      authenticateApiKey({ ...base, client: { address, userAgent: "" } }, `pk_${"x".repeat(43)}`);
    for (let count = 0; count < API_KEY_PER_ADDRESS.points; count++)
      await expect(guess()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await expect(guess()).rejects.toMatchObject({
      code: "LIMITED",
      details: { retryAfterSeconds: expect.any(Number) },
    });
    await expect(guess("10.0.0.1")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await authenticateApiKey(base, key)).toMatchObject({ keyId: id });
  });
});

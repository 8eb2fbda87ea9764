import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Whose and which value it is. A value moved to another person or field is refused. */
export type CipherPlace = { userId: string; field: string };
export interface Cipher {
  /** "<key id>:<base64 of nonce, tag and ciphertext>", under the newest key. */
  encrypt(plaintext: string, place: CipherPlace): string;
  /** Throws for an unknown key and for a value that was changed or moved. */
  decrypt(stored: string, place: CipherPlace): string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under `ENCRYPTION_KEYS`: "id:base64" pairs of 32 bytes, newest first, joined by commas. Values under an
 * older key are still read. Throws for a list that is not of this form.
 */
export function createCipher(encryptionKeys: string): Cipher {
  const keys = parseKeys(encryptionKeys);
  const [newest] = keys;
  if (!newest) throw new Error("ENCRYPTION_KEYS is empty. It holds id:base64 pairs of 32 bytes each, newest first.");
  const [newestId, newestKey] = newest;
  return {
    encrypt(plaintext, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", newestKey, nonce).setAAD(bind(place));
      const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
      return `${newestId}:${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64")}`;
    },
    decrypt(stored, place) {
      const split = stored.indexOf(":");
      const id = stored.slice(0, split);
      const key = keys.get(id);
      if (!key)
        throw new Error(
          `ENCRYPTION_KEYS lacks the key "${id}", under which stored data were encrypted. Add it again behind the newest one.`,
        );
      const bytes = Buffer.from(stored.slice(split + 1), "base64");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(bind(place))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString(
        "utf8",
      );
    },
  };
}

const bind = ({ userId, field }: CipherPlace): Buffer => Buffer.from(`${userId}/${field}`);

function parseKeys(encryptionKeys: string): Map<string, Buffer> {
  const keys = new Map<string, Buffer>();
  for (const pair of encryptionKeys
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)) {
    const [, id, base64] = /^([\w-]{1,40}):([A-Za-z0-9+/]{43}=)$/.exec(pair) ?? [];
    if (!id || !base64)
      throw new Error("ENCRYPTION_KEYS holds id:base64 pairs of 32 bytes each, joined by commas, newest first.");
    if (keys.has(id)) throw new Error(`ENCRYPTION_KEYS names the key "${id}" twice.`);
    keys.set(id, Buffer.from(base64, "base64"));
  }
  return keys;
}

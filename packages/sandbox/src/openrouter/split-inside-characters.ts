/**
 * Cuts what is written inside its last multi-byte character and keeps the rest for the next write, so that every write
 * that can end in half a character does. `flush` sends what is left.
 */
export function splitInsideCharacters(send: (part: Buffer) => void): {
  write: (text: string) => void;
  flush: () => void;
} {
  let rest = Buffer.alloc(0);
  return {
    write(text) {
      const bytes = Buffer.concat([rest, Buffer.from(text, "utf8")]);
      const cut = insideLastCharacter(bytes);
      rest = bytes.subarray(cut);
      if (cut > 0) send(bytes.subarray(0, cut));
    },
    flush() {
      if (rest.length > 0) send(rest);
      rest = Buffer.alloc(0);
    },
  };
}

function insideLastCharacter(bytes: Buffer): number {
  for (let index = bytes.length - 1; index > 0; index -= 1) if (isContinuation(bytes[index])) return index;
  return bytes.length;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "./page-cursor.ts";

test("a cursor brings back the end of its page", () => {
  fc.assert(
    fc.property(fc.constantFrom(0, 1), fc.date({ noInvalidDate: true }), fc.uuid(), (flag, time, id) => {
      const end = [flag, time.getTime(), id] as const;
      const cursor = encodeCursor(end);
      expect(decodeCursor(cursor, ["flag", "time", "id"])).toEqual(end);
      expect(cursor.length).toBeLessThanOrEqual(200);
    }),
  );
});

test("anything else is bad input and never another error", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json().map((json) => Buffer.from(json).toString("base64url")),
      ),
      (cursor) => {
        expect(() => decodeCursor(cursor, ["id"])).toThrow(expect.objectContaining({ code: "INVALID" }));
      },
    ),
  );
});

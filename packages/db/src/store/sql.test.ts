import fc from "fast-check";
import { expect, test } from "vitest";
import { Prisma } from "../generated/client.ts";
import { join, NOTHING, sql } from "./sql.ts";

/** The same statement by Prisma's own words and by ours. */
type Both = { ours: ReturnType<typeof sql>; prismas: Prisma.Sql };

const { statement } = fc.letrec<{ statement: Both; value: unknown; piece: Both }>((tie) => ({
  value: fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.array(fc.integer()), fc.date()),
  piece: fc.oneof({ depthSize: "small" }, fc.constant({ ours: NOTHING, prismas: Prisma.empty }), tie("statement")),
  statement: fc.oneof(
    { depthSize: "small" },
    fc
      .tuple(fc.oneof(tie("value"), tie("piece")), fc.oneof(tie("value"), tie("piece")))
      .map(([one, other]) => both(one, other)),
    fc.array(tie("piece"), { minLength: 1, maxLength: 3 }).map((pieces) => ({
      ours: join(
        pieces.map(({ ours }) => ours),
        " AND ",
      ),
      prismas: Prisma.join(
        pieces.map(({ prismas }) => prismas),
        " AND ",
      ),
    })),
  ),
}));

const isBoth = (part: unknown): part is Both => typeof part === "object" && part !== null && "prismas" in part;

function both(one: unknown, other: unknown): Both {
  const [our, their] = [
    [one, other].map((part) => (isBoth(part) ? part.ours : part)),
    [one, other].map((part) => (isBoth(part) ? part.prismas : part)),
  ];
  return { ours: sql`a ${our[0]} b ${our[1]}`, prismas: Prisma.sql`a ${their[0]} b ${their[1]}` };
}

test("a statement says what Prisma's own would, however it is put together and whatever was put together before", () => {
  fc.assert(
    fc.property(statement, ({ ours, prismas }) => {
      expect([ours.text, ours.values]).toEqual([prismas.text, prismas.values]);
    }),
  );
});

test("the text of a statement is put together once, however its values change", () => {
  const one = (id: number, rows: number) =>
    sql`SELECT ${id} IN (${join(Array.from({ length: rows }, (_, index) => sql`${index}`))}) ${NOTHING}`;
  expect(one(7, 2).text).toBe("SELECT $1 IN ($2,$3) ");
  expect(one(8, 2).shape).toBe(one(7, 2).shape);
  expect(one(8, 3).text).toBe("SELECT $1 IN ($2,$3,$4) ");
});

test("a list of nothing is a mistake", () => {
  expect(() => join([])).toThrow("list nothing");
});

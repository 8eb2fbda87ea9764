import fc from "fast-check";
import { expect, test } from "vitest";
import { createSeats } from "./create-seats.ts";

test("however seats are taken and given back, no more are taken than there are, and nobody is forgotten", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 40 }),
      async (seats, lengths) => {
        const take = createSeats(seats, 10_000);
        let taken = 0;
        let most = 0;
        const order: number[] = [];
        const guests = lengths.map(async (length, index) => {
          const leave = await take();
          order.push(index);
          most = Math.max(most, ++taken);
          for (let turn = 0; turn < length; turn++) await Promise.resolve();
          taken--;
          leave();
          leave();
        });
        await Promise.all(guests);
        expect(most).toBeLessThanOrEqual(seats);
        expect(order).toEqual(lengths.map((_, index) => index));
      },
    ),
  );
});

test("who waited too long is told to come back, and does not take the seat of the next one", async () => {
  const take = createSeats(1, 20);
  const leave = await take();
  await expect(take()).rejects.toMatchObject({ code: "UNAVAILABLE", details: { reason: "queue-full" } });
  const next = take();
  leave();
  (await next)();
  await expect(take()).resolves.toBeTypeOf("function");
});

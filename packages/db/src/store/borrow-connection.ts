import type { Pool, PoolClient } from "pg";
import type { TakeSeat } from "./create-seats.ts";
import { databaseAway } from "./map-error.ts";

export type ConnectionSource = { pool: Pool; takeSeat: TakeSeat };
/** A connection for one piece of work. Whoever finds it broken says so, and nobody gets it again. */
export type BorrowedConnection = { connection: PoolClient; isBroken(error: Error): void };

/** Lends a connection to `use`. Throws UNAVAILABLE database-away or queue-full when there is none. */
export async function borrowConnection<T>(
  { pool, takeSeat }: ConnectionSource,
  use: (borrowed: BorrowedConnection) => Promise<T>,
): Promise<T> {
  const leave = await takeSeat();
  try {
    const connection = await pool.connect().catch((error: unknown) => {
      throw databaseAway(error);
    });
    let broken: Error | undefined;
    // A line that breaks between two statements tells only the connection; unheard it would end the process.
    const isBroken = (error: Error) => {
      broken ??= error;
    };
    connection.on("error", isBroken);
    try {
      return await use({ connection, isBroken });
    } finally {
      connection.off("error", isBroken);
      connection.release(broken);
    }
  } finally {
    leave();
  }
}

import type { Generation, Ownership } from "./generation-repository.ts";

export type StoredPart = {
  userId: string;
  generationId: string;
  owner: Ownership;
  /** Length of the answer before this part, in UTF-16 units. */
  offset: number;
  text: string;
  /** Stands with the first part. */
  providerId: string | null;
};
export type OwnGeneration = { id: string; fence: number; stopRequested: boolean };
/** `isOwn`: it was this process's before, which did not know of it. */
export type OrphanedGeneration = Generation & { userId: string; isOwn: boolean };
/** Who takes, and what of its own it knows about at `at`: what it stored later is not judged yet. */
export type Claimant = { workerId: string; knows: readonly string[]; at: Date };
export type UnsettledGeneration = {
  userId: string;
  generationId: string;
  /** Null for a call that belongs to no conversation. */
  messageId: string | null;
  providerId: string | null;
  attempt: number;
  endedAt: Date;
  tries: number;
};

/** Generations of everybody, for the process that writes them and for those that clean up after it. Times are the database's. */
export interface GenerationDesk {
  /**
   * Writes the parts of all streams of a process at once and returns the generations whose parts are in. Left out are
   * those whose owner lost the lease, and those whose row somebody else holds just now: no stream waits for another's.
   * The offset makes writing one twice harmless.
   */
  appendParts(parts: StoredPart[]): Promise<string[]>;
  /** Renews this process's lease; returns its generations that have not ended, and whether the lease had lapsed. */
  heartbeat(workerId: string, leaseSeconds: number): Promise<{ own: OwnGeneration[]; lapsed: boolean }>;
  /** Ends the lease at once, at a clean shutdown. */
  leave(workerId: string): Promise<void>;
  /**
   * Takes generations that nobody writes: those whose owner's lease is over (an owner that never beat has none), and
   * this process's own that it does not know. They get this owner and a new fence. Each is returned to one caller only.
   * Whose own lease has lapsed takes nothing: it was cut off, and others may have been with it.
   */
  claimOrphans(claimant: Claimant, limit: number): Promise<OrphanedGeneration[]>;
  /** Ended generations whose cost the provider still owes and that are due for another try; each due row goes to one caller. */
  claimUnsettled(limit: number): Promise<UnsettledGeneration[]>;
}

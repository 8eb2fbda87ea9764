/** This process ends before the update is done; the next one goes on with it. */
export class Unfinished extends Error {
  override readonly name = "Unfinished";

  constructor() {
    super("This process ends; the next one goes on.");
  }
}

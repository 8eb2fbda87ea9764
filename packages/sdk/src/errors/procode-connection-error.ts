/** The server was not reached, broke off or kept silent, for as long as was tried. Its cause is the last failure itself. */
export class ProcodeConnectionError extends Error {
  override readonly name = "ProcodeConnectionError";
}

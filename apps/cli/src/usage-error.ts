import { Refusal } from "./refusal.ts";

/** The command was typed in a way that it does not know: exit code 2, with the way to the help page. */
export class UsageError extends Refusal {
  constructor(command: string, message: string, options?: ErrorOptions) {
    super(`${message}\nprocode help says how "${command}" is used.`, 2, options);
  }

  /** What `read` returns; what Node's own reader of arguments refuses becomes a UsageError. */
  static orElse<T>(command: string, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof TypeError) || !("code" in error) || !String(error.code).startsWith("ERR_PARSE_ARGS_"))
        throw error;
      throw new UsageError(command, error.message.split(". ", 1)[0]?.concat(".") ?? error.message, { cause: error });
    }
  }
}

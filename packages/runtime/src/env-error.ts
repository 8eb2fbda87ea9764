/** sysexits.h: the configuration is wrong. */
const EXIT_CODE = 78;

/**
 * The environment cannot be used. `problems` names each bad variable and what is expected, never its value.
 * Whoever starts a process prints `message` and leaves with `exitCode`.
 */
export class EnvError extends Error {
  override readonly name = "EnvError";
  readonly exitCode = EXIT_CODE;
  readonly problems: Readonly<Record<string, string>>;

  constructor(problems: Record<string, string>) {
    const lines = Object.entries(problems).map(([name, expected]) => `  ${name}: ${expected}`);
    super(`PROCODE cannot start; nothing was changed. Set these variables and start again:\n${lines.join("\n")}`);
    this.problems = problems;
  }
}

/** Resolves at the first Ctrl-C, SIGTERM or closed terminal; a second Ctrl-C changes nothing, so that all is put away in order. */
export function untilSignal(): { received: Promise<"signal"> } {
  return {
    received: new Promise((resolve) => {
      for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => resolve("signal"));
    }),
  };
}

/** The exit code of a program that was interrupted: 128 + SIGINT. */
export const INTERRUPTED = 130;

/** Calls `stop` at the first SIGINT or SIGTERM; a second one ends at once. */
export function onInterrupt(stop: () => void): Disposable {
  let asked = false;
  const handler = () => {
    if (asked) process.exit(INTERRUPTED);
    asked = true;
    stop();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, handler);
  return {
    [Symbol.dispose]() {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, handler);
    },
  };
}

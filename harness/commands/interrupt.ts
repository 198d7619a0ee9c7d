/** The exit code of a program that was interrupted: 128 + SIGINT. */
export const INTERRUPTED = 130;

/** Ctrl-C below `npx` comes twice: from the terminal, and from npm, which passes it on. */
const SAME_MS = 500;

/** Calls `stop` at the first SIGINT or SIGTERM; a second one, a moment later, ends at once. */
export function onInterrupt(stop: () => void): Disposable {
  let askedMs: number | null = null;
  const handler = () => {
    if (askedMs !== null && performance.now() - askedMs > SAME_MS) process.exit(INTERRUPTED);
    if (askedMs !== null) return;
    askedMs = performance.now();
    stop();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, handler);
  return {
    [Symbol.dispose]() {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, handler);
    },
  };
}

import { getPriority, setPriority } from "node:os";

/** A program inherits the priority of the worker, which may be a higher one. */
export function useOrdinaryPriority(pid: number): void {
  try {
    if (getPriority() < 0) setPriority(pid, 0);
  } catch {
    // it has ended already
  }
}

import { closeSync, readdirSync, readFileSync } from "node:fs";

/** Of open(2), in octal as /proc has it. */
const O_CLOEXEC = 0o2000000;
/** Standard streams, and the one that Node marks itself: messages to whoever started us. */
const LAST_OWN = 3;

/**
 * Closes what was inherited by accident from whoever started us, and would be inherited by every program that we start: descriptors that
 * are not closed on exec. Node's own all are.
 */
export function closeStrayDescriptors(): void {
  let descriptors: string[];
  try {
    descriptors = readdirSync("/proc/self/fd");
  } catch {
    return;
  }
  for (const descriptor of descriptors.map(Number)) {
    if (descriptor <= LAST_OWN) continue;
    try {
      const flags = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "latin1"))?.[1];
      if (flags !== undefined && (parseInt(flags, 8) & O_CLOEXEC) === 0) closeSync(descriptor);
    } catch {
      // the one that this folder was read by
    }
  }
}

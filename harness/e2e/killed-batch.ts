import { readFileSync } from "node:fs";

/** What batches are made of that are killed and gone on with. */

/** A server for udp-echo that answers so many datagrams as the file `replies` says, and leaves: each submission earns something else. */
export const SOME_ANSWERS = `import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("", int(sys.argv[1])))
for _ in range(int(open("replies").read())):
    data, address = s.recvfrom(65536)
    s.sendto(data.upper(), address)
`;

/** Of a process, its words apart by NUL; empty if it is gone. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}

export function workersAmong(pids: readonly number[]): number[] {
  return pids.filter((pid) => commandLine(pid).includes("worker.js"));
}

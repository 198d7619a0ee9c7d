import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { socketInodes, treeOf } from "./proc.js";

/** A socket that a program has bound: TCP in state LISTEN, UDP in any. */
export interface BoundSocket {
  transport: "tcp" | "udp";
  /** "0.0.0.0", "127.0.0.1", "::", "::1" ... */
  address: string;
  port: number;
  inode: string;
}

const LISTEN = "0A";

/**
 * The kernel's address in /proc/net/{tcp,udp}{,6}: 32-bit words in host byte order, in hex (0100007F is 127.0.0.1).
 */
export function parseHexAddress(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse().map((byte) => parseInt(byte, 16)));
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.every((byte) => byte === 0)) return "::";
  if (bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1) return "::1";
  if (bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255) return bytes.slice(12).join(".");
  const groups: string[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0)).toString(16));
  return groups.join(":");
}

/** Bound sockets in the text of a kernel table. */
export function parseSocketTable(text: string, transport: "tcp" | "udp"): BoundSocket[] {
  const bound: BoundSocket[] = [];
  for (const line of text.split("\n").slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [address, port] = (fields[1] ?? "").split(":");
    const inode = fields[9];
    if (address === undefined || port === undefined || inode === undefined) continue;
    if (transport === "tcp" && fields[3] !== LISTEN) continue;
    bound.push({ transport, address: parseHexAddress(address), port: parseInt(port, 16), inode });
  }
  return bound;
}

function table(pid: number, transport: "tcp" | "udp"): BoundSocket[] {
  const bound: BoundSocket[] = [];
  for (const file of tableFiles(pid, transport)) {
    try {
      bound.push(...parseSocketTable(readFileSync(file, "latin1"), transport));
    } catch {
      // no such process any more, or no IPv6
    }
  }
  return bound;
}

function tableFiles(pid: number, transport: "tcp" | "udp"): string[] {
  return ["", "6"].map((family) => `/proc/${pid}/net/${transport}${family}`);
}

function inodesOf(pid: number): Set<string> {
  return new Set(treeOf(pid).flatMap((member) => [...socketInodes(member)]));
}

/** What the program `pid` and its children have bound of `transport`. Reading the kernel's tables costs some ms, so only with sockets at hand. */
export function boundSockets(pid: number, transport: "tcp" | "udp"): BoundSocket[] {
  const inodes = inodesOf(pid);
  return inodes.size === 0 ? [] : table(pid, transport).filter((socket) => inodes.has(socket.inode));
}

/**
 * Whether the program `pid` or a child of it has bound what `wanted` accepts. The tables are read row by row until it is found, for to come to
 * the end of a TCP table the kernel goes through all of its own; `whole`: even where Linux lists no sockets that listen any more.
 */
export function hasBound(pid: number, transport: "tcp" | "udp", wanted: (socket: BoundSocket) => boolean, whole: boolean): boolean {
  const inodes = inodesOf(pid);
  if (inodes.size === 0) return false;
  if (whole || transport === "udp") return table(pid, transport).some((socket) => inodes.has(socket.inode) && wanted(socket));
  for (const row of listenersFirst(pid)) for (const socket of parseSocketTable(row, transport)) if (inodes.has(socket.inode) && wanted(socket)) return true;
  return false;
}

/** About a row of a table, bytes. */
const ROW = Buffer.alloc(160);
const CONNECTED = /^ *\d+: \S+ \S+ (?!0A)[0-9A-F]{2} /;

/** Rows of both families' TCP tables in turn, each under a header, up to the first connection: Linux lists what listens before all others. */
function* listenersFirst(pid: number): Generator<string> {
  const open: { descriptor: number; text: string }[] = [];
  try {
    for (const file of tableFiles(pid, "tcp")) open.push({ descriptor: openSync(file, "r"), text: "" });
  } catch {
    // no such process any more, or no IPv6
  }
  try {
    const left = new Set(open);
    while (left.size > 0)
      for (const one of left) {
        const length = readSome(one.descriptor);
        one.text += ROW.toString("latin1", 0, length);
        const end = one.text.lastIndexOf("\n") + 1;
        const rows = one.text.slice(0, end);
        one.text = one.text.slice(end);
        if (rows !== "") yield `\n${rows}`;
        if (length === 0 || rows.split("\n").some((row) => CONNECTED.test(row))) left.delete(one);
      }
  } finally {
    for (const { descriptor } of open) closeSync(descriptor);
  }
}

/** How much could be read; 0 at the end, and of a process that is gone. */
function readSome(descriptor: number): number {
  try {
    return readSync(descriptor, ROW);
  } catch {
    return 0;
  }
}

/** Whoever bound it: whether `port` is bound in this machine's network namespace, for programs that were started by hand. */
export function anyoneBound(transport: "tcp" | "udp", port: number): boolean {
  return table(process.pid, transport).some((socket) => socket.port === port);
}

/** Whether a datagram or connection to 127.0.0.1 reaches a socket bound to `address`. */
export function servesLoopback(address: string): boolean {
  return address === "0.0.0.0" || address === "127.0.0.1" || address === "::";
}

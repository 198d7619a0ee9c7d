import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { WiregradeError } from "../errors.js";

/** A port on loopback that is free for both transports, and kept free for this run. */
export interface Port {
  readonly transport: "tcp" | "udp";
  readonly number: number;
  toString(): string;
}

/** Below the usual ephemeral range, so that no outgoing connection takes it between our look and the program's bind. */
const LOWEST = 20000;
const HIGHEST = 32000;

const held = new Map<number, Server | null>();

/** An abstract socket by the port's name is a lock among all graders of this machine that ends with its process (Linux only). */
async function lock(port: number): Promise<Server | null | "taken"> {
  if (held.has(port)) return "taken";
  held.set(port, null);
  if (process.platform !== "linux") return null;
  return await new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      held.delete(port);
      resolve("taken");
    });
    server.listen(`\0wiregrade-port-${port}`, () => resolve(server.unref()));
  });
}

let tableReadAt = -Infinity;
let portsInTables = new Set<number>();
const TABLE_AGE_MS = 500;

/**
 * Ports with a connection in any state, TIME_WAIT above all: a program that does not set SO_REUSEADDR could not bind
 * them, while our own trial, where Node sets it, succeeds. Reading the tables costs some ms, hence the short memory.
 */
function inUse(port: number): boolean {
  if (performance.now() - tableReadAt > TABLE_AGE_MS) {
    tableReadAt = performance.now();
    portsInTables = new Set();
    for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
      try {
        for (const match of readFileSync(table, "latin1").matchAll(/^ *\d+: [0-9A-F]+:([0-9A-F]{4}) /gm)) portsInTables.add(parseInt(match[1] as string, 16));
      } catch {
        // not Linux, or no IPv6
      }
    }
  }
  return portsInTables.has(port);
}

async function isFree(port: number): Promise<boolean> {
  if (inUse(port)) return false;
  const tcp = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "0.0.0.0", exclusive: true }, () => server.close(() => resolve(true)));
  });
  if (!tcp) return false;
  return await new Promise<boolean>((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address: "0.0.0.0", exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

export async function freePort(transport: "tcp" | "udp"): Promise<Port> {
  for (let tries = 0; tries < 200; tries++) {
    const number = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    const locked = await lock(number);
    if (locked === "taken") continue;
    held.set(number, locked);
    if (await isFree(number)) return { transport, number, toString: () => String(number) };
    releasePort(number);
  }
  throw new WiregradeError("HARNESS_FAULT", `no free port between ${LOWEST} and ${HIGHEST} in 200 tries`);
}

export function releasePort(number: number): void {
  held.get(number)?.close();
  held.delete(number);
}

/** Whether this machine can use a loopback address (on macOS, those beside 127.0.0.1 need an alias). */
export async function canBind(address: string): Promise<boolean> {
  return await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port: 0, host: address }, () => server.close(() => resolve(true)));
  });
}

import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { WiregradeError } from "../errors.js";
import { processesOf } from "./proc.js";

/** User ids that no distribution gives to anyone: above accounts, below systemd's own. */
const LOWEST = 50_000;
const HIGHEST = 59_999;

/** A user id that nobody uses, until it is released. */
export interface UnusedUid {
  uid: number;
  release(): void;
}

function accounts(): Set<number> {
  return new Set([...readFileSync("/etc/passwd", "latin1").matchAll(/^[^:\n]*:[^:\n]*:(\d+):/gm)].map((match) => Number(match[1])));
}

/** An abstract socket by the id's name is a lock among all graders of this machine that ends with its process. */
async function lock(uid: number): Promise<Server | null> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(`\0wiregrade-uid-${uid}`, () => resolve(server.unref()));
  });
}

/** Finds one; for root only, who alone can use it. */
export async function unusedUid(): Promise<UnusedUid> {
  const taken = accounts();
  for (let tries = 0; tries < 200; tries++) {
    const uid = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if (taken.has(uid)) continue;
    const held = await lock(uid);
    if (held === null) continue;
    if (processesOf(uid).length === 0) return { uid, release: () => void held.close() };
    held.close();
  }
  throw new WiregradeError("HARNESS_FAULT", `no unused user id between ${LOWEST} and ${HIGHEST} in 200 tries`);
}

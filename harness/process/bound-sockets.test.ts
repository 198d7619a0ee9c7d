import { expect, test } from "@jest/globals";
import { createServer } from "node:net";
import { anyoneBound, boundSockets, parseHexAddress, parseSocketTable, servesLoopback } from "./bound-sockets.js";

test.each([
  ["0100007F", "127.0.0.1", true],
  ["00000000", "0.0.0.0", true],
  ["4D00007F", "127.0.0.77", false],
  ["00000000000000000000000000000000", "::", true],
  ["00000000000000000000000001000000", "::1", false],
  ["0000000000000000FFFF00000100007F", "127.0.0.1", true],
  ["B80D01200000000000000000EF060000", "2001:db8:0:0:0:0:0:6ef", false],
])("the kernel's address %s is %s", (hex, address, serves) => {
  expect(parseHexAddress(hex)).toBe(address);
  expect(servesLoopback(address)).toBe(serves);
});

const HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const LISTENING = "   0: 0100007F:A391 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000000000000000 100 0 0 10 0\n";
const CONNECTED = "   1: 0100007F:A391 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0000000000000000 20 4 30 10 -1\n";
const DATAGRAMS = "  76: 00000000:0FA0 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4713 2 0000000000000000 0\n";

test("of TCP only what listens is bound, of UDP everything", () => {
  expect(parseSocketTable(HEADER + LISTENING + CONNECTED, "tcp")).toEqual([{ transport: "tcp", address: "127.0.0.1", port: 41873, inode: "4711" }]);
  expect(parseSocketTable(HEADER + DATAGRAMS, "udp")).toEqual([{ transport: "udp", address: "0.0.0.0", port: 4000, inode: "4713" }]);
});

test("a table that breaks off is read as far as it goes", () => {
  for (let length = 0; length <= LISTENING.length; length++) expect(parseSocketTable(HEADER + LISTENING.slice(0, length), "tcp").length).toBeLessThanOrEqual(1);
  expect(parseSocketTable("", "tcp")).toEqual([]);
});

test("finds the sockets of a process, and of anyone", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  try {
    expect(boundSockets(process.pid, "tcp")).toContainEqual(expect.objectContaining({ transport: "tcp", address: "127.0.0.1", port }));
    expect(anyoneBound("tcp", port)).toBe(true);
    expect(anyoneBound("udp", port)).toBe(false);
  } finally {
    server.close();
  }
  expect(boundSockets(2 ** 22 - 3, "tcp")).toEqual([]);
});

import { asciiUpper, toBinary, type Stage, type UdpParty } from "#harness";

/** Sends texts one after the other to the server's port, each once the one before is answered. */
export async function ask(client: UdpParty, label: string, port: { number: number }, texts: string[]): Promise<void> {
  client.exchange(label);
  for (const text of texts) {
    await client.send(text, serverAt(port));
    if ((await client.receive()) === null) return;
  }
}

/** The student's server, as its clients address it. */
export function serverAt(port: { number: number }): { host: string; port: number } {
  return { host: "127.0.0.1", port: port.number };
}

/** How long a reply is held back to see whether the client waits for it, ms. */
const HOLD_MS = 150;

/** Times that a scenario gives the client through its environment, ms: so long that no reply of ours comes too late. */
export const PATIENT = { TIMEOUT_MS: "8000" };

/** The server that the harness plays: answers `count` datagrams, each to its sender, a moment after it came. */
export async function answer(server: UdpParty, label: string, count: number): Promise<void> {
  server.exchange(label);
  for (let i = 0; i < count; i++) {
    const datagram = await server.receive();
    if (datagram === null) return;
    await server.lull(HOLD_MS);
    await server.send(asciiUpper(toBinary(datagram.bytes)), datagram.from);
  }
}

/** A whole run of the student's client: all of its input, every datagram answered, until it ends. */
export async function converse({ student, net }: Stage, label: string, lines: string[], host = "127.0.0.1"): Promise<void> {
  const server = await net.udp("server", { host });
  const client = await student.run("client", [host, server.port], { stdin: lines.map((line) => `${line}\n`).join(""), env: PATIENT });
  await answer(server, label, lines.length);
  await client.exited();
}

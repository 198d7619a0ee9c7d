import { asciiUpper, toBinary, type Datagram, type Stage, type StudentProgram, type UdpParty } from "#harness";

/** Where the student's server is: its port on 127.0.0.1. */
export interface ServerAddress {
  host: string;
  port: number;
}

/** Starts the student's server on a free port, and waits until it is bound. */
export async function startServer({ student, net }: Stage): Promise<{ at: ServerAddress; program: StudentProgram }> {
  const port = await net.port("udp");
  const program = await student.serve("server", [port]);
  return { at: { host: "127.0.0.1", port: port.number }, program };
}

/** Sends texts one after the other to the server's port, each once the one before is answered. */
export async function ask(client: UdpParty, label: string, server: ServerAddress, texts: string[]): Promise<void> {
  client.exchange(label);
  let before: string | null = null;
  for (const text of texts) {
    await client.send(text, server);
    if (!(await hear(client, before === text ? null : before))) return;
    before = text;
  }
}

/** Waits for a reply, past repetitions of the one to the text before; whether there was one. */
export async function hear(client: UdpParty, before: string | null): Promise<boolean> {
  for (;;) {
    const datagram = await client.receive();
    if (datagram === null) return false;
    if (before === null || toBinary(datagram.bytes) !== asciiUpper(before)) return true;
  }
}

/** How long a reply that need not come is waited for, ms. */
const MAYBE_MS = 800;

/** Sends one text that the server may answer or not. */
export async function tryToAsk(client: UdpParty, label: string, server: ServerAddress, text: string): Promise<void> {
  client.exchange(label);
  await client.send(text, server);
  await client.receive(MAYBE_MS);
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
    await reply(server, datagram);
  }
}

/** A time-out so short that three of them take little more than a second. */
export const SHORT_TIMEOUT_MS = 500;
export const SHORT = { TIMEOUT_MS: String(SHORT_TIMEOUT_MS) };

export async function reply(server: UdpParty, { bytes, from }: Datagram): Promise<void> {
  await server.send(asciiUpper(toBinary(bytes)), from);
}

/** Sends of a line in all. */
const SENDS = 3;
/** More sends than any client makes that keeps to three. */
const MOST_SENDS = 8;

/**
 * A server on a network with losses: `fate` tells what becomes of the n-th send (from 1) of each text: answered, lost on
 * its way, or answered with a reply that is lost. Ends with the client, or when nothing more comes.
 */
export async function answerWithLosses(
  server: UdpParty,
  label: string,
  fate: (text: string, nth: number) => "answer" | "lose" | "lose-reply",
  /** How long the client may take to go on after the last send of a line that is never answered, ms; 0: as long as it likes. */
  goesOnWithinMs = 0,
): Promise<void> {
  server.exchange(label);
  const sends = new Map<string, number>();
  for (let datagram = await server.receive(); datagram !== null; datagram = await server.receive()) {
    if (datagram.lateMs > SHORT_TIMEOUT_MS / 2) server.ownLateness(datagram.lateMs);
    const text = toBinary(datagram.bytes);
    const nth = (sends.get(text) ?? 0) + 1;
    sends.set(text, nth);
    if (nth > MOST_SENDS) return;
    switch (fate(text, nth)) {
      case "answer":
        await reply(server, datagram);
        break;
      case "lose":
        server.lose("received", datagram.bytes);
        if (nth === SENDS && goesOnWithinMs > 0) await server.expectWithin(goesOnWithinMs);
        break;
      case "lose-reply":
        server.lose("sent", asciiUpper(text));
    }
  }
}

/** A whole run of the student's client: all of its input, every datagram answered, until it ends. */
export async function converse({ student, net }: Stage, label: string, lines: string[], { host = "127.0.0.1", end = "\n" } = {}): Promise<void> {
  const server = await net.udp("server", { host });
  const client = await student.run("client", [host, server.port], { stdin: `${lines.join("\n")}${end}`, env: PATIENT });
  await answer(server, label, lines.length);
  await client.exited();
}

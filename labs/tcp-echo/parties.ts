import { asciiUpper, toBinary, type Stage, type StudentProgram, type TcpParty } from "#harness";

/** A client that has a server's port, sends lines one after the other, each once the one before is answered, and closes. */
export async function talk(client: TcpParty, label: string, lines: string[]): Promise<void> {
  client.exchange(label);
  for (const line of lines) {
    await client.send(line);
    if ((await client.receiveLines(1)) !== "met") break;
  }
  await finish(client);
}

/** Closes the sending side and waits for the server to close its own. */
export async function finish(client: TcpParty): Promise<void> {
  client.end();
  await client.receiveEnd();
}

/** How long replies are held back from a client that may be pipelining, ms. */
const HOLD_MS = 250;

/** How long the server stays after the client's FIN, to see whether the client waits for the server's own, ms. */
const STAY_MS = 150;

/**
 * The server that the harness plays: holds its first replies until the client has shut down its sending side, or sends
 * nothing more for a while because it waits for them; from then on it answers each line at once. After the client's FIN
 * it answers what is left, stays a while, and closes.
 */
export async function serve(server: TcpParty, label: string, client: StudentProgram, held = true): Promise<void> {
  server.exchange(label);
  let unanswered = "";
  let holding = held;
  for (;;) {
    if (holding && server.receivedLines > 0) {
      const before = server.receivedBytes;
      await server.lull(HOLD_MS);
      holding = server.receivedBytes > before && !server.receivedEnd;
    }
    if (!holding) {
      const whole = unanswered.lastIndexOf("\n") + 1;
      if (whole > 0) await server.send(asciiUpper(unanswered.slice(0, whole)));
      unanswered = unanswered.slice(whole);
    }
    const some = await server.receiveSome();
    if (some === null) break;
    unanswered += toBinary(some);
  }
  if (unanswered !== "") await server.send(asciiUpper(unanswered));
  if (server.receivedEnd) await client.lull(STAY_MS);
  server.end();
}

/** A whole run of the student's client: all of its input, one connection, until it ends. */
export async function converse({ student, net }: Stage, label: string, stdin: string, host = "127.0.0.1"): Promise<void> {
  const server = await net.listen("server", { host });
  const client = await student.run("client", [host, server.port], { stdin });
  const connection = await server.accept();
  if (connection !== null) await serve(connection, label, client);
  await client.exited();
}

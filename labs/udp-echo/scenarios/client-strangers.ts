import { asciiUpper, scenario, toBinary, type Stage, type UdpParty } from "#harness";
import { answerWithLosses, PATIENT, reply, SHORT, SHORT_TIMEOUT_MS } from "../parties.js";

const role = "client";
const THIRD_ADDRESS = "127.0.0.78";

/** More than a client of two lines has reason to send. */
const MOST_DATAGRAMS = 12;
/** How long the server's own reply is held back, to see whether the client goes on without it, ms. */
const HOLD_MS = 250;

/**
 * Before the server's reply comes a stranger's datagram: to the first line other words than are due, to what follows just the words that
 * are due, which a client must wait for all the same, since the stranger was never asked.
 */
async function withStranger({ student, seed }: Stage, server: UdpParty, stranger: UdpParty): Promise<void> {
  const lines = [seed.sentence(), seed.sentence(), seed.sentence()];
  stranger.exchange("stranger");
  server.exchange("lines");
  const client = await student.run("client", [server.host, server.port], { stdin: lines.map((line) => `${line}\n`).join(""), env: PATIENT });
  let count = 0;
  for (let datagram = await server.receive(); datagram !== null && count < MOST_DATAGRAMS; datagram = await server.receive(), count++) {
    await stranger.sendAsStranger(count === 0 ? seed.sentence().toUpperCase() : asciiUpper(toBinary(datagram.bytes)), datagram.from);
    await server.lull(HOLD_MS);
    await reply(server, datagram);
  }
  await client.exited();
}

export const clientOtherAddress = scenario("client-other-address", { role, addresses: [THIRD_ADDRESS] }, async (stage) => {
  const port = await stage.net.port("udp");
  await withStranger(stage, await stage.net.udp("server", { port }), await stage.net.udp("stranger at another address", { host: THIRD_ADDRESS, port }));
});

export const clientOtherPort = scenario("client-other-port", { role }, async (stage) => {
  await withStranger(stage, await stage.net.udp("server"), await stage.net.udp("stranger at another port"));
});

/** Strays come in less than a time-out's distance, for five time-outs. */
const STRAYS = 20;

export const clientStrays = scenario("client-strays", { role }, async ({ student, net, seed }) => {
  const server = (await net.udp("server")).exchange("losses");
  const stranger = (await net.udp("stranger at another port")).exchange("strays");
  const client = await student.run("client", [server.host, server.port], { stdin: `${seed.sentence()}\n`, env: SHORT });
  const first = await server.receive();
  if (first !== null) {
    server.lose("received", first.bytes);
    let again = false;
    for (let i = 0; i < STRAYS && !again; i++) {
      await stranger.sendAsStranger(seed.word(), first.from);
      again = await server.lull(SHORT_TIMEOUT_MS / 4);
    }
    if (again) await answerWithLosses(server, "losses", () => "answer");
  }
  await client.exited();
});

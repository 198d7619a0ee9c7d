import { scenario, type Stage, type UdpParty } from "#harness";
import { answerWithLosses, PATIENT, reply, SHORT, SHORT_TIMEOUT_MS } from "../parties.js";

const role = "client";
const THIRD_ADDRESS = "127.0.0.78";

/** More than a client of two lines has reason to send. */
const MOST_DATAGRAMS = 12;

/** To each line a stranger sends something first, then the server its reply. */
async function withStranger({ student, seed }: Stage, server: UdpParty, stranger: UdpParty): Promise<void> {
  const lines = [seed.sentence(), seed.sentence()];
  stranger.exchange("stranger");
  server.exchange("lines");
  const client = await student.run("client", [server.host, server.port], { stdin: lines.map((line) => `${line}\n`).join(""), env: PATIENT });
  let count = 0;
  for (let datagram = await server.receive(); datagram !== null && count < MOST_DATAGRAMS; datagram = await server.receive(), count++) {
    await stranger.sendAsStranger(seed.sentence().toUpperCase(), datagram.from);
    await server.lull(100);
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

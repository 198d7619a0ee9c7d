import { asciiUpper, scenario, toBinary, type Stage, type UdpParty } from "#harness";
import { answerWithLosses, reply } from "../parties.js";

const role = "client";
const TIMEOUT_MS = 400;
const SHORT = { TIMEOUT_MS: String(TIMEOUT_MS) };
const THIRD_ADDRESS = "127.0.0.78";

/** The first line is answered by a stranger alone, with the right text; the second by the server. */
async function withStranger({ student, seed }: Stage, server: UdpParty, stranger: UdpParty): Promise<void> {
  stranger.exchange("stranger");
  server.exchange("losses");
  const client = await student.run("client", [server.host, server.port], { stdin: `${seed.sentence()}\n${seed.sentence()}\n`, env: SHORT });
  let first: string | null = null;
  for (let datagram = await server.receive(), count = 0; datagram !== null && count < 8; datagram = await server.receive(), count++) {
    const text = toBinary(datagram.bytes);
    first ??= text;
    if (text === first) await stranger.sendAsStranger(asciiUpper(text), datagram.from);
    else await reply(server, datagram);
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
      again = await server.lull(TIMEOUT_MS / 4);
    }
    if (again) await answerWithLosses(server, "losses", () => "answer");
  }
  await client.exited();
});

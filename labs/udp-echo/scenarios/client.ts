import { scenario } from "#harness";
import { answer, converse, PATIENT } from "../parties.js";

const role = "client";

export const clientOneLine = scenario("client-one-line", { role }, async (stage) => {
  await converse(stage, "one-line", [`  ${stage.seed.alphabet()}\t `]);
});

export const clientSeveralLines = scenario("client-several-lines", { role }, async (stage) => {
  await converse(
    stage,
    "several-lines",
    Array.from({ length: 4 }, () => stage.seed.sentence(stage.seed.int(2, 8))),
  );
});

export const clientLongLine = scenario("client-long-line", { role }, async (stage) => {
  await converse(stage, "long-line", [`${stage.seed.sentence(300).slice(0, 1399)}y`]);
});

export const clientUnfinishedLine = scenario("client-unfinished-line", { role }, async (stage) => {
  await converse(stage, "unfinished-line", [stage.seed.sentence(2), stage.seed.sentence(3)], { end: "" });
});

export const clientEmptyLine = scenario("client-empty-line", { role }, async (stage) => {
  await converse(stage, "empty-line", [stage.seed.sentence(2), "", stage.seed.sentence(3)]);
});

/** A second loopback address: whoever sends to 127.0.0.1 out of habit meets a decoy at the same port. */
const OTHER_HOST = "127.0.0.77";

export const clientOtherHost = scenario("client-other-host", { role, addresses: [OTHER_HOST] }, async ({ student, net, seed }) => {
  const port = await net.port("udp");
  const server = await net.udp("server", { host: OTHER_HOST, port });
  await net.udp("decoy at 127.0.0.1", { host: "127.0.0.1", port });
  const client = await student.run("client", [OTHER_HOST, server.port], { stdin: `${seed.sentence()}\n`, env: PATIENT });
  await answer(server, "other-host", 1);
  await client.exited();
});

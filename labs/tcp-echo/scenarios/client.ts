import { scenario } from "#harness";
import { converse, serve } from "../parties.js";

const role = "client";

export const clientOneLine = scenario("client-one-line", { role }, async (stage) => {
  await converse(stage, "one-line", `  ${stage.seed.alphabet()}\t \n`);
});

export const clientSeveralLines = scenario("client-several-lines", { role, modes: ["whole", "coalesced"] }, async (stage) => {
  const lines = Array.from({ length: 5 }, () => `${stage.seed.sentence(stage.seed.int(2, 8))}\n`);
  await converse(stage, "several-lines", lines.join(""), { apart: true });
});

/** A second loopback address: whoever connects to 127.0.0.1 out of habit meets a decoy at the same port. */
const OTHER_HOST = "127.0.0.77";

export const clientOtherHost = scenario("client-other-host", { role, addresses: [OTHER_HOST] }, async ({ student, net, seed }) => {
  const port = await net.port("tcp");
  const server = await net.listen("server", { host: OTHER_HOST, port });
  await net.listen("decoy at 127.0.0.1", { host: "127.0.0.1", port });
  const client = await student.run("client", [OTHER_HOST, server.port], { stdin: `${seed.sentence()}\n` });
  const connection = await server.accept();
  if (connection !== null) await serve(connection, "other-host", client, { holdMs: 0 });
  await client.exited();
});

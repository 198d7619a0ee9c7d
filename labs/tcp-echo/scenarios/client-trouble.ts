import { scenario, SeededStream } from "#harness";
import { converse, serveStream } from "../parties.js";

const role = "client";

export const clientSplitReplies = scenario("client-split-replies", { role, modes: ["bytes", "cuts"] }, async (stage) => {
  const { seed } = stage;
  await converse(stage, "split-replies", `${seed.sentence(3)}\n${seed.word()} \xc3\xa9 ${seed.word()}\n${seed.sentence(2)}\n`, {
    holdMs: 0,
    pauseAfter: "\xc3",
  });
});

export const clientHeldReplies = scenario("client-held-replies", { role }, async (stage) => {
  await converse(stage, "held-replies", `${stage.seed.sentence(3)}\n${stage.seed.sentence(3)}\n`, { acceptAfterMs: 300, holdMs: 0, delayMs: 1000 });
});

export const clientEmptyLine = scenario("client-empty-line", { role }, async (stage) => {
  await converse(stage, "empty-line", `${stage.seed.sentence(2)}\n\n${stage.seed.sentence(2)}\n`);
});

export const clientUnfinishedLine = scenario("client-unfinished-line", { role }, async (stage) => {
  await converse(stage, "unfinished-line", `${stage.seed.sentence(2)}\n${stage.seed.sentence(3)}`);
});

export const clientNoInput = scenario("client-no-input", { role }, async ({ student, net }) => {
  const server = await net.listen("server");
  const client = await student.run("client", ["127.0.0.1", server.port], { stdin: "" });
  // It may connect or not; if it does, it is to see our end after its own.
  const connection = await server.acceptUnless(client);
  if (connection !== null) {
    connection.exchange("no-input");
    await connection.receiveEnd();
    connection.end();
  }
  await client.exited();
});

export const clientEarlyEnd = scenario("client-early-end", { role }, async (stage) => {
  const lines = Array.from({ length: 5 }, () => `${stage.seed.sentence(3)}\n`);
  await converse(stage, "early-end", lines.join(""), { holdMs: 0, replies: 2, then: "end" });
});

export const clientReset = scenario("client-reset", { role }, async (stage) => {
  const lines = Array.from({ length: 3 }, () => `${stage.seed.sentence(3)}\n`);
  await converse(stage, "reset", lines.join(""), { holdMs: 0, replies: 1, then: "reset" });
});

export const clientRefused = scenario("client-refused", { role }, async ({ student, net, seed }) => {
  const nobody = await net.port("tcp");
  const client = await student.run("client", ["127.0.0.1", nobody.number], { stdin: `${seed.sentence()}\n` });
  await client.exited();
});

/** Few long lines, so that a client that waits for each reply gets through as well. */
const MUCH_BYTES = 64 << 20;
const LINE_BYTES = 1 << 20;

export const clientMuchInput = scenario("client-much-input", { role }, async ({ student, net, seed }) => {
  const server = await net.listen("server");
  const input = new SeededStream(seed.word(12), MUCH_BYTES, LINE_BYTES);
  const client = await student.run("client", ["127.0.0.1", server.port], { stdin: input, expectedStdout: input.inUpperCase() });
  const connection = await server.accept();
  if (connection !== null) await serveStream(connection, "much-input", input, client);
  await client.exited(20_000);
});

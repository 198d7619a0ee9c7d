import { scenario, SeededStream, type SmtpScript, type Stage } from "#harness";
import { address, deliver, INJECTED_ADDRESS, INJECTED_FIELD, letter } from "../delivery.js";

const role = "client";

/** Whole seconds, as some programs count them, ms. */
const TIMEOUT_MS = 2000;

const silent = (name: string, script: SmtpScript) =>
  scenario(name, { role }, async (stage) => {
    await deliver(stage, letter(stage.seed), { script, timeoutMs: TIMEOUT_MS });
  });

export const silentFromTheStart = silent("silent-from-the-start", { greeting: { then: "silence" } });
export const silentToMail = silent("silent-to-mail", { replies: { MAIL: { then: "silence" } } });
export const silentToMessage = silent("silent-to-the-message", { replies: { message: { then: "silence" } } });

export const refusedConnection = scenario("refused-connection", { role }, async ({ student, net, seed }) => {
  const port = await net.port("tcp");
  const { from, subject, to, body } = letter(seed);
  const client = await student.run("client", ["127.0.0.1", port.number, from, subject, ...to], { stdin: body });
  await client.exited();
});

const MIB = 1 << 20;
/** Letters, LF included. */
const LINE_BYTES = 72;
const large = (word: string, mib: number) => new SeededStream(word, mib * MIB - ((mib * MIB) % LINE_BYTES), LINE_BYTES);

export const reset = scenario("reset-within-the-message", { role }, async (stage) => {
  await deliver(stage, letter(stage.seed, { body: large(stage.seed.word(12), 4) }), { script: { inMessage: { afterBytes: 64 << 10, then: "reset" } } });
});

export const muchText = scenario("much-text", { role }, async (stage) => {
  // Encoded it is longer by a third, and more with its line ends.
  await deliver(stage, letter(stage.seed, { body: large(stage.seed.word(12), 5) }), { script: { mostBytes: 20 * MIB } });
});

export const injectedSubject = scenario("line-ends-in-the-subject", { role }, async (stage) => {
  await deliver(stage, letter(stage.seed, { subject: `${stage.seed.word()}\r\n${INJECTED_FIELD}: ${stage.seed.word()}` }));
});

export const injectedByLf = scenario("lf-in-the-subject", { role }, async (stage) => {
  await deliver(stage, letter(stage.seed, { subject: `${stage.seed.word()}\n${INJECTED_FIELD}: ${stage.seed.word()}` }));
});

/** An address that ends in its middle: what follows would be a field in the header, and a command of its own among the commands. */
const injecting = ({ seed }: Stage) => `${seed.word()}@${seed.word()}.example>\r\n${INJECTED_FIELD}: <${seed.word()}>\r\nRCPT TO:<${INJECTED_ADDRESS}`;

export const injectedSender = scenario("line-ends-in-the-sender", { role }, async (stage) => {
  await deliver(stage, letter(stage.seed, { from: injecting(stage) }));
});

export const injectedAddress = scenario("line-ends-in-an-address", { role }, async (stage) => {
  // Not the first: all of them have to be looked at.
  await deliver(stage, letter(stage.seed, { to: [address(stage.seed), injecting(stage)] }));
});

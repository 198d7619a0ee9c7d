import { scenario, utf8 } from "#harness";
import { address, deliver, letter } from "../../../../labs/smtp-client/delivery.js";

const role = "client";

export const oddLetter = scenario("hidden-odd-letter", { role }, async (stage) => {
  const { seed } = stage;
  const lines = [
    ".",
    `..${seed.word()}`,
    utf8(`größer als ${seed.word()} €`),
    `${seed.word()}\r`,
    "",
    `=${seed.word()}=3D `,
    `${seed.sentence(3)} `.repeat(60).trim(),
    // Wherever an encoding breaks this line, a dot comes to stand at the start of one.
    `${seed.word()}${".".repeat(300)}${seed.word()}`,
    ".",
  ];
  const to = Array.from({ length: 4 }, () => address(seed));
  const subject = `${seed.word()} über ${seed.word()}`;
  const script = {
    greeting: { reply: ["220-mail.example", "220 ready for 550 letters"] },
    replies: { RCPT: { reply: ["250-ok", "250 ok"] }, message: { reply: ["250-queued", "250 as 2"] } },
  };
  await deliver(stage, letter(seed, { body: `${lines.join("\n")}\n`, subject, to }), { script });
});

export const refusedInTheMiddle = scenario("hidden-refused-in-the-middle", { role }, async (stage) => {
  const to = Array.from({ length: 4 }, () => address(stage.seed));
  const no = { reply: ["550-no such user", "550 250 others there are"] };
  await deliver(stage, letter(stage.seed, { to }), { script: { replies: { RCPT: ["250 ok", "250 ok", no, "250 ok"] } } });
});

const MANY_LINES = 30_000;

export const manyDots = scenario("hidden-many-dots", { role }, async (stage) => {
  const { seed } = stage;
  const line = () => `${seed.pick(["", ".", "..", "...", ". ", " ."])}${seed.pick(["", seed.word(), `${seed.word()}.`])}`;
  // So many short ones that wherever a program cuts what it stuffs, at some cut a line begins, with a dot.
  const short = Array.from({ length: MANY_LINES }, () => seed.pick([".", "..", ".a"]));
  const lines = [".", ...Array.from({ length: 60 }, line), ...short, `.${seed.word()}`, "."];
  await deliver(stage, letter(seed, { body: lines.join("\n") }));
});

export const closedAfterTheMessage = scenario("hidden-closed-after-the-message", { role }, async (stage) => {
  await deliver(stage, letter(stage.seed), { script: { replies: { message: { then: "close" } } } });
});

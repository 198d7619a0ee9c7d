import { scenario } from "#harness";
import { converse } from "../../../../labs/udp-echo/parties.js";

const role = "client";
const OTHER_HOST = "127.0.3.9";

export const clientManyLines = scenario("hidden-client-many-lines", { role }, async (stage) => {
  const lines = Array.from({ length: 12 }, () => stage.seed.sentence(stage.seed.int(2, 120)).slice(0, 1400));
  await converse(stage, "many-lines", lines);
});

export const clientAnotherHost = scenario("hidden-client-another-host", { role, addresses: [OTHER_HOST] }, async (stage) => {
  await converse(stage, "another-host", [stage.seed.sentence()], { host: OTHER_HOST });
});

export const clientBeyondAscii = scenario("hidden-client-beyond-ascii", { role }, async (stage) => {
  // In UTF-8: é and ø are two bytes each, and no letters from a to z.
  const lines = [stage.seed.sentence(2), `${stage.seed.word()} \xc3\xa9\xc3\xb8 ${stage.seed.word()}`, stage.seed.sentence(2)];
  await converse(stage, "beyond-ascii", lines);
});

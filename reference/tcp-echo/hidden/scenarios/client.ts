import { scenario } from "#harness";
import { converse } from "../../../../labs/tcp-echo/parties.js";

const role = "client";
const OTHER_HOST = "127.0.3.9";

export const clientManyLines = scenario("hidden-client-many-lines", { role, modes: ["whole", "cuts"] }, async (stage) => {
  const lines = Array.from({ length: 12 }, () => `${stage.seed.sentence(stage.seed.int(2, 60))}\n`);
  await converse(stage, "many-lines", lines.join(""));
});

export const clientAnotherHost = scenario("hidden-client-another-host", { role, addresses: [OTHER_HOST] }, async (stage) => {
  await converse(stage, "another-host", `${stage.seed.sentence()}\n`, { host: OTHER_HOST });
});

export const clientEarlyEnd = scenario("hidden-client-early-end", { role }, async (stage) => {
  const lines = Array.from({ length: 4 }, () => `${stage.seed.sentence(2)}\n`);
  await converse(stage, "early-end", lines.join(""), { holdMs: 0, replies: 1, then: "end" });
});

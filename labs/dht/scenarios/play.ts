import { scenario } from "#harness";
import { NOTES } from "../places.js";
import { Ring } from "../ring.js";

/** Slow enough to read along, ms. */
const PING_MS = 1000;
/** How long somebody may watch and meddle, ms. */
const DAY_MS = 86_400_000;

/** To be played by hand: the course notes' ring, which peer 13 joins by 1. */
export const notesRing = scenario("notes-ring", { role: "peer" }, async (stage) => {
  using ring = await Ring.open(stage, NOTES.at, { ...NOTES, pingMs: PING_MS });
  await ring.start("second");
  await stage.net.pause(DAY_MS);
});

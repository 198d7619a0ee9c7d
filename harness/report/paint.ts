import picocolors from "picocolors";

/** Ways to colour text; each leaves it as it is where there is to be no colour. */
export type Paint = ReturnType<typeof picocolors.createColors>;

/** Colour only on a terminal that can, never with NO_COLOR (no-color.org); FORCE_COLOR asks for it elsewhere. */
export function paintFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Paint {
  const refused = (env["NO_COLOR"] ?? "") !== "";
  const forced = !["", "0", "false"].includes(env["FORCE_COLOR"] ?? "");
  return picocolors.createColors(!refused && (forced || (stream.isTTY === true && env["TERM"] !== "dumb")));
}

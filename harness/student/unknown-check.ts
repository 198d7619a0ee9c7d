import { WiregradeError } from "../errors.js";
import type { Lab } from "../lab/load-lab.js";

/** How many letters of a check's name may be wrong for it to be what was meant. */
const NEAR = 2;

/** `where`: what was given it, such as "--check". A failure names its scenario, too, which is easily taken for its check. */
export function unknownCheck(lab: Lab, id: string, where: string | null = null): WiregradeError {
  const ofScenario = lab.checks.filter(({ scenario }) => scenario === id).map((check) => check.id);
  const [near] = lab.checks.map((check) => ({ check, distance: editDistance(check.id, id) })).toSorted((a, b) => a.distance - b.distance);
  const list = `\`npx wiregrade show ${lab.name}\` lists the checks`;
  const meant = near !== undefined && near.distance <= NEAR ? `did you mean ${near.check.id}? ${list}` : list;
  const mend = ofScenario.length === 0 ? meant : `it is a scenario; its checks are ${ofScenario.join(", ")}`;
  return new WiregradeError("CHECK_UNKNOWN", `${where === null ? "" : `${where}: `}${lab.name} has no check ${JSON.stringify(id)}`, { mend });
}

/** How many letters have to be added, left out or replaced (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return row.at(-1) ?? 0;
}

import { explainError } from "./explain-error.js";
import { plain, stated, withMeaning } from "./explain-value.js";
import { rank, type Finding } from "./finding.js";
import { asObject } from "./pointer.js";
import type { SeenError } from "./seen-error.js";
import { showValue } from "./show-value.js";
import { meaningOf, schemaAt } from "./view-words.js";

/** Keywords whose branches report errors of their own, which mean nothing without them. */
const COMBINING = new Set(["anyOf", "oneOf", "contains", "not", "if"]);

/** All errors, less those that only say why one branch of a choice did not hold. */
export function mainErrors(errors: readonly SeenError[]): SeenError[] {
  const choices = errors.filter((error) => COMBINING.has(error.keyword));
  return errors.filter((error) => !choices.some((choice) => choice !== error && error.schemaPath.startsWith(`${choice.schemaPath}/`)));
}

/** The most telling of `errors`, as a finding; and all findings of the main errors, in the rubric's order. */
export function explainErrors(errors: readonly SeenError[]): Finding[] {
  const findings = mainErrors(errors).map((error) =>
    error.keyword === "anyOf" || error.keyword === "oneOf" ? explainChoice(error, errors) : explainError(error),
  );
  return findings.toSorted((a, b) => rank(a) - rank(b));
}

/** None of several allowed behaviours: what went wrong with the nearest, then all that would have passed. */
function explainChoice(seen: SeenError, errors: readonly SeenError[]): Finding {
  const branches = Array.isArray(seen.schema[seen.keyword]) ? (seen.schema[seen.keyword] as unknown[]) : [];
  const options = branches.map((branch) => describeBranch(seen, branch)).filter((text) => text !== "");
  const passing = seen.params["passingSchemas"];
  if (Array.isArray(passing)) {
    const both = passing.map((i) => options[Number(i)]).join("; and ");
    return { ...plain(seen, "only one of the behaviours allowed"), message: `${seen.label}: fits several behaviours that exclude each other: ${both}` };
  }
  const allowed = stated(seen) ?? options.join("; or ");
  const nearest = nearestBranch(seen, branches.length, errors);
  const same = nearest === null || (nearest.path.length === seen.path.length && nearest.place === null);
  if (!same) return { ...nearest, message: `${nearest.message}; allowed is: ${allowed}`, expected: allowed };
  const meaning = meaningOf(seen.words, seen.value);
  const general = plain(seen, allowed);
  if (meaning === null) return general;
  return { ...general, kind: "fact", message: `${meaning}; allowed is: ${allowed}`, actual: withMeaning(seen, seen.value) };
}

/** The branch with the fewest errors; of these the one whose text of bytes goes wrong last. */
function nearestBranch(seen: SeenError, count: number, errors: readonly SeenError[]): Finding | null {
  let best: { finding: Finding; score: number[] } | null = null;
  for (let i = 0; i < count; i++) {
    const own = errors.filter((error) => error.schemaPath.startsWith(`${seen.schemaPath}/${i}/`));
    const findings = explainErrors(own);
    const [finding] = findings;
    if (finding === undefined) continue;
    const score = [findings.length, rank(finding), -(finding.place?.offset ?? -1)];
    if (best === null || less(score, best.score)) best = { finding, score };
  }
  return best?.finding ?? null;
}

function less(a: number[], b: number[]): boolean {
  const i = a.findIndex((value, index) => value !== b[index]);
  return i >= 0 && (a[i] ?? 0) < (b[i] ?? 0);
}

/** A branch in its own words, else what it demands, briefly. */
function describeBranch(seen: SeenError, branch: unknown): string {
  const schema = asObject(branch);
  if (schema === null) return "";
  const own = stated({ ...seen, schema });
  if (own !== null) return own;
  if ("const" in schema)
    return asObject(schema["const"])?.["$data"] === undefined
      ? withMeaning(seen, schema["const"])
      : `as ${String(asObject(schema["const"])?.["$data"]).replace(/^\d+\//, "")}`;
  if (Array.isArray(schema["enum"])) return schema["enum"].map((value) => withMeaning(seen, value)).join(" or ");
  if (typeof schema["pattern"] === "string") return `text that matches /${schema["pattern"]}/`;
  const parts = Object.entries(asObject(schema["properties"]) ?? {}).map(([name, inner]) => {
    const path = [...seen.path, name];
    const text = describeBranch({ ...seen, path, words: schemaAt(seen.viewSchema, path, seen.view) }, inner);
    return text === "" ? name : `${name} ${text}`;
  });
  if (parts.length > 0) return parts.join(", ");
  const bounds = ["minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength"].filter((key) => key in schema);
  if (bounds.length > 0) return bounds.map((key) => `${key} ${showValue(schema[key])}`).join(", ");
  return typeof schema["type"] === "string" ? schema["type"] : "";
}

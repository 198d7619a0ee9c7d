import { expect, test } from "@jest/globals";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ORDINARY_JOB } from "../batch/job.js";
import { startWorker } from "../batch/run-worker.js";
import { loadLab } from "../lab/load-lab.js";
import { packageFile } from "../text/package-root.js";
import { folderWith } from "./run-cli.js";
import { statuses } from "./test-job.js";

/** Peers by three hands, told apart by the remainder of their identifiers. */
const HANDS = ["solution", "examples/right-python", "examples/right-python-asyncio"];
const LAUNCHER = `case $(($1 % 3)) in
  0) exec node 0/build/peer.js "$@" ;;
  1) exec python3 1/peer.py "$@" ;;
  *) exec python3 2/peer.py "$@" ;;
esac
`;

/** What is asked of whole rings, but for what is beyond the contract: not all of the three keep copies. */
const RINGS = ["ring-of-the-notes", "ring-of-8", "ring-of-24", "one-killed", "one-paused", "churn"];

test("peers in TypeScript and Python, by three hands, make one ring, and heal it", async () => {
  using folder = folderWith({
    "mixed/launch.sh": LAUNCHER,
    "mixed/wiregrade.json": JSON.stringify({ lab: "dht", build: "tsc -p 0/tsconfig.build.json", commands: { peer: "sh launch.sh" } }),
  });
  for (const [index, hand] of HANDS.entries()) cpSync(packageFile("reference", "dht", hand), join(folder.path, "mixed", String(index)), { recursive: true });
  const lab = await loadLab("dht", { hidden: true });
  const checks = lab.checks.filter(({ scenario, level }) => RINGS.includes(scenario) && level !== "beyond").map(({ id }) => id);
  expect(checks.length).toBeGreaterThanOrEqual(RINGS.length);
  const transcripts = join(folder.path, "transcripts");
  const job = {
    ...ORDINARY_JOB,
    lab: "dht",
    folder: join(folder.path, "mixed"),
    name: "mixed",
    seed: "mixed",
    checks,
    transcripts,
    scratch: join(folder.path, "scratch"),
  };
  const result = await startWorker(job, () => undefined).result;

  expect(Object.entries(statuses(result)).filter(([, status]) => status !== "pass")).toEqual([]);
  for (const ring of ["ring-of-8", "ring-of-24", "churn"])
    expect(new Set(identifiersIn(readFileSync(join(transcripts, `${ring}.whole.1.jsonl`), "utf8")).map((id) => id % 3))).toEqual(new Set([0, 1, 2]));
});

/** Of all peers that were started: "sh launch.sh 63907 26922". */
function identifiersIn(transcript: string): number[] {
  return [...transcript.matchAll(/"command":\["sh","launch\.sh","(\d+)"/g)].map(([, id]) => Number(id));
}

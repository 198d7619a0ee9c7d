/**
 * How many submissions are graded at the same time, if nobody says. A worker with all that it starts keeps a third to a half of a core busy
 * (measured: 5.5 s of CPU in 17 s for udp-echo, 11.6 s in 22 s for tcp-echo; six examples on two cores took 50 s two at once, 39 s four at
 * once, 42 s six at once, with the same scores): two for each core, and fewer where others need the cores.
 */
const PER_CORE = 2;

export interface Jobs {
  jobs: number;
  /** Why: "two for each of 2 cores". */
  why: string;
}

/** `load`: how many processes run or want to, on average over the last minute (0 where that is not known). */
export function defaultJobs(cores: number, load: number): Jobs {
  const share = load > cores ? cores / load : 1;
  const jobs = Math.max(1, Math.floor(PER_CORE * cores * share));
  const many = `two for each of ${cores} ${cores === 1 ? "core" : "cores"}`;
  return { jobs, why: share === 1 ? many : `less than ${many}, since the load is ${load.toFixed(1)} now; --jobs N overrides` };
}

const RUNS = 4;
export const RUNS_ALONE = 8;

/** How many runs of a submission go on at the same time: most runs wait, so one that is graded alone has more of them. */
export function runsAtOnce(submissions: number, jobs: number): number {
  return Math.min(Math.max(RUNS, Math.floor((RUNS * jobs) / Math.max(1, submissions))), RUNS_ALONE);
}

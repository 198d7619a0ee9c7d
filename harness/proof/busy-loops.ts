import { spawn } from "node:child_process";

/** Keeps `count` cores busy until disposed of: a machine that has other things to do. They end with this process, however it ends. */
export function busyLoops(count: number): Disposable {
  const loop =
    "process.stdin.resume().once('end', () => process.exit()); const spin = () => { for (const until = Date.now() + 50; Date.now() < until; ); setImmediate(spin); }; spin();";
  const loops = Array.from({ length: count }, () => spawn(process.execPath, ["-e", loop], { stdio: ["pipe", "ignore", "ignore"] }));
  return { [Symbol.dispose]: () => loops.forEach((child) => child.kill("SIGKILL")) };
}

import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { waitUntilBound } from "../process/wait-until-bound.js";
import { packageFile } from "../text/package-root.js";
import { freePort } from "../world/ports.js";

/** Builds a lab's reference server below `folder` and starts it as `<server> <port> <path>`; resolves once it serves. */
export async function startReference(lab: string, folder: string, path: string): Promise<{ port: number; stop: () => void }> {
  const solution = packageFile("reference", lab, "solution");
  const build = join(folder, "build");
  execFileSync(process.execPath, [packageFile("node_modules", "typescript", "bin", "tsc"), "-p", join(solution, "tsconfig.build.json"), "--outDir", build]);
  const port = await freePort("tcp");
  const server = spawn(process.execPath, [join(build, "server.js"), String(port), path], { stdio: "ignore" });
  if (server.pid === undefined) throw new Error("the server could not be started");
  const { pid } = server;
  await waitUntilBound({ pid, exit: null, stdoutHas: () => false }, { transport: "tcp", port: port.number }, () => server.exitCode !== null);
  return { port: port.number, stop: () => server.kill("SIGKILL") };
}

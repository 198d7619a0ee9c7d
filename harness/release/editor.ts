import { readManifest, type Manifest } from "../submission/manifest.js";
import type { Lab } from "../lab/load-lab.js";
import { packageFile } from "../text/package-root.js";

/** Files for VS Code: https://code.visualstudio.com/docs/debugtest/tasks and .../debugging-configuration */
export interface EditorFiles {
  launch: object;
  tasks: object;
  extensions: { recommendations: string[] };
}

/** The port of every program that is debugged: the one that its task gives to wiregrade. */
const PORT = "12000";

/** The words of a role's command end with what is to be run: `node build/server.js`, `java -cp build Server`, `./bin/server`. */
interface Program {
  /** "${workspaceFolder}", or the lab's folder in it. */
  folder: string;
  main: string;
}

/** Debuggers of the languages that there are skeletons in, by language. */
const DEBUGGERS: Readonly<Record<string, { extension: string | null; settings: (program: Program) => object }>> = {
  typescript: {
    extension: null,
    settings: ({ folder, main }) => ({ type: "node", program: `${folder}/${main}`, outFiles: [`${folder}/build/**/*.js`], console: "integratedTerminal" }),
  },
  python: {
    extension: "ms-python.debugpy",
    settings: ({ folder, main }) => ({ type: "debugpy", program: `${folder}/${main}`, console: "integratedTerminal" }),
  },
  c: {
    extension: "ms-vscode.cpptools",
    settings: ({ folder, main }) => ({ type: "cppdbg", program: `${folder}/${main}`, MIMode: "gdb", osx: { MIMode: "lldb" } }),
  },
  java: {
    extension: "vscjava.vscode-java-debug",
    settings: ({ folder, main }) => ({ type: "java", mainClass: main, classPaths: [`${folder}/build`], console: "integratedTerminal" }),
  },
  go: {
    extension: "golang.go",
    settings: ({ folder, main }) => ({ type: "go", mode: "debug", program: `${folder}/${main.replace(/^bin\//, "cmd/")}`, console: "integratedTerminal" }),
  },
};

/** Tasks and launch configurations that debug each role of the labs while wiregrade plays the others, without deadlines. */
export async function editorFiles(labs: readonly Lab[], language: string): Promise<EditorFiles> {
  const tasks: object[] = [];
  const configurations: object[] = [];
  const asked = new Map<string, object>();
  const ask = (arg: string) => {
    const id = plain(arg).replaceAll(":", "-");
    asked.set(id, {
      id,
      type: "promptString",
      description: `${plain(arg)}, as wiregrade tells it behind "start your", without quotes${arg.endsWith("...") ? "; one alone" : ""}`,
    });
    return `\${input:${id}}`;
  };
  const found = DEBUGGERS[language];
  for (const lab of labs) {
    const manifest = await readManifest(packageFile("labs", lab.name, "skeleton", language));
    const [folder, of] = labs.length === 1 ? ["${workspaceFolder}", ""] : [`\${workspaceFolder}/${lab.name}`, ` of ${lab.name}`];
    const build = manifest.build === null ? null : `build${of}`;
    if (manifest.build !== null) tasks.push(buildTask(`build${of}`, manifest.build.join(" "), folder));
    for (const [role, { args, listens }] of Object.entries(lab.roles)) {
      const waits = `wiregrade waits for the ${role}${of}`;
      tasks.push(waitingTask(waits, role, folder, listens === undefined ? [] : ["--port", PORT]));
      const ready = build === null ? waits : `build, then ${waits}`;
      if (build !== null) tasks.push({ label: ready, dependsOrder: "sequence", dependsOn: [build, waits], problemMatcher: [] });
      for (const variant of withAndWithout(args)) {
        const values = variant.map((arg) => (arg === "port" && listens !== undefined ? PORT : ask(arg)));
        // What wiregrade tells cannot be asked for once its task has started: VS Code asks first. That task is started by hand, then.
        const first = values.every((value) => value === PORT) ? ready : build;
        configurations.push({
          name: `${role}${of}${variant.length < args.length ? `, without ${plain(args.at(-1) ?? "")}` : ""}`,
          ...{ request: "launch", cwd: folder, args: values, ...(first === null ? {} : { preLaunchTask: first }) },
          ...found?.settings({ folder, main: mainOf(manifest, role) }),
        });
      }
    }
  }
  const inputs = [...asked.values()];
  const check = { id: "check", type: "promptString", description: "the check's id, as its failure tells it" };
  const recommendations = ["orta.vscode-jest", ...(found?.extension === null || found === undefined ? [] : [found.extension])];
  return {
    launch: { version: "0.2.0", configurations, ...(inputs.length === 0 ? {} : { inputs }) },
    tasks: { version: "2.0.0", tasks, inputs: [check] },
    extensions: { recommendations },
  };
}

function mainOf({ commands }: Manifest, role: string): string {
  return (commands[role]?.at(-1) ?? role).replace(/^\.\//, "");
}

/** With the argument that may be left out, and without it. */
function withAndWithout(args: readonly string[]): (readonly string[])[] {
  return args.at(-1)?.startsWith("[") === true ? [args, args.slice(0, -1)] : [args];
}

/** "[<known-host>:<known-port>]" without its brackets, and "to..." without its dots. */
function plain(arg: string): string {
  return arg.replace(/[[\]<>]|\.\.\.$/g, "");
}

/** The build with the tools that npm has installed, as wiregrade runs it. */
function buildTask(label: string, build: string, cwd: string): object {
  return { label, type: "shell", command: "npm", args: ["exec", "-c", build], options: { cwd }, problemMatcher: [] };
}

/** Ready as soon as wiregrade has told what to start: until then VS Code waits, and then it starts the program. */
function waitingTask(label: string, role: string, cwd: string, port: readonly string[]): object {
  return {
    label,
    ...{ type: "shell", command: "npx", args: ["wiregrade", "test", "--attach", role, "--check", "${input:check}", ...port] },
    options: { cwd },
    isBackground: true,
    problemMatcher: {
      owner: "wiregrade",
      pattern: { regexp: "^no problem is ever matched here$" },
      background: { activeOnStart: true, beginsPattern: "^no deadlines", endsPattern: "start your" },
    },
    presentation: { reveal: "always", panel: "dedicated", clear: true },
  };
}

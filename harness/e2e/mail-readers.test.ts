import { describe, expect, test } from "@jest/globals";
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { missingProgram } from "../process/find-program.js";
import { folderWith } from "./run-cli.js";
import { startReference } from "./start-reference.js";

/** Real mail readers get ordinary mail from the reference of pop3-server, and leave it there or have it removed. */

const NAME = "ada";
const PASSWORD = "open  sesame";
const MAIL = [
  "From: bob@b.example\nTo: ada@a.example\nSubject: lunch\nMessage-ID: <1@b.example>\n\nNoon?\n.\n..and bring the others\n",
  "From: eve@e.example\nTo: ada@a.example\nSubject: no end\nMessage-ID: <2@e.example>\n\nno newline behind this",
  `From: max@m.example\nTo: ada@a.example\nSubject: long\nMessage-ID: <3@m.example>\n\n${"word ".repeat(300)}\n${"x\n".repeat(5000)}`,
];

interface Reading {
  port: number;
  /** A folder of its own. */
  folder: string;
  remove: boolean;
}

/** How each reader is told to get all mail: a command, and what of it is the mail. */
const READERS: Record<string, (reading: Reading) => Promise<string>> = {
  async curl({ port, folder, remove }) {
    const account = configuration(folder, "account", `user = "${NAME}:${PASSWORD}"\n`);
    const common = ["-q", "-sS", "--noproxy", "*", "-K", account];
    const all = `pop3://127.0.0.1:${port}/[1-${MAIL.length}]`;
    await run("curl", [...common, all, "-o", join(folder, "mail-#1"), ...(remove ? ["--next", ...common, "-X", "DELE", "--head", all] : [])], folder);
    return MAIL.map((_, index) => readFileSync(join(folder, `mail-${index + 1}`), "latin1")).join("");
  },
  async fetchmail({ port, folder, remove }) {
    const mda = `mda "cat >> ${folder}/mail"`;
    const account = `poll 127.0.0.1 protocol POP3 service ${port} auth password timeout 20\n  user "${NAME}" password "${PASSWORD}" is "${NAME}" here sslproto "" fetchall ${remove ? "nokeep" : "keep"} no rewrite ${mda}\n`;
    const file = configuration(folder, "fetchmailrc", `set invisible\nset no bouncemail\n${account}`);
    await run("fetchmail", ["-f", file, "--pidfile", join(folder, "pid"), "-i", join(folder, "ids"), "--nosyslog"], folder);
    return readFileSync(join(folder, "mail"), "latin1");
  },
  async mpop({ port, folder, remove }) {
    for (const part of ["cur", "new", "tmp"]) mkdirSync(join(folder, "box", part), { recursive: true });
    const options = [
      ...["account reader", "host 127.0.0.1", `port ${port}`, `user ${NAME}`, `password "${PASSWORD}"`, "auth user", "tls off", "timeout 20"],
      ...["only_new off", `keep ${remove ? "off" : "on"}`, "received_header off", `uidls_file ${folder}/uidls`, `delivery maildir ${folder}/box`],
    ];
    await run("mpop", ["--quiet", `--file=${configuration(folder, "mpoprc", `${options.join("\n")}\n`)}`, "reader"], folder);
    const box = join(folder, "box", "new");
    return readdirSync(box)
      .map((file) => readFileSync(join(box, file), "latin1"))
      .join("");
  },
  async python3({ port, folder, remove }) {
    const script = `import poplib, sys
poplib._MAXLINE = 1 << 20
session = poplib.POP3("127.0.0.1", ${port}, timeout=20)
session.user(${JSON.stringify(NAME)}); session.pass_(${JSON.stringify(PASSWORD)})
for number in range(1, session.stat()[0] + 1):
    sys.stdout.buffer.write(b"\\n".join(session.retr(number)[1]) + b"\\n")
    ${remove ? "session.dele(number)" : ""}
session.quit()
`;
    return (await run("python3", ["-I", "-c", script], folder)).stdout;
  },
};

async function run(command: string, args: string[], folder: string): Promise<{ stdout: string }> {
  return await promisify(execFile)(command, args, { env: { ...process.env, HOME: folder, FETCHMAILHOME: folder }, encoding: "latin1", maxBuffer: 16 << 20 });
}

/** A file that holds a password: readers refuse it where others may read it. */
function configuration(folder: string, name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, 0o600);
  return file;
}

/** What all readers deliver alike: lines without their ends, in any order of the messages. */
function linesOf(mail: string): string[] {
  return mail.split(/\r?\n/).filter((line) => line !== "").sort(); // prettier-ignore
}

for (const [command, read] of Object.entries(READERS)) {
  const missing = await missingProgram(command, "/", process.env["PATH"] ?? "");
  if (missing !== null) console.warn(`${command} is not here: the reference of pop3-server is not tried with it`);
  (missing === null ? describe : describe.skip)(command, () => {
    test("reads all mail, keeps it, and then has it removed", async () => {
      const mail = Object.fromEntries(MAIL.map((text, index) => [`maildrop/${NAME}/0${index + 1}`, text]));
      using folder = folderWith({ "maildrop/users": `${NAME} ${PASSWORD}\n`, ...mail, "keep/.keep": "", "remove/.keep": "" });
      const { port, stop } = await startReference("pop3-server", folder.path, join(folder.path, "maildrop"));
      const box = join(folder.path, "maildrop", NAME);
      try {
        expect(linesOf(await read({ port, folder: join(folder.path, "keep"), remove: false }))).toEqual(linesOf(`${MAIL.join("\n")}\n`));
        expect(readdirSync(box)).toHaveLength(MAIL.length);
        expect(linesOf(await read({ port, folder: join(folder.path, "remove"), remove: true }))).toEqual(linesOf(`${MAIL.join("\n")}\n`));
        expect(readdirSync(box)).toEqual([]);
      } finally {
        stop();
      }
    }, 60_000);
  });
}

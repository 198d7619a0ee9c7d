import { type Content, type Folder, type Port, type Seed, type Stage, type StudentProgram } from "#harness";
import { PopClient } from "./client.js";

export const MAILDROP = "maildrop";

/** A user: the password, and messages by the names of their files. */
export interface Box {
  password: string;
  messages: Record<string, Content>;
}

export interface Setting {
  env?: Record<string, string>;
  /** What else lies in the folder. */
  more?: Record<string, Content>;
}

/** How long a lock may outlive its session, ms. */
const UNLOCK_MS = 2000;
const UNLOCK_POLL_MS = 200;

/** The student's server with the users' mail in its folder. */
export class Maildrop {
  private constructor(
    private readonly stage: Stage,
    private readonly boxes: Record<string, Box>,
    private readonly folder: Folder,
    readonly port: Port,
    readonly program: StudentProgram,
  ) {}

  /** Lays the folder out and starts the server on it. */
  static async serve(stage: Stage, boxes: Record<string, Box>, { env = {}, more = {} }: Setting = {}): Promise<Maildrop> {
    const users = Object.entries(boxes).map(([name, { password }]) => `${name} ${password}\n`);
    const mail = Object.entries(boxes).flatMap(([name, { messages }]) =>
      Object.entries(messages).map(([file, content]) => [`${name}/${file}`, content] as const),
    );
    // A user without mail has a folder all the same.
    for (const name of Object.keys(boxes)) await stage.files.lay(`${MAILDROP}/${name}`, {});
    const folder = await stage.files.lay(MAILDROP, { users: users.join(""), ...Object.fromEntries(mail), ...more });
    const port = await stage.net.port("tcp");
    const program = await stage.student.serve("server", [port, folder.path], { env });
    return new Maildrop(stage, boxes, folder, port, program);
  }

  /** A connection, greeted. */
  async connect(label: string): Promise<PopClient> {
    return await new PopClient(await this.stage.net.connect(label === "" ? "client" : `client ${label}`, this.port)).greeting(labelled(label, "greeting"));
  }

  /** A session of a user, logged in if the server agrees. */
  async login(label: string, user: string, password = this.passwordOf(user)): Promise<PopClient> {
    const client = await this.connect(label);
    await client.ask(labelled(label, "user"), `USER ${user}`);
    if (client.isOpen) await client.ask(labelled(label, "pass"), `PASS ${password}`);
    return client;
  }

  passwordOf(user: string): string {
    return this.boxes[user]?.password ?? "";
  }

  /** A session after another one's end, as soon as the lock is free; then STAT. Null if it never is. `idleMs`: where sessions time out. */
  async loginAgain(label: string, user: string, idleMs = Infinity): Promise<PopClient | null> {
    for (let attempt = 1; attempt <= UNLOCK_MS / UNLOCK_POLL_MS + 2; attempt++) {
      const client = await this.stage.net.promptly(idleMs / 2, async () => {
        const session = await this.login(`${label}-${attempt}`, user);
        return session.isOk ? await session.ask(`${label}-stat`, "STAT") : session;
      });
      if (client.isIn) return client;
      client.party.end();
      // Whoever says nothing at all will say nothing the next time.
      if (client.replies.length === 0 && client.isOpen) return null;
      await this.stage.net.pause(UNLOCK_POLL_MS);
    }
    return null;
  }

  /** Looks what has become of a user's files. */
  async look(user: string): Promise<void> {
    for (const file of Object.keys(this.boxes[user]?.messages ?? {})) await this.folder.look(`${user}/${file}`);
  }

  /** A message that arrives. */
  async deliver(user: string, file: string, content: string): Promise<void> {
    const box = this.boxes[user];
    if (box !== undefined) box.messages = { ...box.messages, [file]: content };
    await this.stage.files.add(`${MAILDROP}/${user}`, file, content);
  }
}

function labelled(label: string, what: string): string {
  return label === "" ? what : `${label}-${what}`;
}

/** A letter whose lines end with LF, its last one too. */
export function letter(seed: Seed, body = `${seed.sentence(7)}\n${seed.sentence(5)}\n`): string {
  return `From: ${seed.word()}@${seed.word()}.example\nSubject: ${seed.sentence(3)}\n\n${body}`;
}

/** A user with so many letters: "01", "02", ... */
export function boxOf(seed: Seed, count: number): Box {
  const files = Array.from({ length: count }, (_, index) => String(index + 1).padStart(2, "0"));
  return { password: seed.word(8), messages: Object.fromEntries(files.map((file) => [file, letter(seed)])) };
}

import { openMaildrop } from "./maildrop.js";
import { capabilities } from "./capabilities.js";
import type { Command, Session } from "./session.js";

/** A command before the login. Resolves to whether the session is over. */
export async function authorize(session: Session, { keyword, rest }: Command): Promise<boolean> {
  const { replies } = session;
  switch (keyword) {
    case "USER":
      // Whether the name exists is told by PASS, and there it looks like a wrong password.
      session.name = rest;
      replies.ok("and the password?");
      return false;
    case "PASS":
      await logIn(session, rest);
      return false;
    case "CAPA":
      await replies.list("capabilities", capabilities);
      return false;
    case "QUIT":
      replies.ok("bye");
      return true;
    default:
      replies.err("log in first");
      return false;
  }
}

async function logIn(session: Session, password: string): Promise<void> {
  const { house, replies, name } = session;
  session.name = null;
  // Looked up as a name, never used as a path before it is known to be one of the file's.
  if (name === null || house.passwords.get(name) !== password) return replies.err("wrong name or password");
  if (house.locked.has(name)) return replies.err("another session has this maildrop");
  house.locked.add(name);
  try {
    session.maildrop = await openMaildrop(house.folder, name);
  } catch (problem) {
    house.locked.delete(name);
    console.error(String(problem));
    return replies.err("the maildrop cannot be opened");
  }
  replies.ok(`${session.maildrop.messages.length} messages`);
}

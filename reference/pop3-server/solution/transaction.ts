import { capabilities } from "./capabilities.js";
import { left, removeMarked, type Maildrop, type Message } from "./maildrop.js";
import { asSent, top } from "./message.js";
import type { Command, Session } from "./session.js";

/** A command after the login. Resolves to whether the session is over. */
export async function transact({ replies }: Session, maildrop: Maildrop, { keyword, rest }: Command): Promise<boolean> {
  const [argument = "", second = ""] = rest.split(" ").filter((word) => word !== "");
  const there = left(maildrop);
  const message = numbered(maildrop, argument);
  const numberOf = (one: Message) => maildrop.messages.indexOf(one) + 1;
  switch (keyword) {
    case "STAT":
      replies.ok(`${there.length} ${there.reduce((sum, { octets }) => sum + octets, 0)}`);
      break;
    case "LIST":
    case "UIDL": {
      const tell = (one: Message) => `${numberOf(one)} ${keyword === "LIST" ? one.octets : one.uid}`;
      if (argument === "") await replies.list(`${there.length} messages`, there.map(tell));
      else if (message === null) replies.err("no such message");
      else replies.ok(tell(message));
      break;
    }
    case "RETR":
      if (message === null) replies.err("no such message");
      else await replies.text(`${message.octets} octets`, asSent(message.path));
      break;
    case "TOP":
      if (message === null || !/^\d{1,9}$/.test(second)) replies.err("no such message, or how many lines?");
      else await replies.text("its top", top(asSent(message.path), Number(second)));
      break;
    case "DELE":
      if (message === null) replies.err("no such message");
      else {
        message.isMarked = true;
        replies.ok("marked");
      }
      break;
    case "RSET":
      for (const one of maildrop.messages) one.isMarked = false;
      replies.ok("all unmarked");
      break;
    case "NOOP":
      replies.ok("");
      break;
    case "CAPA":
      await replies.list("capabilities", capabilities);
      break;
    case "QUIT":
      if (await removeMarked(maildrop)) replies.ok("bye");
      else replies.err("some messages could not be removed");
      return true;
    default:
      replies.err("unknown command");
  }
  return false;
}

/** The message of that number, if it is one and the message is not marked. */
function numbered({ messages }: Maildrop, argument: string): Message | null {
  if (!/^\d{1,9}$/.test(argument)) return null;
  const message = messages[Number(argument) - 1];
  return message === undefined || message.isMarked ? null : message;
}

// smtp-client: delivers one message by SMTP (RFC 5321), straight on TCP.
//
//   node build/client.js <host> <port> <from> <subject> <to> [<to> ...] < body
//
// message.ts makes the message, session.ts talks to the server about it, connection.ts carries what the two say. Exits
// with 0 if the server took the message for every recipient, with 75 if another attempt may be worth it, with 69 if not.

import { buffer } from "node:stream/consumers";
import { isMailbox } from "./address.js";
import { Connection } from "./connection.js";
import { composeMessage } from "./message.js";
import { deliver } from "./session.js";

// sysexits.h
const EX_OK = 0;
const EX_USAGE = 64;
const EX_DATAERR = 65;
const EX_UNAVAILABLE = 69;
const EX_TEMPFAIL = 75;

const [host, port, from, subject, ...to] = process.argv.slice(2);
const timeoutMs = Number(process.env["TIMEOUT_MS"] ?? 10_000);

async function main(): Promise<number> {
  if (host === undefined || from === undefined || subject === undefined || to.length === 0) {
    console.error("usage: client <host> <port> <from> <subject> <to> [<to> ...]");
    return EX_USAGE;
  }
  // A line end in one of these would end the header line or the command that it stands in, and begin another.
  const unfit = [from, ...to].find((address) => !isMailbox(address)) ?? (/[\r\n]/.test(subject) ? subject : undefined);
  if (unfit !== undefined) {
    console.error(`smtp-client: no address, or more than one line: ${JSON.stringify(unfit)}`);
    return EX_DATAERR;
  }

  const message = composeMessage({ from, to, subject, date: new Date(), body: await buffer(process.stdin) });
  const connection = new Connection(host, Number(port), timeoutMs);
  const failures = await deliver(connection, { from, to }, message);
  connection.close();

  for (const { reason } of failures) console.error(`smtp-client: ${reason}`);
  if (failures.length === 0) return EX_OK;
  return failures.some(({ isPermanent }) => isPermanent) ? EX_UNAVAILABLE : EX_TEMPFAIL;
}

process.exitCode = await main();

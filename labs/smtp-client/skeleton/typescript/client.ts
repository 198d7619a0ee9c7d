// smtp-client: delivers one message to a mail server.   Handout: HANDOUT.md
//
//   npx tsc -p tsconfig.build.json && node build/client.js <host> <port> <from> <subject> <to> [<to> ...] < body

import { buffer } from "node:stream/consumers";

// What the exit status says, by the names of sysexits.h.
const EX_OK = 0; // the message was accepted for every recipient
const EX_UNAVAILABLE = 69; // refused for good: a reply 5yz
const EX_TEMPFAIL = 75; // may work later: a reply 4yz, no connection, a connection that is lost, no reply in time

const [host, port, from, subject, ...to] = process.argv.slice(2);
/** How long to wait for a connection, for each reply, and for a write that does not get on. */
const timeoutMs = Number(process.env["TIMEOUT_MS"] ?? 10_000);

/** Returns the exit status. */
async function main(): Promise<number> {
  /** UTF-8 text. Its lines may end with LF, with CR or with both, the last one with nothing. */
  const body = await buffer(process.stdin);

  // Your work, in this order (the checks go the same way, so you see each step turn green):
  //
  // 1. Connect to `host` and `port` (connect() of node:net) and wait for the greeting, a reply 220. A reply is bytes that
  //    come as they like: it is over when a line without a hyphen behind its code is over, and not before.
  // 2. The commands, each with CRLF and each after the whole reply to the one before: EHLO or HELO, MAIL FROM:<...>, a
  //    RCPT TO:<...> for each recipient in `to`, DATA.
  // 3. After the 354: a header (From, To, Subject, Date, Message-ID), a blank line, the body, every line with CRLF, and
  //    a line that is only a dot. Wait for the reply, say QUIT, wait for the reply.
  // 4. Lines that begin with a dot; an empty body; a last line without a line end; lines of more than 998 characters.
  // 5. Characters outside ASCII: in the body (MIME: Content-Type, Content-Transfer-Encoding), in the subject (RFC 2047).
  // 6. Refusals. What does a 550 to one recipient mean for the others? To all? Say QUIT in any case, and tell the
  //    truth by the exit status.
  // 7. Servers that say nothing, or nothing any more, and connections that break (the event "error").
  // 8. Who writes the subject and the addresses? What if there is a line end in one?

  console.error(`client.ts is not written yet (asked to bring ${body.length} bytes to ${host}:${port})`);
  return 1;
}

// Not process.exit(): what was written last may still be on its way.
process.exitCode = await main();

// nodemailer as the client of smtp-client: node send.mjs <host> <port> <from> <subject> <to> [<to> ...]
// It composes the message itself; no TLS, and every time-out that it knows is TIMEOUT_MS.

import nodemailer from "nodemailer";
import { buffer } from "node:stream/consumers";

const EX_UNAVAILABLE = 69;
const EX_TEMPFAIL = 75;

const [host, port, from, subject, ...to] = process.argv.slice(2);
const timeoutMs = Number(process.env.TIMEOUT_MS ?? 10_000);
const text = (await buffer(process.stdin)).toString();

const transport = nodemailer.createTransport({
  host,
  port: Number(port),
  ignoreTLS: true,
  connectionTimeout: timeoutMs,
  greetingTimeout: timeoutMs,
  socketTimeout: timeoutMs,
  socketCloseTimeout: timeoutMs,
});

/** An address as it is; a string would be parsed as a header field with names and lists in it. */
function mailbox(address) {
  return { name: "", address };
}

/** The exit status for what went wrong: permanent if a reply was 5yz. */
function statusOf(errors) {
  return errors.some(({ responseCode }) => responseCode >= 500) ? EX_UNAVAILABLE : EX_TEMPFAIL;
}

try {
  const { rejectedErrors = [] } = await transport.sendMail({ from: mailbox(from), to: to.map(mailbox), subject, text });
  for (const error of rejectedErrors) console.error(error.message);
  if (rejectedErrors.length > 0) process.exitCode = statusOf(rejectedErrors);
} catch (error) {
  console.error(error.message);
  process.exitCode = statusOf(error.rejectedErrors ?? [error]);
}

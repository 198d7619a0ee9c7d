import { scenario, type SmtpScript } from "#harness";
import { address, deliver, letter } from "../delivery.js";

const role = "client";

const replies = (name: string, script: SmtpScript, recipients = 1) =>
  scenario(name, { role }, async (stage) => {
    await deliver(stage, letter(stage.seed, { to: Array.from({ length: recipients }, () => address(stage.seed)) }), { script });
  });

/** Shorter than the default time-out by far. */
const LATE_MS = 1500;
export const lateGreeting = replies("late-greeting", { greeting: { reply: "220 mail.example at last", delayMs: LATE_MS } });

const EXTENSIONS = ["8BITMIME", "HELP", "ENHANCEDSTATUSCODES"];
export const multiLine = replies("multi-line", {
  greeting: { reply: ["220-mail.example says", "220 hello"] },
  extensions: EXTENSIONS,
  replies: {
    HELO: { reply: ["250-mail.example", "250 hello"] },
    MAIL: { reply: ["250-sender", "250 ok"] },
    RCPT: { reply: ["250-recipient", "250-is", "250 ok"] },
    DATA: { reply: ["354-go", "354 ahead"] },
    message: { reply: ["250-queued", "250 as 1"] },
  },
});

const twenty = (code: number) => Array.from({ length: 20 }, (_, index) => `${code}${index === 19 ? " " : "-"}line ${index + 1}`);
export const twentyLines = replies("twenty-lines", { replies: { HELO: { reply: twenty(250) }, EHLO: { reply: twenty(250) }, RCPT: { reply: twenty(250) } } });

/** Whoever takes each read for a reply is seen here, and nowhere else. */
export const inPieces = scenario("replies-in-pieces", { role, modes: ["bytes", "cuts", "coalesced"] }, async (stage) => {
  await deliver(stage, letter(stage.seed));
});

/** The texts hold other codes than the replies have. */
export const confusing = replies("confusing-texts", {
  greeting: "220 550 mail.example 421",
  replies: {
    MAIL: "250 not 550 5.1.1",
    RCPT: "250 550 is what others say, or 451",
    DATA: "354 250 end with a dot",
    message: "250 554 lines taken",
  },
});
export const confusingRefusal = replies("confusing-refusal", {
  // A server that would take the rest all the same: whoever goes on is seen.
  replies: { RCPT: "550 250 recipients are enough, 354 250 OK", DATA: "354 go on", message: "250 ok" },
});

/** Codes of the same class that a server may use as well. */
export const otherCodes = replies("other-codes", { replies: { RCPT: "251 user not local; will forward" } });

/** Each reply takes a good part of the time-out, all of them more than twice as much. */
export const slow = scenario("slow-replies", { role, slow: true }, async (stage) => {
  const delayMs = SLOW_MS * stage.unhurried;
  const ok = (reply: string) => ({ reply, delayMs });
  const script: SmtpScript = {
    greeting: ok("220 mail.example"),
    replies: { HELO: ok("250 hello"), EHLO: ok("250 hello"), MAIL: ok("250 ok"), RCPT: ok("250 ok"), DATA: ok("354 go"), message: ok("250 queued") },
  };
  await deliver(stage, letter(stage.seed), { script, timeoutMs: SLOW_TIMEOUT_MS });
});
const SLOW_MS = 700;
const SLOW_TIMEOUT_MS = 2000;

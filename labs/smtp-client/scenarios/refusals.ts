import { scenario, type Answer, type SmtpScript } from "#harness";
import { address, deliver, letter } from "../delivery.js";

const role = "client";

const refused = (name: string, script: SmtpScript, recipients = 1) =>
  scenario(name, { role }, async (stage) => {
    await deliver(stage, letter(stage.seed, { to: Array.from({ length: recipients }, () => address(stage.seed)) }), { script });
  });

const NO = "550 5.7.1 no";
const LATER = "450 4.2.0 try again later";

export const greeting = refused("greeting-refused", { greeting: "554 no mail here" });
/** A server that would take the rest all the same: whoever goes on is seen. */
const THE_REST = { RCPT: "250 ok", DATA: "354 go on", message: "250 ok" };
export const mail = refused("mail-refused", { replies: { MAIL: NO, ...THE_REST } });
export const mailLater = refused("mail-later", { replies: { MAIL: LATER, ...THE_REST } });
export const first = refused("first-recipient-refused", { replies: { RCPT: [NO, "250 ok"] } }, 2);
export const second = refused("second-recipient-refused", { replies: { RCPT: ["250 ok", NO] } }, 2);
export const firstLater = refused("first-recipient-later", { replies: { RCPT: [LATER, "250 ok"] } }, 2);
export const all = refused("all-recipients-refused", { replies: { RCPT: NO, DATA: "503 no recipients" } }, 2);
export const allLater = refused("all-recipients-later", { replies: { RCPT: LATER, DATA: "503 no recipients" } }, 2);
export const data = refused("data-refused", { replies: { DATA: "554 no" } });
export const dataLater = refused("data-later", { replies: { DATA: "451 try again later" } });
export const message = refused("message-refused", { replies: { message: "554 looks like spam" } });
export const messageLater = refused("message-later", { replies: { message: "452 no room" } });

const CLOSING: Answer = { reply: "421 mail.example shuts down", then: "close" };
export const closing = refused("closing", { replies: { MAIL: CLOSING } });
export const lost = refused("lost", { replies: { RCPT: { then: "close" } } });

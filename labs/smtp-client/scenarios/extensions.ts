import { scenario, type SmtpScript } from "#harness";
import { address, deliver, letter } from "../delivery.js";

const role = "client";

const offered = (name: string, script: SmtpScript, recipients = 1) =>
  scenario(name, { role }, async (stage) => {
    await deliver(stage, letter(stage.seed, { to: Array.from({ length: recipients }, () => address(stage.seed)) }), { script });
  });

export const noEhlo = offered("ehlo-refused", { replies: { EHLO: "502 command not implemented" } });
export const size = offered("size-offered", { extensions: ["SIZE 1000000"] });
export const pipelining = offered("pipelining-offered", { extensions: ["PIPELINING"] }, 3);
export const pipeliningToNobody = offered("pipelining-to-nobody", { extensions: ["PIPELINING"], replies: { RCPT: "550 no", DATA: "354 go on" } }, 2);
export const pipeliningRefused = offered("pipelining-and-refused", { extensions: ["PIPELINING"], replies: { RCPT: ["250 ok", "550 no", "250 ok"] } }, 3);
/** Names that hold those of extensions, of which none is offered. */
export const lookalikes = offered("names-like-extensions", {
  replies: { EHLO: { reply: ["250-resize.pipelining.example greets you", "250-XSIZE 1000000", "250-XPIPELINING", "250 HELP"] } },
});

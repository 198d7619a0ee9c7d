/**
 * All that a lab may import, as `#harness`. What each of it does, index.test.ts shows by an example of one to three lines; labs/tcp-echo is the
 * smallest lab that is written with it. Texts that may be any bytes are binary strings: one char per byte.
 */

// A lab and its scenarios: what is played, with whom, on which inputs.
export { defineLab } from "./lab/define-lab.js";
export { scenario } from "./world/scenario.js";
export type { Stage } from "./world/scenario.js";
export type { StudentProgram } from "./world/student.js";
export type { Content, Folder } from "./world/files.js";
export type { Seed } from "./world/seed.js";
export type { Port } from "./world/ports.js";
export type { TcpParty } from "./world/tcp-party.js";
export type { Datagram, UdpParty } from "./world/udp-party.js";
export { atRandom } from "./world/faulty-link.js";
export { SeededStream } from "./text/seeded-stream.js";

// The record, for dissectors: what crossed each connection under which label, and what became of the student's program.
export type { Transcript } from "./transcript/events.js";
export type { TcpExchange, UdpExchange } from "./transcript/exchanges.js";
export { tcpExchanges, udpExchanges } from "./transcript/exchanges.js";
export { programRecord } from "./transcript/program-record.js";
export { firstHalf, occurInOrder, resemblesUpperCase, share } from "./transcript/resemblance.js";

// Text and bytes.
export { asciiUpper, linesOf, toBinary, utf8 } from "./text/bytes.js";
export { md5Hex } from "./text/md5.js";
export { sha1 } from "./text/sha1.js";

// HTTP/1.1: a client that sends whatever it is told to, and strict readers.
export { HttpClient } from "./protocols/http/http-client.js";
export type { Request } from "./protocols/http/http-client.js";
export type { RequestParts } from "./protocols/http/format-request.js";
export type { HttpRequest } from "./protocols/http/requests.js";
export { parseRequests } from "./protocols/http/requests.js";
export type { HttpResponse } from "./protocols/http/responses.js";
export { parseResponses } from "./protocols/http/responses.js";
export { fieldsNamed, singleValue } from "./protocols/http/field-values.js";
export { announcesClose } from "./protocols/http/announces-close.js";
export { gunzip } from "./protocols/http/content-coding.js";
export { parseContentRange } from "./protocols/http/content-range.js";
export { formatHttpDate, parseHttpDate } from "./protocols/http/http-date.js";
export { parseMediaType } from "./protocols/http/media-type.js";
export { percentDecode } from "./protocols/http/percent-decode.js";
export { resolveLocation } from "./protocols/http/resolve-location.js";
export { cookiesSet } from "./protocols/http/set-cookie.js";

// SMTP: a server that plays a script, and the dialogue that came of it.
export { SmtpServer } from "./protocols/smtp/smtp-server.js";
export type { Answer, SmtpScript } from "./protocols/smtp/smtp-script.js";
export type { CommandStep, MessageStep, SmtpStep } from "./protocols/smtp/dialogue.js";
export { smtpDialogue } from "./protocols/smtp/dialogue.js";

// Mail: lines, messages, and what stands in their header.
export { unstuff } from "./protocols/mail/dot-stuffing.js";
export { eachLine } from "./protocols/mail/lines.js";
export type { MailMessage } from "./protocols/mail/message.js";
export { readMessage } from "./protocols/mail/message.js";
export { decodedText } from "./protocols/mail/mime.js";
export { decodeEncodedWords } from "./protocols/mail/encoded-word.js";
export { parseAddressList } from "./protocols/mail/addresses.js";
export { parseMailDate } from "./protocols/mail/date-time.js";
export { isMessageId } from "./protocols/mail/message-id.js";

// A protocol of a lab's own, described by its wire.schema.json.
export { wireFormat } from "./judge/wire-format.js";

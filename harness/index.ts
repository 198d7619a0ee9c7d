/** All that a lab may import, as `#harness`. */
export { defineLab } from "./lab/define-lab.js";
export { atRandom, explicitly } from "./world/faulty-link.js";
export { scenario } from "./world/scenario.js";
export type { Content, Folder } from "./world/files.js";
export type { Stage } from "./world/scenario.js";
export type { Seed } from "./world/seed.js";
export type { StudentProgram } from "./world/student.js";
export type { TcpParty } from "./world/tcp-party.js";
export type { Datagram, UdpParty } from "./world/udp-party.js";
export type { Transcript } from "./transcript/events.js";
export type { TcpExchange, UdpExchange } from "./transcript/exchanges.js";
export { tcpExchanges, udpExchanges } from "./transcript/exchanges.js";
export { firstHalf, occurInOrder, resemblesUpperCase, share } from "./transcript/resemblance.js";
export { programRecord } from "./transcript/program-record.js";
export { SeededStream } from "./text/seeded-stream.js";
export { asciiUpper, linesOf, toBinary } from "./text/bytes.js";

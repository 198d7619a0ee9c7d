import { describe, expect, test } from "@jest/globals";
import { connect, createServer, type AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import * as surface from "./index.js";
import {
  announcesClose,
  asciiUpper,
  atRandom,
  cookiesSet,
  decodedText,
  decodeEncodedWords,
  defineLab,
  eachLine,
  fieldsNamed,
  firstHalf,
  formatHttpDate,
  gunzip,
  HttpClient,
  isMessageId,
  linesOf,
  md5Hex,
  occurInOrder,
  parseAddressList,
  parseContentRange,
  parseHttpDate,
  parseMailDate,
  parseMediaType,
  parseRequests,
  parseResponses,
  percentDecode,
  programRecord,
  readMessage,
  resemblesUpperCase,
  resolveLocation,
  scenario,
  SeededStream,
  sha1,
  share,
  singleValue,
  SmtpServer,
  smtpDialogue,
  tcpExchanges,
  toBinary,
  udpExchanges,
  unstuff,
  utf8,
  wireFormat,
  type Transcript,
} from "./index.js";
import { session } from "./protocols/smtp/test-session.js";
import { Seed } from "./world/seed.js";
import { portOf, TestStage } from "./world/test-stage.js";

/** What a run recorded: a program that says "HI" on a connection, and to a datagram, and on its standard output. */
const transcript: Transcript = {
  head: {} as Transcript["head"],
  events: [
    { n: 1, at: 0, type: "exchange", socket: 1, label: "greeting" },
    { n: 2, at: 1, type: "data", socket: 1, direction: "sent", bytes: Buffer.from("hi\n") },
    { n: 3, at: 2, type: "data", socket: 1, direction: "received", bytes: Buffer.from("HI\n") },
    { n: 4, at: 3, type: "exchange", socket: 2, label: "datagrams" },
    { n: 5, at: 4, type: "datagram", socket: 2, direction: "received", local: "127.0.0.1:7", remote: "127.0.0.1:9", bytes: Buffer.from("HI") },
    { n: 6, at: 5, type: "spawn", process: "server", role: "server", command: ["./server"], env: {} },
    { n: 7, at: 6, type: "stdout", process: "server", bytes: Buffer.from("said HI\n") },
  ],
  end: { type: "done", outcome: "played", reason: null, durationMs: 7 },
};

const RESPONSE = Buffer.from(
  "HTTP/1.1 206 Partial Content\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/html; charset=UTF-8\r\n" +
    "Content-Range: bytes 0-1/9\r\nSet-Cookie: id=7; Path=/\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi",
);
const LETTER = Buffer.from("From: Ann <ann@a.example>\r\nSubject: =?utf-8?Q?caf=C3=A9?=\r\n\r\nhi\r\n");

/** What each export of #harness does, by an example. */
const EXAMPLES: Record<keyof typeof surface, () => unknown> = {
  // A lab and its scenarios
  defineLab: () => {
    const lab = defineLab({ name: "nap", title: "Naps", roles: { server: { args: ["port"], listens: "tcp" } }, dissect: () => ({ exchanges: {} }) });
    expect(lab.roles["server"]?.listens).toBe("tcp");
  },
  scenario: () => {
    const two = scenario("two-lines", { role: "server", modes: ["whole", "bytes"] }, async ({ student, net, seed }) => {
      const port = await net.port("tcp");
      await student.serve("server", [port]);
      const client = (await net.connect("client", port)).exchange("talking");
      await client.send(`${seed.sentence()}\n`);
      await client.receiveLines(1);
    });
    expect(two).toMatchObject({ kind: "scenario", modes: ["whole", "bytes"], trials: 1 });
  },
  atRandom: () => {
    // For net.faulty(): one datagram of ten is lost, and the same ones with the same seed.
    const fates = atRandom(new Seed("1"), { drop: 0.1 });
    expect(Array.from({ length: 200 }, fates)).toEqual(expect.arrayContaining(["drop", "deliver"]));
  },
  SeededStream: () => {
    const large = new SeededStream("seed", 50 << 20, 80);
    expect(toBinary(large.slice(70, 12))).toMatch(/^[B-Yb-y]{9}\n[B-Yb-y]{2}$/);
  },

  // The record
  tcpExchanges: () => expect(tcpExchanges(transcript).get("greeting")).toMatchObject({ sent: Buffer.from("hi\n"), received: Buffer.from("HI\n") }),
  udpExchanges: () => expect(udpExchanges(transcript).get("datagrams")?.datagrams).toMatchObject([{ bytes: Buffer.from("HI") }]),
  programRecord: () => expect(programRecord(transcript, "server")).toMatchObject({ stdout: Buffer.from("said HI\n"), exit: null }),
  firstHalf: () => expect(firstHalf("One line\n")).toBe("One "),
  occurInOrder: () => expect(occurInOrder(["a", "b", "c"], "..a..b..")).toBe(2),
  resemblesUpperCase: () => expect(resemblesUpperCase("One line\n", "> ONE LINE")).toBe(true),
  share: () => expect(share(2, 3)).toBe("some"),

  // Text and bytes
  asciiUpper: () => expect(asciiUpper("grün")).toBe("GRüN"),
  linesOf: () => expect(linesOf("a\nb\n")).toEqual(["a", "b"]),
  toBinary: () => expect(toBinary(Uint8Array.of(72, 255))).toBe("H\xff"),
  utf8: () => expect(utf8("ü")).toBe("\xc3\xbc"),
  md5Hex: () => expect(md5Hex("<1896.697170952@dbc.mtview.ca.us>tanstaaf")).toBe("c4c9334bac560ecc979e58001b3e22fb"),
  sha1: () => expect(sha1("abc").toString("hex")).toBe("a9993e364706816aba3e25717850c26c9cd0d89d"),

  // HTTP/1.1
  HttpClient: async () => {
    const server = createServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 204 No Content\r\n\r\n")));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    using stage = new TestStage();
    const client = new HttpClient(await stage.net.connect("client", portOf((server.address() as AddressInfo).port)));
    expect(await client.ask("first", { method: "GET", target: "/", fields: [["Host", "x"]] })).toBe("met");
    expect(client.response?.status).toBe(204);
    client.party.end();
    server.close();
  },
  parseRequests: () => expect(parseRequests(Buffer.from("GET /a HTTP/1.1\r\n\r\n")).requests).toMatchObject([{ method: "GET", target: "/a" }]),
  parseResponses: () => {
    const { responses, surplus } = parseResponses(RESPONSE, ["GET"], "fin");
    expect({ responses, surplus }).toMatchObject({ responses: [{ status: 206, complete: true, problem: null }], surplus: null });
  },
  fieldsNamed: () => expect(fieldsNamed(response(), "set-cookie")).toMatchObject([{ value: "id=7; Path=/" }]),
  singleValue: () => expect(singleValue(response(), "Content-Length")).toBe("2"),
  announcesClose: () => expect(announcesClose(response())).toBe(true),
  gunzip: () => expect(gunzip(gzipSync("hi"))).toEqual(Buffer.from("hi")),
  parseContentRange: () => expect(parseContentRange(singleValue(response(), "Content-Range") ?? "")).toMatchObject({ range: { first: 0, last: 1 }, size: 9 }),
  formatHttpDate: () => expect(formatHttpDate(784111777000)).toBe("Sun, 06 Nov 1994 08:49:37 GMT"),
  parseHttpDate: () => expect(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT")).toMatchObject({ ms: 784111777000, form: "imf-fixdate" }),
  parseMediaType: () => expect(parseMediaType("text/html; charset=UTF-8")).toMatchObject({ type: "text", subtype: "html" }),
  percentDecode: () => expect(percentDecode("/a%20b")).toBe("/a b"),
  resolveLocation: () => expect(resolveLocation("../b", "http://x/a/c")?.href).toBe("http://x/b"),
  cookiesSet: () => expect(cookiesSet(response())).toMatchObject([{ name: "id", value: "7" }]),

  // SMTP
  SmtpServer: async () => {
    using stage = new TestStage();
    const listener = await stage.net.listen("server");
    connect(listener.port, "127.0.0.1").end("QUIT\r\n");
    const party = (await listener.accept()) as surface.TcpParty;
    await new SmtpServer(party, { greeting: "220 hello" }).serve("letter");
    expect(stage.carried(party.number, "sent")).toMatch(/^220 hello\r\n221 /);
  },
  smtpDialogue: async () => {
    const exchange = await session({ replies: { MAIL: "452 full" } }, async (client) => {
      await client.reply();
      for (const line of ["HELO a", "MAIL FROM:<a@b>", "QUIT"]) await client.ask(line);
    });
    expect(smtpDialogue(exchange).steps.map(({ reply }) => reply?.code)).toEqual([250, 452, 221]);
  },

  // Mail
  unstuff: () => expect(unstuff(Buffer.from("Hi\r\n..dot\r\n.\r\n"))).toMatchObject({ terminated: true, content: Buffer.from("Hi\r\n.dot\r\n") }),
  eachLine: () => expect([...eachLine(Buffer.from("a\r\nb\n"))].map(({ ending }) => ending)).toEqual(["CRLF", "LF"]),
  readMessage: () => expect(readMessage(LETTER).fields.map(({ name }) => name)).toEqual(["From", "Subject"]),
  decodedText: () => expect(decodedText(readMessage(LETTER))).toMatchObject({ text: "hi\r\n", encoding: "7bit", isPart: false }),
  decodeEncodedWords: () => expect(decodeEncodedWords("=?utf-8?Q?caf=C3=A9?=").text).toBe("café"),
  parseAddressList: () => expect(parseAddressList("Ann <ann@a.example>")).toHaveLength(1),
  parseMailDate: () => expect(parseMailDate("Sun, 06 Nov 1994 08:49:37 +0000")).toEqual({ ms: 784111777000, problem: null }),
  isMessageId: () => expect(isMessageId("<1@a.example>")).toBe(true),

  // A protocol of a lab's own
  wireFormat: () => expect(wireFormat("dht")("ping", { type: "ping", tx: "a1" })).toBe("must have required property 'from'"),
};

const response = () => parseResponses(RESPONSE, ["GET"], "fin").responses[0] as surface.HttpResponse;

describe("all that a lab may import, by an example each", () => {
  test.each(Object.entries(EXAMPLES))("%s", async (_, example) => {
    expect.hasAssertions();
    await example();
  });

  test("there is one for each", () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual(Object.keys(surface).sort());
  });
});

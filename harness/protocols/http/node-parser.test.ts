/** A second opinion: Node's own client and server (llhttp) read the same messages to the same parts. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { arbitraryResponses, type SampleResponse } from "./arbitrary-responses.js";
import { formatRequest } from "./format-request.js";
import { parseRequests } from "./requests.js";
import { parseResponses } from "./responses.js";

const portOf = (server: net.Server) => (server.address() as net.AddressInfo).port;
async function listening(server: net.Server): Promise<void> {
  await once(server.listen(0, "127.0.0.1"), "listening");
}
const textsOf = (raw: string[]) => Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i], raw[2 * i + 1]]);
const fieldTexts = (fields: readonly { name: string; value: string }[]) => fields.map(({ name, value }) => [name, value]);

async function bodyOf(message: http.IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

describe("responses, which Node's client reads", () => {
  let next: SampleResponse;
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(next.bytes));
  });
  beforeAll(() => listening(server));
  afterAll(() => void server.close());

  test("are the same to both", async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryResponses().map(([sample]) => sample as SampleResponse),
        async (sample) => {
          next = sample;
          const request = http.request({ host: "127.0.0.1", port: portOf(server), method: sample.method, agent: false });
          const interim: number[] = [];
          request.on("information", ({ statusCode }) => interim.push(statusCode));
          const answered = once(request, "response");
          request.end();
          const [message] = (await answered) as [http.IncomingMessage];
          const body = await bodyOf(message);
          const [ours] = parseResponses(sample.bytes, [sample.method], "fin").responses;
          expect({ ...ours, fields: fieldTexts(ours?.fields ?? []), trailers: fieldTexts(ours?.trailers ?? []) }).toMatchObject({
            ...{ version: message.httpVersion, status: message.statusCode, reason: message.statusMessage, body, complete: message.complete, problem: null },
            ...{ fields: textsOf(message.rawHeaders), trailers: textsOf(message.rawTrailers) },
          });
          expect(ours?.interim.map(({ status }) => status).filter((status) => status !== 100)).toEqual(interim.filter((status) => status !== 100));
        },
      ),
    );
  });
});

describe("requests", () => {
  const seen: { method: string; target: string; fields: unknown; body: Buffer }[] = [];
  const server = http.createServer((request, response) => {
    const entry: (typeof seen)[number] = {
      method: request.method ?? "",
      target: request.url ?? "",
      fields: textsOf(request.rawHeaders),
      body: Buffer.alloc(0),
    };
    seen.push(entry);
    void bodyOf(request).then((body) => {
      entry.body = body;
      response.end();
    });
  });
  beforeAll(() => listening(server));
  afterAll(() => void server.close());

  const arbitraryRequest = fc.record({
    method: fc.constantFrom("GET", "PUT", "POST", "DELETE", "OPTIONS"),
    target: fc.webPath().map((path) => (path.startsWith("/") ? path : `/${path}`)),
    body: fc.uint8Array({ maxLength: 40 }),
    chunked: fc.boolean(),
  });

  test("that a party formats are the same to Node's server and to us", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryRequest, { minLength: 1, maxLength: 3 }), async (samples) => {
        const bytes = Buffer.concat(
          samples.map(({ method, target, body, chunked }, i) => {
            const chunks = [
              Buffer.from(body.length === 0 ? "" : `${body.length.toString(16)}\r\n`),
              body,
              Buffer.from(body.length === 0 ? "0\r\n\r\n" : "\r\n0\r\n\r\n"),
            ];
            const framing = chunked ? (["Transfer-Encoding", "chunked"] as const) : (["Content-Length", String(body.length)] as const);
            const connection = ["Connection", i === samples.length - 1 ? "close" : "keep-alive"] as const;
            return formatRequest({ method, target, fields: [["Host", "a"], framing, connection], body: chunked ? Buffer.concat(chunks) : body });
          }),
        );
        seen.length = 0;
        const socket = net.connect(portOf(server), "127.0.0.1");
        socket.resume().write(bytes);
        await once(socket, "close");
        const { requests, surplus } = parseRequests(bytes);
        expect(surplus).toBeNull();
        expect(requests.map(({ problem }) => problem)).toEqual(samples.map(() => null));
        expect(requests.map(({ method, target, fields, body }) => ({ method, target, fields: fieldTexts(fields), body: Buffer.from(body) }))).toEqual(seen);
        expect(requests.map(({ body }) => Buffer.from(body))).toEqual(samples.map(({ body }) => Buffer.from(body)));
      }),
      { numRuns: 50 },
    );
  });

  test("that Node's client sends are right to us", async () => {
    const received: Buffer[] = [];
    const origin = net.createServer((socket) => {
      socket.on("data", (bytes) => received.push(bytes));
      socket.once("data", () => setImmediate(() => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")));
    });
    await listening(origin);
    const request = http.request({ host: "127.0.0.1", port: portOf(origin), method: "POST", path: "/a?b=%20", agent: false });
    request.end("hello");
    const [message] = (await once(request, "response")) as [http.IncomingMessage];
    await bodyOf(message);
    origin.close();
    const { requests, surplus } = parseRequests(Buffer.concat(received));
    expect(requests).toMatchObject([{ method: "POST", target: "/a?b=%20", form: "origin", body: Buffer.from("hello"), complete: true, problem: null }]);
    expect(surplus).toBeNull();
  });
});

test("what Node's server sends to pipelined requests is right to us", async () => {
  const server = http.createServer((request, response) => {
    if (request.url === "/chunked") response.write("hello ");
    if (request.url === "/304") response.statusCode = 304;
    response.end("world");
  });
  await listening(server);
  const asked = ["GET /", "GET /chunked", "HEAD /", "GET /304", "HEAD /chunked", "GET /"].map((line) => line.split(" ") as [string, string]);
  const socket = net.connect(portOf(server), "127.0.0.1");
  const received: Buffer[] = [];
  socket.on("data", (bytes) => received.push(bytes));
  for (const [i, [method, target]] of asked.entries())
    socket.write(formatRequest({ method, target, fields: [["Host", "a"], ...(i === asked.length - 1 ? [["Connection", "close"] as const] : [])] }));
  await once(socket, "close");
  server.close();
  const { responses, surplus } = parseResponses(
    Buffer.concat(received),
    asked.map(([method]) => method),
    "fin",
  );
  expect(surplus).toBeNull();
  expect(responses.map(({ status, framing, body, complete, problem }) => [status, framing, body.toString(), complete, problem])).toEqual([
    [200, "content-length", "world", true, null],
    [200, "chunked", "hello world", true, null],
    [200, "none", "", true, null],
    [304, "none", "", true, null],
    [200, "none", "", true, null],
    [200, "content-length", "world", true, null],
  ]);
});

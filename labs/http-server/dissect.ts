import { parseRequests, parseResponses, tcpExchanges, toBinary, type HttpRequest, type TcpExchange, type Transcript } from "#harness";
import { foundFiles, laidFiles, secretsOf } from "./laid-files.js";
import { identifiersOf } from "./visitor-ids.js";
import { responseView, type Surroundings } from "./response-view.js";

/** The view of a run: every labelled exchange with its responses, read strictly, and what the files that were looked up came to. */
export function dissect(transcript: Transcript): unknown {
  const files = laidFiles(transcript);
  const exchanges = tcpExchanges(transcript);
  const puts = new Map<string, string>();
  const surroundings = { files, puts, startedAt: Date.parse(transcript.head.startedAt) };
  const secrets = secretsOf(files);
  const views = [...exchanges].map(([label, exchange]) => [label, exchangeView(exchange, surroundings, secrets)] as const);
  return {
    exchanges: Object.fromEntries(views),
    found: foundFiles(transcript, files),
    identifiers: identifiersOf([...exchanges.values()]),
    server: serverView(transcript),
  };
}

function exchangeView(exchange: TcpExchange, surroundings: Surroundings & { puts: Map<string, string> }, secrets: readonly string[]): unknown {
  const { sent, received, events, outcome } = exchange;
  const bulk = (exchange.bulk?.received ?? 0) > 0 ? exchange.bulk : null;
  // Whoever closes because the client did has not said how long the response is.
  const closed = exchange.afterOurEnd ? "open" : exchange.closed;
  const requests = parseRequests(sent).requests;
  // Of a file that is recorded by reference only the head is there to be read.
  const methods = requests.map(({ method }) => (bulk === null ? method || "GET" : "HEAD"));
  const { responses, surplus } = parseResponses(received, methods, closed);
  const seen = responses.map((response, index) => responseView(response, requests[index] as HttpRequest, surroundings));
  for (const { method, target, complete, body } of requests) if (method === "PUT" && complete) surroundings.puts.set(target, toBinary(body));
  return {
    sent: toBinary(sent.subarray(0, SHOWN_BYTES)),
    asked: requests.length,
    responses: seen,
    ...(seen[0] === undefined ? {} : { response: seen[0] }),
    ...(bulk === null ? {} : { streamed: { bytes: bulk.received, wrong: wrongBytes(received, responses[0]?.bodyOffset ?? 0) } }),
    surplus: bulk === null ? (surplus?.what ?? "") : "",
    leaked: secrets.some((secret) => received.includes(secret, 0, "latin1")) ? "yes" : "no",
    outcome,
    closed,
    ending: closed === "open" ? "kept" : seen.at(-1)?.saysClose === true ? "closed as announced" : "closed without a word",
    events,
  };
}

/** How much of what was sent a view shows, bytes: the rest is some long filling. */
const SHOWN_BYTES = 4096;

/** Bytes that came where the file was to be, and are not the file's. */
function wrongBytes(received: Buffer, bodyOffset: number): number {
  return Math.max(0, received.length - bodyOffset);
}

function serverView(transcript: Transcript): unknown {
  const exit = transcript.events.find((event) => event.type === "exit");
  const peak = exit?.type === "exit" ? exit.peakMemoryBytes : null;
  // Where the kernel does not tell, it cannot be held against the program.
  return { peakMemoryMiB: Math.round((peak ?? 0) / 2 ** 20), events: exit === undefined ? [] : [exit.n] };
}

import type { WaitOutcome } from "../../world/events.js";
import type { TcpParty } from "../../world/tcp-party.js";
import { announcesClose } from "./announces-close.js";
import { formatRequest, type RequestParts } from "./format-request.js";
import { fieldsNamed } from "./field-values.js";
import { ResponseProgress } from "./response-progress.js";
import { parseResponses, type HttpResponse } from "./responses.js";
import { cookiesSet } from "./set-cookie.js";

/** A request as parts, or as the very bytes that are sent (a binary string), however wrong. */
export type Request = RequestParts | string;

/**
 * A client that sends exactly what it is told to, malformed, in pieces or pipelined, and waits for as many responses as it asked for. It
 * never adds a field, never connects again, never mends.
 */
export class HttpClient {
  #methods: readonly string[] = [];
  #received: Buffer[] = [];
  /** Of a response whose interim response was waited for. */
  #begun: ResponseProgress | null = null;

  constructor(readonly party: TcpParty) {}

  /** Sends the requests without waiting in between, and then waits for their responses; all of it is the exchange `label`. */
  async ask(label: string, ...requests: Request[]): Promise<WaitOutcome> {
    this.party.exchange(label);
    await this.send(...requests);
    return await this.responses(requests.map(methodOf));
  }

  /** Sends the requests in one go. */
  async send(...requests: Request[]): Promise<WaitOutcome> {
    return await this.party.send(Buffer.concat(requests.map(bytesOf)));
  }

  /** Waits for the final responses to requests with these methods. */
  async responses(methods: readonly string[], waitMs?: number): Promise<WaitOutcome> {
    if (this.#begun === null) this.#received = [];
    const progress = this.#begun ?? new ResponseProgress(methods);
    this.#begun = null;
    this.#methods = methods;
    const isDone = (piece: Buffer) => {
      this.#received.push(piece);
      progress.push(piece);
      return progress.over;
    };
    return await this.party.receiveUntil(isDone, methods.length === 1 ? "a whole response" : `${methods.length} whole responses`, waitMs);
  }

  /** The first response that was waited for last; null if none came. */
  get response(): HttpResponse | null {
    return parseResponses(Buffer.concat(this.#received), this.#methods, "open").responses[0] ?? null;
  }

  /** The value of a field of that response, the first if there are several; null without one. */
  field(name: string): string | null {
    const { response } = this;
    return (response === null ? undefined : fieldsNamed(response, name)[0])?.value ?? null;
  }

  /** Whether that response says that the server closes after it; what is sent then may not be answered. */
  get announcesClose(): boolean {
    const { response } = this;
    return response !== null && announcesClose(response);
  }

  /** The cookies that it set, as they are sent back: "id=1; theme=dark". */
  get cookies(): string {
    const { response } = this;
    return (response === null ? [] : cookiesSet(response)).map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  /** Waits for an interim response (1xx), or a final one; `responses` then goes on from there. */
  async interim(method: string, waitMs?: number): Promise<WaitOutcome> {
    const progress = new ResponseProgress([method]);
    this.#begun = progress;
    this.#received = [];
    const isDone = (piece: Buffer) => {
      this.#received.push(piece);
      progress.push(piece);
      return progress.over || progress.interim.length > 0;
    };
    return await this.party.receiveUntil(isDone, "100 Continue", waitMs);
  }
}

function bytesOf(request: Request): Buffer {
  return typeof request === "string" ? Buffer.from(request, "latin1") : formatRequest(request);
}

/** The first word of what is sent, for it decides whether the response has a body (RFC 9112 6.3). */
function methodOf(request: Request): string {
  return typeof request === "string" ? (/^[A-Za-z]+/.exec(request.trimStart())?.[0] ?? "GET") : request.method;
}

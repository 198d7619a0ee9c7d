import { afterChunk, chunkSize } from "./chunked.js";
import { NEXT_STATUS_LINE, readFieldSection } from "./field-section.js";
import { FirstProblem } from "./first-problem.js";
import { planBody } from "./framing.js";
import { GrowingBytes } from "../../text/growing-bytes.js";
import { asBuffer, readLine, skipEmptyLines, textOf, type Line } from "./lines.js";
import { bodyOfResponse, isInterim, opensTunnel } from "./responses.js";
import { mayBeStatusLine, readStatusLine } from "./status-line.js";
import { NEXT_RESPONSE } from "./stray-body.js";

/** What is awaited next of a response. */
type State =
  | { at: "head" }
  /** Bytes of data, then what comes after them. */
  | { at: "data"; left: number; then: "head" | "chunk-end" | "finish" }
  | { at: "chunk-size" | "chunk-end" | "trailers" | "until-close" | "next-response" }
  /** After a response without a body: a body all the same? `left` of its Content-Length, if it has one. */
  | { at: "no-body"; left: number | null }
  /** All are there, or the rest makes no sense. */
  | { at: "over" };

/** How many bytes of its window a step used, or that it needs more of them. */
type Step = number | "more";

/**
 * How far the responses on one connection have come, for a client that reads them: agrees with `parseResponses` of all
 * bytes so far, in time linear in them, and keeps no bodies.
 */
export class ResponseProgress {
  /** Status codes of the responses 1xx so far. */
  readonly interim: number[] = [];
  #complete = 0;
  #state: State = { at: "head" };
  readonly #pending = new GrowingBytes();
  /** Within the pending bytes: where the awaited line begins, and up to where there is no LF in it. */
  #line = 0;
  #searched = 0;

  /** By the methods of the requests whose responses are awaited, in order. */
  constructor(private readonly methods: readonly string[]) {
    if (methods.length === 0) this.#state = { at: "over" };
  }

  /** Final responses that are complete. */
  get complete(): number {
    return this.#complete;
  }

  /** Whether no further byte can complete a response: all are there, or what came makes no sense. */
  get over(): boolean {
    return this.#state.at === "over";
  }

  /** Takes what was received, however it was cut. */
  push(received: Uint8Array): void {
    const waiting = this.#pending.bytes.length > 0;
    if (waiting) this.#pending.append(received);
    const window = waiting ? this.#pending.bytes : asBuffer(received);
    let used = 0;
    for (let step = this.#step(window); step !== "more"; step = this.#step(window.subarray(used))) {
      used += step;
      this.#line = this.#searched = 0;
    }
    if (!waiting) this.#pending.append(window.subarray(used));
    else if (used > 0) this.#pending.dropFirst(used);
  }

  /** The server closed its side (FIN, not a reset): that completes a body without a length. */
  end(): void {
    if (this.#state.at === "until-close") this.#complete++;
    this.#state = { at: "over" };
  }

  /** Uses bytes, or goes to another state, or needs more bytes. */
  #step(bytes: Buffer): Step {
    const state = this.#state;
    switch (state.at) {
      case "head":
        return this.#head(bytes);
      case "data":
        return this.#data(bytes, state);
      case "chunk-size":
        return this.#chunkSize(bytes);
      case "chunk-end":
        return this.#chunkEnd(bytes);
      case "trailers":
        return this.#trailer(bytes);
      case "no-body":
        return this.#noBody(bytes, state.left);
      case "next-response":
        return this.#nextResponse(bytes);
      case "until-close":
      case "over":
        return bytes.length === 0 ? "more" : bytes.length;
    }
  }

  #head(bytes: Buffer): Step {
    const empty = emptyLines(bytes);
    if (empty > 0) return empty;
    if (bytes[0] !== CR && !mayBeStatusLine(bytes, 0)) return this.#stop();
    for (let line = this.#nextLine(bytes); line !== null; line = this.#nextLine(bytes)) {
      if (line.start < line.end || line.start === 0) this.#line = line.next;
      else return this.#body(bytes, line.next);
    }
    return "more";
  }

  /** The head is there: what is to come after it? */
  #body(bytes: Buffer, headLength: number): Step {
    const problems = new FirstProblem();
    const line = readLine(bytes, 0);
    const start = line === null ? null : readStatusLine(bytes, line, problems);
    if (line === null || start === null) return this.#stop();
    const method = this.methods[this.#complete] ?? "";
    const { fields } = readFieldSection(bytes, line.next, "header", problems);
    const kind = bodyOfResponse(method, start.status);
    const { framing, declared, fatal } = planBody({ version: start.version, body: kind }, fields, problems);
    if (fatal !== null) return this.#stop();
    if (isInterim(start.status)) this.interim.push(start.status);
    else if (opensTunnel({ method, status: start.status })) {
      this.#complete++;
      this.#stop();
    } else if (framing === "none") this.#finish({ at: "no-body", left: declared === 0 ? null : declared });
    else if (framing === "content-length") this.#state = { at: "data", left: declared ?? 0, then: "finish" };
    else this.#state = { at: framing === "chunked" ? "chunk-size" : "until-close" };
    return headLength;
  }

  #data(bytes: Buffer, state: State & { at: "data" }): Step {
    const used = Math.min(state.left, bytes.length);
    state.left -= used;
    if (state.left > 0) return used === 0 ? "more" : used;
    if (state.then === "finish") this.#finish({ at: "head" });
    else this.#state = { at: state.then };
    return used;
  }

  #chunkSize(bytes: Buffer): Step {
    const line = this.#nextLine(bytes);
    if (line === null) return "more";
    const size = chunkSize(bytes, line);
    if (size === null) return this.#stop();
    this.#state = size === 0 ? { at: "trailers" } : { at: "data", left: size, then: "chunk-end" };
    return line.next;
  }

  #chunkEnd(bytes: Buffer): Step {
    const after = afterChunk(bytes, 0);
    if (after === "cut") return "more";
    if (after === "wrong") return this.#stop();
    this.#state = { at: "chunk-size" };
    return after;
  }

  #trailer(bytes: Buffer): Step {
    const line = this.#nextLine(bytes);
    if (line === null) return "more";
    const missesEmptyLine = NEXT_STATUS_LINE.test(textOf(bytes, line));
    if (missesEmptyLine || line.start === line.end) this.#finish({ at: "head" });
    return missesEmptyLine ? 0 : line.next;
  }

  /** As `strayBodyLength` does. */
  #noBody(bytes: Buffer, left: number | null): Step {
    const empty = emptyLines(bytes);
    if (empty > 0) {
      this.#state = { at: "no-body", left: left === null ? null : Math.max(0, left - empty) };
      return empty;
    }
    if (bytes.length === 0 || (bytes[0] === CR && bytes.length === 1)) return "more";
    if (mayBeStatusLine(bytes, 0)) {
      if (bytes.length < 5) return "more";
      this.#state = { at: "head" };
    } else this.#state = left === null ? { at: "next-response" } : { at: "data", left, then: "head" };
    return 0;
  }

  #nextResponse(bytes: Buffer): Step {
    const found = bytes.indexOf(NEXT_RESPONSE, 0, "latin1");
    if (found < 0) return Math.max(0, bytes.length - NEXT_RESPONSE.length + 1) || "more";
    this.#state = { at: "head" };
    return found;
  }

  #nextLine(bytes: Buffer): Line | null {
    const line = readLine(bytes, this.#line, Math.max(this.#line, this.#searched));
    if (line === null) this.#searched = bytes.length;
    return line;
  }

  /** A final response is complete; `next` if another is awaited. */
  #finish(next: State): void {
    this.#complete++;
    this.#state = this.#complete === this.methods.length ? { at: "over" } : next;
  }

  #stop(): Step {
    this.#state = { at: "over" };
    return 0;
  }
}

const CR = 0x0d;

/** How many bytes of empty lines begin the window; a CR at its very end may yet belong to something else. */
function emptyLines(bytes: Buffer): number {
  const end = skipEmptyLines(bytes, 0);
  return end === bytes.length && bytes[end - 1] === CR ? end - 1 : end;
}

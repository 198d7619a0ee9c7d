import { connect, type Socket } from "node:net";
import { tcpExchanges, type TcpExchange } from "../../transcript/exchanges.js";
import type { Transcript } from "../../transcript/events.js";
import { TestStage } from "../../world/test-stage.js";
import type { Mode } from "../../world/cutting.js";
import { SmtpServer } from "./smtp-server.js";
import type { SmtpScript } from "./smtp-script.js";

/** A mail client of a test's own: sends what it is told to, and reads replies. */
export class TestClient {
  #received = "";
  #taken = 0;
  ended: "fin" | "reset" | null = null;
  #notify: () => void = () => undefined;

  constructor(readonly socket: Socket) {
    socket.setEncoding("latin1");
    socket.on("data", (piece: string) => {
      this.#received += piece;
      this.#notify();
    });
    socket.on("end", () => this.#end("fin"));
    socket.on("error", () => this.#end("reset"));
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  }

  /** The next whole reply, as it came; what there is at the end of the connection. */
  async reply(): Promise<string> {
    return await this.until(/^(?:[0-9]{3}-.*\r\n)*[0-9]{3}(?: .*)?\r\n/);
  }

  /** What has come since, once it begins with a match; the match is taken. */
  async until(expression: RegExp): Promise<string> {
    for (;;) {
      const found = expression.exec(this.#received.slice(this.#taken))?.[0] ?? (this.ended === null ? null : this.#received.slice(this.#taken));
      if (found !== null) {
        this.#taken += found.length;
        return found;
      }
      await this.#something();
    }
  }

  /** Sends a line, and waits for the reply to it. */
  async ask(line: string): Promise<string> {
    this.send(`${line}\r\n`);
    return await this.reply();
  }

  /** Waits for the server's FIN or RST. */
  async end(): Promise<"fin" | "reset"> {
    while (this.ended === null) await this.#something();
    return this.ended;
  }

  #end(how: "fin" | "reset"): void {
    this.ended ??= how;
    this.#notify();
  }

  async #something(): Promise<void> {
    await new Promise<void>((resolve) => (this.#notify = resolve));
  }
}

/** Plays a script to a client, and returns what was recorded of it, and whether we were too late for a failure to count. */
export async function session(script: SmtpScript, play: (client: TestClient) => Promise<void>, mode: Mode = "whole"): Promise<TcpExchange & { late: boolean }> {
  using stage = new TestStage(mode);
  const listener = await stage.net.listen("server");
  const socket = connect(listener.port, "127.0.0.1");
  const client = new TestClient(socket);
  const party = await listener.accept();
  if (party === null) throw new Error("no connection");
  try {
    await Promise.all([new SmtpServer(party, { holdMs: 40, quitHoldMs: 40, waitMs: 400, ...script }).serve("mail"), play(client)]);
  } finally {
    socket.destroy();
  }
  const events = stage.events.map((event, index) => ({ n: index + 1, at: index, ...event }));
  const exchange = tcpExchanges({ events } as unknown as Transcript).get("mail");
  if (exchange === undefined) throw new Error("no exchange");
  return { ...exchange, late: stage.of("wait").some(({ outcome }) => outcome === "starved") };
}

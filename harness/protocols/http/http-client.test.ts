import { describe, expect, test } from "@jest/globals";
import { createServer, type Socket } from "node:net";
import { portOf, TestStage } from "../../world/test-stage.js";
import { HttpClient } from "./http-client.js";

/** A server that sends these pieces, a moment apart, once it has been sent anything. */
async function answering(pieces: readonly string[], use: (client: HttpClient, stage: TestStage) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => {
      const left = [...pieces];
      const timer = setInterval(() => {
        const piece = left.shift();
        if (piece === undefined) clearInterval(timer);
        else socket.write(piece, "latin1");
      }, 5);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  using stage = new TestStage();
  try {
    await use(new HttpClient(await stage.net.connect("client", portOf((server.address() as { port: number }).port))), stage);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

describe("a client that never helps", () => {
  test("sends parts and raw bytes as they are, in one go, and waits for a response to each", async () => {
    const pieces = ["HTTP/1.1 200 OK\r\nContent-Le", "ngth: 2\r\nSet-Cookie: id=7; Path=/\r\n\r\nhi", "HTTP/1.1 204 No Content\r\n\r\n"];
    await answering(pieces, async (client, stage) => {
      expect(await client.ask("two", { method: "GET", target: "/a b" }, "HEAD / HTTP/0.9\n\n")).toBe("met");
      expect(stage.carried(1, "sent")).toBe("GET /a b HTTP/1.1\r\n\r\nHEAD / HTTP/0.9\n\n");
      expect(stage.of("data").filter(({ direction }) => direction === "sent")).toHaveLength(1);
      expect(stage.of("exchange")).toMatchObject([{ label: "two" }]);
      expect(client.response).toMatchObject({ status: 200, complete: true });
      expect(client.field("content-length")).toBe("2");
      expect(client.cookies).toBe("id=7");
    });
  });

  test("waits for 100 Continue, and then goes on with the same response, also where both come together", async () => {
    for (const pieces of [["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"]])
      for (const together of [false, true])
        await answering(together ? [pieces.join("")] : pieces, async (client) => {
          await client.send("PUT /x HTTP/1.1\r\n\r\n");
          expect(await client.interim("PUT")).toBe("met");
          expect(await client.responses(["PUT"])).toBe("met");
          expect(client.response).toMatchObject({ status: 201, interim: [{ status: 100 }] });
        });
  });

  test("says when no whole response comes", async () => {
    await answering(["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi"], async (client, stage) => {
      client.party.exchange("half");
      await client.send("GET / HTTP/1.1\r\n\r\n");
      expect(await client.responses(["GET"], 100)).toBe("deadline");
      expect(stage.of("wait").at(-1)).toMatchObject({ until: "a whole response", outcome: "deadline" });
      expect(client.response).toMatchObject({ status: 200, complete: false });
    });
  });
});

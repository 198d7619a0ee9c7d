import type { Socket } from "node:net";
import { answer, type Site } from "./answer.js";
import { ConnectionLost, HttpError } from "./http-error.js";
import { Incoming } from "./incoming.js";
import { readRequest, type Request } from "./read-request.js";
import { textResponse, writeResponse, type Response } from "./write-response.js";

/** A client that reads slowly is not idle; one that takes nothing for so many times the idle time is given up. */
const PATIENCE_WITH_READERS = 10;

const LINGER_MS = 2_000;

/** Serves one connection, request after request, until one side is done. Never rejects. */
export async function serveConnection(socket: Socket, site: Site): Promise<void> {
  const incoming = new Incoming(socket);
  const patienceMs = PATIENCE_WITH_READERS * site.idleMs;
  try {
    // Requests are taken up one after the other, so pipelined ones are answered in order (RFC 9112, 9.3.2).
    let keep = true;
    while (keep) keep = await serveRequest(socket, incoming, site, patienceMs);
    await closeGently(socket, patienceMs);
  } catch (problem) {
    // Half a response cannot be mended by a status. Breaking off tells the client that it is not whole.
    console.error(problem instanceof ConnectionLost ? problem.message : problem);
  } finally {
    socket.destroy();
  }
}

/** True if the connection stays open for another request. */
async function serveRequest(socket: Socket, incoming: Incoming, site: Site, patienceMs: number): Promise<boolean> {
  let request: Request | undefined;
  try {
    request = await readRequest(incoming, socket, site.idleMs);
  } catch (problem) {
    // Nobody knows where the next request would begin, so this was the last one.
    await writeResponse(socket, errorResponse(problem), { headOnly: false, isHttp11: true, close: true, patienceMs });
    return false;
  }
  if (request === undefined) return false;

  const { method, isHttp11, body } = request;
  const response = await answer(request, site).catch(errorResponse);
  try {
    const keep = request.keepsAlive && body.canBeSkipped;
    await writeResponse(socket, response, { headOnly: method === "HEAD", isHttp11, close: !keep, patienceMs });
    return keep && (await body.skip());
  } finally {
    await response.release?.();
  }
}

function errorResponse(problem: unknown): Response {
  if (problem instanceof ConnectionLost) throw problem;
  if (problem instanceof HttpError) return textResponse(problem.status, problem.fields);
  console.error(problem);
  return textResponse(500);
}

/**
 * Closes our side, then reads on for a while. A socket that is closed with unread bytes in it sends a reset, which can
 * overtake the response and destroy it in the client's hands (RFC 9112, 9.6).
 */
async function closeGently(socket: Socket, patienceMs: number): Promise<void> {
  if (socket.destroyed) return;
  socket.removeAllListeners("readable");
  socket.resume();
  await new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, patienceMs);
    socket.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    socket.end(() => {
      clearTimeout(timer);
      timer = setTimeout(resolve, LINGER_MS);
    });
  });
}

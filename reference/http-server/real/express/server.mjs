// Express as the server of http-server: node server.mjs <port> <root>
// Files, gzip, forms and sessions as its own middleware serves them; no PUT and DELETE, which it has none for.

import compression from "compression";
import express from "express";
import session from "express-session";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import escapeHtml from "escape-html";

const [port, root] = process.argv.slice(2);
const idleMs = Number(process.env.IDLE_TIMEOUT_MS ?? 30_000);

const app = express();
app.use(compression());
app.post("/form", express.urlencoded({ extended: false }), (request, response) => {
  const rows = Object.entries(request.body ?? {}).flatMap(([name, values]) =>
    [values].flat().map((value) => `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(value)}</td></tr>`),
  );
  response.type("html").send(`<!doctype html><title>Form</title><table>${rows.join("")}</table>`);
});
app.get("/visits", session({ secret: randomBytes(32).toString("hex"), resave: false, saveUninitialized: false }), (request, response) => {
  request.session.visits = (request.session.visits ?? 0) + 1;
  response.type("text/plain").send(String(request.session.visits));
});
app.use(express.static(root));

// Node looks for late heads at an interval, 30 s by default.
const server = createServer({ keepAliveTimeout: idleMs, headersTimeout: idleMs, requestTimeout: idleMs, connectionsCheckingInterval: 250 }, app);
server.listen(Number(port), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));

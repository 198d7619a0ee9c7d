// udp-echo client: sends each line of stdin as one datagram, prints each reply.   Handout: HANDOUT.md, "The client"
//
//   npx tsc -p tsconfig.build.json && node build/client.js <host> <port>

const host = process.argv[2];
const port = Number(process.argv[3]);
const timeoutMs = Number(process.env.TIMEOUT_MS ?? 1000);

// Your work, in this order (the checks go the same way, so you see each step turn green):
//
// 1. Send the first line of process.stdin, without its LF, as one datagram to `host` and `port` (node:dgram).
// 2. Print the reply and a newline on process.stdout, and nothing else there: people's messages go to console.error().
// 3. Do so for every line, an empty one and a last one without LF included; wait for the reply before the next line.
// 4. No reply within `timeoutMs`: send the same again. Three sends in all, then a word on stderr, and the next line.
// 5. Exit 0 if every line was answered, 1 otherwise.
// 6. Who may have sent what arrives? And to which line does it belong, if the line before was answered twice?

console.error(`client.ts is not written yet (asked to talk to ${host}:${port}, waiting ${timeoutMs} ms)`);
process.exit(1);

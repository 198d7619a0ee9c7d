import { scenario } from "#harness";
import { within } from "../places.js";
import { Ring } from "../ring.js";

const role = "peer";

const REF = { id: 7, host: "127.0.0.1", port: 9 };

const GARBAGE: Record<string, (ring: Ring) => (string | Buffer)[]> = {
  "no-json": ({ stage: { seed } }) => ["", "\0", seed.sentence(), "{", '{"type":"ping",', '"ping"', "17", "null", "[]", "{}", "true", "NaN", "{'type':'ping'}"],
  "no-utf8": () => [
    Buffer.from([0xff, 0xfe, 0x00, 0xd8]),
    Buffer.concat([Buffer.from('{"type":"state","tx":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  ],
  "wrong-types": () =>
    [
      { type: 7, tx: "g1" },
      { type: "ping", tx: 7, from: REF },
      { type: "ping", tx: "g2", from: "12" },
      { type: "notify", tx: "g3", peer: null },
      { type: "notify", tx: "g4", peer: { ...REF, id: "7" } },
      { type: "join", tx: "g5", peer: [7, "127.0.0.1", 9], hops: 0 },
      { type: "find", tx: "g6", id: "all", origin: REF, hops: 0 },
      { type: "find", tx: "g7", id: 7, origin: null, hops: 0 },
      { type: "put", tx: "g8", key: 7, value: {} },
      { type: "transfer", tx: "g9", entries: { a: 1 } },
      { type: "transfer", tx: "g10", entries: [["a"], 7] },
      { type: "leave", tx: "g11", peer: {}, predecessor: 7, successors: "none" },
      { type: "pong", tx: "g12", from: 7, predecessor: [], successors: null },
      { type: "ping" },
      { type: "state", tx: null },
    ].map((message) => JSON.stringify(message)),
  "huge-numbers": (ring) => [
    '{"type":"find","tx":"h1","id":1e400,"origin":{"host":"127.0.0.1","port":9},"hops":0}',
    '{"type":"find","tx":"h2","id":99999999999999999999999999,"origin":{"host":"127.0.0.1","port":9},"hops":0}',
    `{"type":"notify","tx":"h3","peer":{"id":${"9".repeat(5000)},"host":"127.0.0.1","port":9}}`,
    '{"type":"notify","tx":"h4","peer":{"id":-1,"host":"127.0.0.1","port":9}}',
    '{"type":"notify","tx":"h5","peer":{"id":65536,"host":"127.0.0.1","port":9}}',
    '{"type":"notify","tx":"h6","peer":{"id":7,"host":"127.0.0.1","port":70000}}',
    '{"type":"join","tx":"h7","peer":{"id":7,"host":"no host at all","port":9},"hops":-1e99}',
    // Right but for one number: a nearer predecessor that lies off the circle, and answers due to ports that there are not.
    JSON.stringify({ type: "notify", tx: "h8", peer: { ...REF, id: within(ring.member("predecessor").ref.id, ring.student.id) + 65_536 } }),
    JSON.stringify({ type: "find", tx: "h9", id: ring.student.id, origin: { host: "127.0.0.1", port: 70_000 }, hops: 0 }),
    JSON.stringify({ type: "find", tx: "h10", id: ring.student.id, origin: { host: "127.0.0.1", port: -1 }, hops: 0 }),
    JSON.stringify({ type: "join", tx: "h11", peer: { id: ring.student.id, host: "127.0.0.1", port: 70_000 }, hops: 0 }),
  ],
  "deep-nesting": () => [
    `${"[".repeat(4000)}${"]".repeat(4000)}`,
    '{"a":'.repeat(1500),
    `{"type":"put","tx":"d1","key":"a","value":${"[".repeat(3900)}${"]".repeat(3900)}}`,
  ],
  large: () => [Buffer.alloc(65_507, "x"), `{"type":"state","tx":"l1","pad":"${"y".repeat(60_000)}"}`],
  "unknown-types": () =>
    [
      { type: "poke", tx: "u1" },
      { type: "PING", tx: "u2", from: REF },
      { type: "__proto__", tx: "u3" },
      { type: "toString", tx: "u4" },
    ].map((message) => JSON.stringify(message)),
};

export const garbage = scenario("garbage", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [predecessor, client] = [ring.member("predecessor"), await ring.client()];
  const stranger = await ring.client();
  stranger.party.exchange("garbage");
  for (const [kind, datagrams] of Object.entries(GARBAGE)) {
    for (const datagram of datagrams(ring)) await stranger.party.send(datagram, ring.student);
    if (!(await ring.ask(predecessor, `after-${kind}`, { type: "ping", from: predecessor.ref }))) break;
  }
  await client.ask("state", { type: "state" });
});

export const unknownFields = scenario("unknown-fields", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const predecessor = ring.member("predecessor");
  const more = { version: 2, comment: { text: ["?"] } } as object;
  // The predecessor's own pings, which have no such fields, are not to be taken for this one.
  await (await ring.client()).ask("ping", { type: "ping", from: { ...predecessor.ref, ...more }, ...more });
});

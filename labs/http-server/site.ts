import { type Content, type Folder, HttpClient, type Port, type Request, type RequestParts, type Seed, type Stage, utf8 } from "#harness";

/** What the server is to serve: the folder that it gets as its root, and what lies beside it. */
export interface Site {
  port: Port;
  /** The server's root. */
  root: Folder;
  /** Beside the root; its name begins with the root's. Nothing of it may ever be served or changed. */
  outside: Folder;
  /** A new connection, which stays open. */
  connect(name?: string): Promise<HttpClient>;
  /** Asks on a connection of its own, and closes it: whether one can be used again is another matter. */
  ask(label: string, ...requests: Request[]): Promise<HttpClient>;
  /** A GET of HTTP/1.1 with a Host, and whatever else is given. */
  get(target: string, ...fields: [name: string, value: string][]): RequestParts;
  /** The same with another method. */
  request(method: string, target: string, ...fields: [name: string, value: string][]): RequestParts;
  /** A request with a body and its Content-Length. */
  upload(method: string, target: string, body: string, ...fields: [name: string, value: string][]): RequestParts;
}

/** Of the page with ten images. */
export const IMAGES = Array.from({ length: 10 }, (_, index) => `image-${index + 1}.gif`);

export const ROOT = "site";
export const OUTSIDE = "site-secret";

/** Files of every kind that the contract names, with contents that a seed decides. */
export function files(seed: Seed): Record<string, Content> {
  const page = (title: string) => `<!DOCTYPE html>\n<html><head><title>${title}</title></head>\n<body><p>${seed.sentence(12)}</p></body></html>\n`;
  return {
    "index.html": page("home"),
    "notes.txt": `${seed.sentence(8)}\n${seed.sentence(5)}\r\n${seed.sentence(7)}\n`,
    "style.css": `body { color: #${seed.int(100_000, 999_999)}; }\n`,
    "script.js": `console.log("${seed.word()}");\n`,
    "data.json": `{ "${seed.word()}": ${seed.int(1, 999)} }\n`,
    "image.png": anyBytes(seed, "\x89PNG\r\n\x1a\n"),
    "photo.jpg": anyBytes(seed, "\xff\xd8\xff\xe0"),
    "moving.gif": anyBytes(seed, "GIF89a"),
    "drawing.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="${seed.int(10, 99)}" height="10"/>\n`,
    "paper.pdf": anyBytes(seed, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    "empty.txt": "",
    "umlauts.txt": utf8(`${seed.word()} äöü ${seed.word()} 漢字 €\n`),
    "two words.txt": `${seed.sentence(6)}\n`,
    "größe.txt": `${seed.sentence(6)}\n`,
    "docs/index.html": page("docs"),
    "docs/deep/leaf.txt": `${seed.sentence(9)}\n`,
    "bare/only.txt": `${seed.sentence(3)}\n`,
    ...gallery(seed),
    "files/kept.txt": `${seed.sentence(6)}\n`,
  };
}

/** A page that shows ten images. */
function gallery(seed: Seed): Record<string, Content> {
  const images = IMAGES.map((name) => `<img src="${name}" alt="">`).join("\n");
  return {
    "gallery/index.html": `<!DOCTYPE html>\n<html><head><title>gallery</title></head>\n<body>\n${images}\n</body></html>\n`,
    ...Object.fromEntries(IMAGES.map((name) => [`gallery/${name}`, anyBytes(seed, "GIF89a")])),
  };
}

/** All 256 byte values in any order, line ends among them, behind a signature. */
function anyBytes(seed: Seed, signature: string): string {
  const bytes = Array.from({ length: 1024 }, (_, index) => index % 256);
  return signature + "\r\n\n\r\0\x1a" + Buffer.from(seed.shuffle(bytes)).toString("latin1");
}

/** How long a server may take to send a body where there is to be none (HEAD, 204), ms; one that closes sends no more. */
export const STRAY_BODY_MS = 300;

/** A day of the past, whose date, compared as text, comes before that of an earlier day: "Mon, 02 ..." and "Wed, 30 ...". */
export const MODIFIED = new Date("2025-06-02T13:14:15Z");
export const EARLIER = new Date("2025-04-30T22:23:24Z");

export interface Setting {
  env?: Record<string, string>;
  more?: Record<string, Content>;
}

/** Lays the site out and starts the student's server on it. */
export async function serveSite({ student, net, seed, files: laying }: Stage, { env = {}, more = {} }: Setting = {}): Promise<Site> {
  const outside = await laying.lay(OUTSIDE, { "secret.txt": `secret ${seed.word(24)}\n` }, MODIFIED);
  const root = await laying.lay(ROOT, { ...files(seed), ...more }, MODIFIED);
  const port = await net.port("tcp");
  await student.serve("server", [port, root.path], { env });
  const connect = async (name = "client") => new HttpClient(await net.connect(name, port));
  const request: Site["request"] = (method, target, ...fields) => ({ method, target, fields: [["Host", `127.0.0.1:${port.number}`], ...fields] });
  return {
    port,
    root,
    outside,
    connect,
    async ask(label, ...requests) {
      const client = await connect(`client for ${label}`);
      await client.ask(label, ...requests);
      client.party.end();
      return client;
    },
    get: (target, ...fields) => request("GET", target, ...fields),
    request,
    upload: (method, target, body, ...fields) => ({ ...request(method, target, ["Content-Length", String(body.length)], ...fields), body }),
  };
}

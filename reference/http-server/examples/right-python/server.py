"""http-server: a thread for every connection, blocking reads and writes.

    python3 server.py <port> <root>
"""
import html
import os
import secrets
import signal
import socket
import stat
import sys
import tempfile
import threading
from email.utils import formatdate
from urllib.parse import parse_qsl, quote, unquote_to_bytes

from messages import Refused, head, read_body, read_request

PORT, ROOT = int(sys.argv[1]), os.path.realpath(sys.argv[2])
FILES = os.path.join(ROOT, "files")
IDLE = int(os.environ.get("IDLE_TIMEOUT_MS", "30000")) / 1000
LINGER = 1.0

TYPES = {
    ".html": "text/html", ".txt": "text/plain", ".css": "text/css", ".js": "application/javascript",
    ".json": "application/json", ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif",
    ".svg": "image/svg+xml", ".pdf": "application/pdf",
}

visits = {}
visits_lock = threading.Lock()


class Connection:
    def __init__(self, sock):
        self.sock = sock
        sock.settimeout(IDLE)             # between two reads
        self.stream = sock.makefile("rb")
        self.request = None
        self.last = False                 # whatever is still to come, it is not read

    def serve(self):
        try:
            while self.serve_one():
                pass
        except Refused as problem:
            self.last = True
            page = f"<p>{problem.status}</p>\n".encode()
            self.reply(problem.status, page, Content_Type="text/html", **problem.fields)
        self.linger()

    def serve_one(self):
        self.request = None
        try:
            self.request = request = read_request(self.stream)
        except TimeoutError:
            return False
        if request is None:
            return False
        answer(self, request)
        return self.keep

    @property
    def keep(self):
        return not self.last and self.request is not None and self.request.keep and self.request.body_is_read

    def body(self):
        """Only for whoever really wants it: a client that expects 100 Continue sends its body then."""
        if self.request.minor > 0 and "100-continue" in self.request.tokens("expect"):
            self.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        return read_body(self.stream, self.request)

    def start(self, status, **fields):
        if not self.keep:
            fields["Connection"] = "close"
        self.sock.settimeout(10 * IDLE)   # a slow reader is not an idle one
        return head(status, fields)

    def reply(self, status, content=b"", **fields):
        if status not in (204, 304):
            fields["Content_Length"] = len(content)
        else:
            content = b""
        first = self.start(status, **fields)
        wants_content = self.request is None or self.request.method != "HEAD"
        self.sock.sendall(first + content if wants_content else first)
        self.sock.settimeout(IDLE)

    def reply_file(self, file, **fields):
        size = os.fstat(file.fileno()).st_size
        self.sock.sendall(self.start(200, Content_Length=size, **fields))
        if self.request.method != "HEAD" and size > 0:
            if self.sock.sendfile(file, count=size) != size:
                raise ConnectionError("the file became shorter")
        self.sock.settimeout(IDLE)

    def linger(self):
        """Reads on for a moment after the last response, so that no reset destroys it on its way."""
        self.sock.shutdown(socket.SHUT_WR)
        self.sock.settimeout(LINGER)
        for _ in range(1000):
            if not self.sock.recv(65536):
                return


def answer(connection, request):
    path = decode(request.path)
    if path == "/visits" and request.method in ("GET", "HEAD"):
        return count_visit(connection, request)
    if path == "/form" and request.method == "POST":
        return show_form(connection, request)
    name = os.path.normpath(ROOT + path)
    if request.method in ("GET", "HEAD"):
        return send(connection, request, path, name)
    if request.method in ("PUT", "DELETE"):
        if not name.startswith(FILES + "/") or path.endswith("/"):
            raise Refused(405, Allow="GET, HEAD")
        return store(connection, name) if request.method == "PUT" else remove(connection, name)
    raise Refused(501)


def decode(path):
    raw = unquote_to_bytes(path)
    if b"\0" in raw:
        raise Refused(404)
    return os.fsdecode(raw)


def inside(name):
    """Where the name leads, links followed; refused if that is elsewhere."""
    real = os.path.realpath(name)
    if os.path.commonpath([real, ROOT]) != ROOT:
        raise Refused(404)
    return real


def send(connection, request, path, name):
    name = inside(name)
    if os.path.isdir(name):
        if not path.endswith("/"):
            host = request.get("host") or f"127.0.0.1:{PORT}"
            return connection.reply(301, Location=f"http://{host}/{quote(os.fsencode(path.lstrip('/')))}/")
        index = inside(os.path.join(name, "index.html"))
        if not os.path.isfile(index):
            return send_listing(connection, path, name)
        name = index
    elif path.endswith("/"):
        raise Refused(404)
    try:
        file = open(os.open(name, os.O_RDONLY | os.O_NONBLOCK), "rb")
    except PermissionError:
        raise Refused(403)
    except OSError:
        raise Refused(404)
    with file:
        info = os.fstat(file.fileno())
        if not stat.S_ISREG(info.st_mode):
            raise Refused(403)
        fields = {"Last_Modified": formatdate(int(info.st_mtime), usegmt=True)}
        if request.get("if-modified-since") == fields["Last_Modified"]:
            return connection.reply(304, **fields)
        kind = TYPES.get(os.path.splitext(name)[1].lower())
        if kind:
            fields["Content_Type"] = kind
        connection.reply_file(file, **fields)


def send_listing(connection, path, name):
    names = sorted(os.listdir(name))
    links = "".join(f'<li><a href="{quote(each)}">{html.escape(each)}</a>\n' for each in names)
    page = f"<!doctype html><title>{html.escape(path)}</title><ul>\n{links}</ul>\n"
    connection.reply(200, page.encode("utf-8", "surrogateescape"), Content_Type="text/html; charset=utf-8")


def store(connection, name):
    folder = os.path.dirname(name)
    inside(folder)
    if os.path.islink(name):
        raise Refused(403)
    if not os.path.isdir(folder) or os.path.isdir(name):
        raise Refused(409)
    try:
        handle, unfinished = tempfile.mkstemp(prefix=".put-", dir=folder)
    except PermissionError:
        raise Refused(403)
    try:
        with open(handle, "wb") as file:
            for piece in connection.body():
                file.write(piece)
        os.chmod(unfinished, 0o644)
        status = 204 if os.path.exists(name) else 201
        try:
            os.replace(unfinished, name)
        except OSError:                   # the name is too long, or has become a folder meanwhile
            raise Refused(409)
    except BaseException:
        os.unlink(unfinished)
        raise
    connection.reply(status)


def remove(connection, name):
    inside(name)
    if os.path.isdir(name):
        raise Refused(403)
    try:
        os.unlink(name)
    except PermissionError:
        raise Refused(403)
    except OSError:
        raise Refused(404)
    connection.reply(204)


def show_form(connection, request):
    if request.get("content-type").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise Refused(415)
    body = bytearray()
    for piece in connection.body():
        body += piece
        if len(body) > 1 << 20:
            raise Refused(413)
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    items = "".join(f"<dt>{html.escape(name)}<dd>{html.escape(value)}\n" for name, value in pairs)
    page = f"<!doctype html><meta charset=utf-8><title>Your form</title><dl>\n{items}</dl>\n"
    connection.reply(200, page.encode("utf-8", "replace"), Content_Type="text/html; charset=utf-8")


def count_visit(connection, request):
    pairs = [pair.strip().partition("=") for line in request.fields.get("cookie", []) for pair in line.split(";")]
    with visits_lock:
        known = [value for name, _, value in pairs if name == "id" and value in visits]
        visitor = known[0] if known else secrets.token_urlsafe()
        visits[visitor] = visits.get(visitor, 0) + 1
        text = f"{visits[visitor]}\n".encode()
    connection.reply(200, text, Content_Type="text/plain", Cache_Control="no-store", Set_Cookie=f"id={visitor}; HttpOnly")


def serve(sock):
    try:
        with sock:
            Connection(sock).serve()
    except OSError as problem:            # a reset, a broken pipe, a time-out
        print("connection lost:", problem, file=sys.stderr)


def main():
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    threading.stack_size(512 * 1024)
    with socket.create_server(("", PORT), backlog=512) as listener:
        while True:
            sock, _ = listener.accept()
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=serve, args=(sock,), daemon=True).start()


main()

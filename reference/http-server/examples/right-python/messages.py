"""Requests and responses as bytes: parsing a head, reading a body, building a head."""
import re
from email.utils import formatdate
from http import HTTPStatus

MAX_LINE = 16 * 1024
MAX_HEAD = 64 * 1024
PIECE = 64 * 1024

TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


class Refused(Exception):
    """Ends the request with this status. The connection closes then, whatever has been read by that time."""

    def __init__(self, status, **fields):
        super().__init__(status)
        self.status, self.fields = status, fields


class Request:
    def __init__(self, method, target, minor, fields):
        self.method, self.minor, self.fields = method, minor, fields
        target = re.sub(r"^https?://[^/?]*", "", target, flags=re.IGNORECASE) or "/"
        self.path, _, self.query = target.partition("?")
        if not self.path.startswith("/"):
            raise Refused(400)
        self.length, self.chunked, self.trusted = framing(fields)
        self.keep = minor > 0 and self.trusted and "close" not in self.tokens("connection")
        self.body_is_read = not self.chunked and self.length == 0

    def get(self, name, default=""):
        return ", ".join(self.fields[name]) if name in self.fields else default

    def tokens(self, name):
        return [word.strip().lower() for word in self.get(name).split(",")]


def read_line(stream):
    line = stream.readline(MAX_LINE + 1)
    if line and not line.endswith(b"\n"):
        raise Refused(414 if len(line) > MAX_LINE else 400)
    return line.decode("latin-1").rstrip("\r\n")


def read_request(stream):
    """The next request up to its body, or None when the client is done."""
    first = stream.peek(1)
    if not first:
        return None
    start = re.fullmatch(r"(\S+) (\S+) HTTP/1\.(\d)", read_line(stream))
    if not start or not TOKEN.fullmatch(start[1]):
        raise Refused(400)
    fields = read_fields(stream)
    hosts = fields.get("host", [])
    if len(hosts) > 1 or (not hosts and start[3] != "0"):
        raise Refused(400)
    return Request(start[1], start[2], int(start[3]), fields)


def read_fields(stream):
    fields, size, last = {}, 0, None
    while True:
        try:
            line = read_line(stream)
        except Refused as problem:
            raise Refused(431 if problem.status == 414 else 400)
        if line == "":
            return fields
        size += len(line)
        if size > MAX_HEAD:
            raise Refused(431)
        if line[0] in " \t":
            if last is None:
                raise Refused(400)
            fields[last][-1] += " " + line.strip()    # obsolete folding: joined by a space
            continue
        name, colon, value = line.partition(":")
        if not colon or not TOKEN.fullmatch(name) or "\0" in value or "\r" in value:
            raise Refused(400)
        last = name.lower()
        fields.setdefault(last, []).append(value.strip(" \t"))


def framing(fields):
    """Length, whether chunked, and whether what follows can be trusted to be a request."""
    lengths = set(fields.get("content-length", []))
    if len(lengths) > 1 or not all(re.fullmatch("[0-9]{1,15}", length) for length in lengths):
        raise Refused(400)
    if "transfer-encoding" in fields:
        if [value.lower() for value in fields["transfer-encoding"]] != ["chunked"]:
            raise Refused(400)
        return 0, True, not lengths               # with both, the chunks win and the connection ends
    return int(lengths.pop()) if lengths else 0, False, True


def read_body(stream, request):
    """Yields the body in pieces."""
    left = request.length
    while True:
        if request.chunked:
            size = re.fullmatch(r"([0-9A-Fa-f]{1,12})[ \t]*(;.*)?", read_line(stream))
            if not size:
                raise Refused(400)
            left = int(size[1], 16)
            if left == 0:
                while read_line(stream):
                    pass                          # trailers
                break
        while left > 0:
            piece = stream.read1(min(left, PIECE))
            if not piece:
                raise ConnectionError("the body was cut off")
            left -= len(piece)
            yield piece
        if not request.chunked:
            break
        if read_line(stream) != "":
            raise Refused(400)
    request.body_is_read = True


def head(status, fields):
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"Date: {formatdate(usegmt=True)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

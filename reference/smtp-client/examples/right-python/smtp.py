"""One connection to a mail server: commands go out, complete replies come in."""
import re
import socket
import sys


class Refused(Exception):
    def __init__(self, code, text):
        super().__init__(f"{code} {text}")
        self.code = code


class Server:
    """Its methods raise OSError if the server is gone or takes longer than `timeout` seconds for a read or write."""

    def __init__(self, host, port, timeout):
        self.socket = socket.create_connection((host, port), timeout)
        self.lines = self.socket.makefile("rb")
        self.greeted = False

    def __enter__(self):
        return self

    def __exit__(self, kind, problem, trace):
        if isinstance(problem, OSError) and self.greeted:
            self.leave()
        self.lines.close()
        self.socket.close()

    def leave(self):
        """Says QUIT to a server that may hear it, and does not wait for an answer."""
        try:
            self.socket.settimeout(0)
            self.socket.send(b"quit\r\n")
        except OSError:
            pass

    def send(self, data):
        view = memoryview(data)
        while view:
            view = view[self.socket.send(view[:65536]):]    # send, not sendall: each step has its own time-out

    def command(self, wanted, line):
        self.send(line.encode("ascii", "replace") + b"\r\n")
        return self.expect(wanted, self.reply())

    def expect(self, wanted, reply):
        code, text = reply
        if not code.startswith(wanted):
            print("refused:", code, text, file=sys.stderr)
            raise Refused(code, text)

    def reply(self):
        """The code and the text of the next reply, however many lines it has."""
        texts, size = [], 0
        while size < 65536:
            line = self.lines.readline(8192)
            size += len(line)
            if not line.endswith(b"\n"):
                raise ConnectionError("the server hung up, or its line has no end")
            found = re.fullmatch(r"([2345]\d\d)(?:([ -])(.*))?", line.decode("latin-1").rstrip("\r\n"))
            if not found:
                raise ConnectionError(f"not a reply: {line!r}")
            code, more, text = found.groups()
            texts.append(text or "-")
            if more != "-":
                if code == "421":
                    raise ConnectionError("421 " + " ".join(texts))
                return code, " ".join(texts)
        raise ConnectionError("a reply without end")

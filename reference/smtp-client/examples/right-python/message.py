"""The message: a header in ASCII and a body in base64, in pieces that end with CRLF."""
import re
from base64 import b64encode
from email.utils import formatdate, make_msgid

WORD = 75 - len("=?UTF-8?Q??=")    # RFC 2047, 2


def one_line(text):
    """An argument without what could begin another line."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)


def one_word(address):
    """An address without what could end the brackets around it, too."""
    return re.sub(r"[\x00-\x20\x7f<>]+", "", address)


def header_lines(sender, subject, recipients):
    lines = [
        f"From: <{sender}>",
        "To: " + ",\r\n\t".join(f"<{recipient}>" for recipient in recipients),
        f"Subject: {header_text(subject)}",
        f"Date: {formatdate(localtime=True)}",
        f"Message-ID: {make_msgid(domain='localhost.localdomain')}",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: base64",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii", "replace")


def header_text(text):
    if text.isascii() and len(text) < 900 and "=?" not in text and text == text.strip():
        return text
    words = [""]
    for character in text:
        coded = q_encoded(character)
        if len(words[-1]) + len(coded) > WORD:
            words.append("")
        words[-1] += coded
    return "\r\n ".join(f"=?UTF-8?Q?{word}?=" for word in words)


def q_encoded(character):
    if re.fullmatch("[A-Za-z0-9!*+/-]", character):
        return character
    return "_" if character == " " else "".join(f"={byte:02X}" for byte in character.encode("utf-8", "replace"))


def body_lines(stream):
    """Reads `stream` piece by piece. RFC 2045, 6.8: base64 stands for the text with CRLF at its line ends."""
    kept = b""
    for text in with_crlf(stream):
        kept += text
        whole = len(kept) // 57 * 57
        yield base64_lines(kept[:whole])
        kept = kept[whole:]
    yield base64_lines(kept)


def base64_lines(data):
    return b"".join(b64encode(data[at:at + 57]) + b"\r\n" for at in range(0, len(data), 57))


def with_crlf(stream):
    ends_with_cr = False
    while piece := stream.read1(65536):
        if ends_with_cr and piece.startswith(b"\n"):
            piece = piece[1:]    # the CR before it has become a line end
            ends_with_cr = False
        if not piece:
            continue
        ends_with_cr = piece.endswith(b"\r")
        yield re.sub(rb"\r\n|\r|\n", b"\r\n", piece)

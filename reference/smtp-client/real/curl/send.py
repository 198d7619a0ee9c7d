"""curl (Debian: curl) as the client of smtp-client: python3 send.py <host> <port> <from> <subject> <to> [<to> ...]

Python's email package composes the message, quoted-printable unless it is plain text. curl has one time-out for all that it does and none
for a single reply: it is set to twice TIMEOUT_MS. It does not end curl's waiting for the reply to QUIT (two minutes), hence a second one.
"""

import os
import subprocess
import sys
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

EX_UNAVAILABLE = 69
EX_TEMPFAIL = 75
# Connection refused, time-out, write failed, read failed: curl(1), "EXIT CODES".
CONNECTION_FAILED = {7, 28, 55, 56}
LONGEST_LINE = 998  # RFC 5322 2.1.1


def compose(sender: str, subject: str, recipients: list[str], body: str) -> bytes:
    """The message with CRLF; ValueError if a header field has a CR or LF in it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = ", ".join(recipients)
    # Its policies lose blanks between encoded words where they fold a long subject; its older Header does not.
    early = b""
    if subject.isascii() or "\r" in subject or "\n" in subject:
        message["Subject"] = subject
    else:
        early = f"Subject: {Header(subject, 'utf-8', header_name='Subject').encode(linesep=chr(13) + chr(10))}\r\n".encode()
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain="localhost")
    plain = body.isascii() and all(len(line) <= LONGEST_LINE for line in body.splitlines())
    message.set_content(body, cte="7bit" if plain else "quoted-printable")
    return early + message.as_bytes()


def send(host: str, port: str, sender: str, recipients: list[str], message: bytes) -> int:
    """The exit status for what curl did with the message."""
    seconds = float(os.environ.get("TIMEOUT_MS", 10_000)) / 1000
    with open("message", "wb") as file:
        file.write(message)
    command = ["curl", "--disable", "--silent", "--show-error", "--noproxy", "*", "--max-time", str(2 * seconds)]
    command += ["--mail-from", sender, *(word for address in recipients for word in ("--mail-rcpt", address))]
    command += ["--upload-file", "message", "--write-out", "%{response_code}", f"smtp://{host}:{port}/localhost"]
    try:
        curl = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=2 * seconds + 0.5)
    except subprocess.TimeoutExpired:
        return EX_TEMPFAIL
    last_reply = int(curl.stdout)  # 0: none
    if curl.returncode == 0:
        return 0
    if last_reply >= 500:
        return EX_UNAVAILABLE
    if last_reply >= 400 or curl.returncode in CONNECTION_FAILED:
        return EX_TEMPFAIL
    return curl.returncode


host, port, sender, subject, *recipients = sys.argv[1:]
message = compose(sender, subject, recipients, sys.stdin.buffer.read().decode())
sys.exit(send(host, port, sender, recipients, message))

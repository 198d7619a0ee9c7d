"""The message of smtp-client as Python's email package makes it: compose.py <from> <subject> <to> [<to> ...]

The body on stdin, the message on stdout. The package refuses a CR or LF in a header (ValueError, status 1).
"""

import sys
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

sender, subject, *recipients = sys.argv[1:]

message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
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
message.set_content(sys.stdin.buffer.read().decode())
sys.stdout.buffer.write(early + message.as_bytes())

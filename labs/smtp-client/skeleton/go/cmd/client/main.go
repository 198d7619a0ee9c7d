// smtp-client: delivers one message to a mail server.   Handout: HANDOUT.md
//
//	go build -o bin/ ./cmd/... && ./bin/client <host> <port> <from> <subject> <to> [<to> ...] < body
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"time"
)

// What the exit status says, by the names of sysexits.h.
const (
	exOK          = 0  // the message was accepted for every recipient
	exUnavailable = 69 // refused for good: a reply 5yz
	exTempFail    = 75 // may work later: a reply 4yz, no connection, a connection that is lost, no reply in time
)

// milliseconds is the time that an environment variable gives, or usual if it is not set.
func milliseconds(name string, usual time.Duration) time.Duration {
	value, isSet := os.LookupEnv(name)
	if !isSet {
		return usual
	}
	duration, err := time.ParseDuration(value + "ms")
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}
	return duration
}

// letter is what the arguments and stdin say.
type letter struct {
	sender     string
	subject    string
	recipients []string
	body       []byte // UTF-8 text. Its lines may end with LF, with CR or with both, the last one with nothing.
}

// deliver brings a letter to the server at host and port. It returns the exit status. timeout is how long to wait for a
// connection, for each reply, and for a write that does not get on.
func deliver(host, port string, l letter, timeout time.Duration) int {
	// Your work, in this order (the checks go the same way, so you see each step turn green):
	//
	// 1. Connect to `host` and `port` (net.DialTimeout) and wait for the greeting, a reply 220. A reply is bytes that
	//    come as they like: it is over when a line without a hyphen behind its code is over, and not before.
	// 2. The commands, each with CRLF and each after the whole reply to the one before: EHLO or HELO, MAIL FROM:<...>,
	//    a RCPT TO:<...> for each one of `l.recipients`, DATA.
	// 3. After the 354: a header (From, To, Subject, Date, Message-ID), a blank line, the body, every line with CRLF,
	//    and a line that is only a dot. Wait for the reply, say QUIT, wait for the reply.
	// 4. Lines that begin with a dot; an empty body; a last line without a line end; lines of more than 998 characters.
	// 5. Characters outside ASCII: in the body (MIME: Content-Type, Content-Transfer-Encoding), in the subject (RFC
	//    2047).
	// 6. Refusals. What does a 550 to one recipient mean for the others? To all? Say QUIT in any case, and tell the
	//    truth by the exit status.
	// 7. Servers that say nothing, or nothing any more (SetDeadline), and connections that break.
	// 8. Who writes the subject and the addresses? What if there is a line end in one?

	fmt.Fprintf(os.Stderr, "client is not written yet (asked to bring %d bytes to %s:%s)\n", len(l.body), host, port)
	return 1
}

func main() {
	body, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	l := letter{sender: os.Args[3], subject: os.Args[4], recipients: os.Args[5:], body: body}
	// Here and nowhere else: os.Exit ends the program at once, and skips what is deferred.
	os.Exit(deliver(os.Args[1], os.Args[2], l, milliseconds("TIMEOUT_MS", 10*time.Second)))
}

// pop3-server: lets users read and delete their mail, by POP3.   Handout: HANDOUT.md
//
//	go build -o bin/ ./cmd/... && ./bin/server <port> <maildrop-dir>
package main

import (
	"io"
	"log"
	"net"
	"os"
	"time"
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

type server struct {
	maildrops string        // the folder with the file `users`, and with a folder of messages for each of them
	idle      time.Duration // how long a session may be without a whole command
}

// serve talks to one client until it is done.
func (s *server) serve(conn net.Conn) {
	defer conn.Close()
	io.WriteString(conn, "+OK who are you?\r\n")
	buffer := make([]byte, 65536)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			// io.EOF says that the client has closed its sending side, and did not say QUIT. Any other error says that
			// the connection is broken, or, once you have set one, that a deadline has passed.
			return
		}
		piece := buffer[:n]
		// `piece` is what happened to arrive: perhaps one byte of a command, perhaps two commands and a half; and the
		// next Read writes over it. It is bytes; think before you make it a string. For now each piece is taken for one
		// command, and refused. Your work, in this order (the checks go the same way, so you see each step turn green):
		//
		// 1. Keep what has come until a command is whole. What comes behind it is the next command: do not lose it.
		//    Keywords come in any case.
		// 2. Read the file `users`. USER, then PASS: look well at what belongs to a password. Only names in the file
		//    are names. Before PASS everything but QUIT is refused, and a QUIT removes nothing.
		// 3. The lock: from PASS on the maildrop is this session's alone. Until when? What if a session never says
		//    QUIT? What if two say PASS at the same moment? Others are served meanwhile (see `main`).
		// 4. STAT and LIST. Which files are messages, in what order, and what if one arrives in the middle? Octets
		//    count what RETR sends: is that the size of the file?
		// 5. RETR: `+OK`, the message, a line that is only a dot. What if the message has such a line, or one that
		//    begins with a dot? What if its last line has no end?
		// 6. DELE marks, RSET unmarks, QUIT removes. What is the number of message 2 when 1 is marked? And what becomes
		//    of the marks when the client is gone without QUIT?
		// 7. Refuse what is unknown, and numbers of no message, and go on.
		// 8. A client that brings no whole command for `s.idle` is given up (SetReadDeadline). What has it lost?
		// 9. Think of a message of 20 MiB: who waits while it is sent?
		if string(piece) == "QUIT\r\n" {
			io.WriteString(conn, "+OK bye\r\n")
			return
		}
		io.WriteString(conn, "-ERR not implemented yet\r\n")
	}
}

func main() {
	port := os.Args[1]
	s := &server{maildrops: os.Args[2], idle: milliseconds("IDLE_TIMEOUT_MS", 10*time.Minute)}
	listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		log.Fatal(err)
	}
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		// Your work: this loop serves one client and then the next, so the second waits for the first. Many clients are
		// connected at the same time (goroutines). One that breaks its connection must not take the others with it (a
		// panic in one goroutine ends the whole program), nor keep its maildrop locked.
		s.serve(client)
	}
}

// pop3-server: lets users read and delete their mail, by POP3 (RFC 1939).
//
//	go build -o bin/ ./cmd/... && ./bin/server <port> <maildrop-dir>
package main

import (
	"log"
	"net"
	"os"
	"time"

	"pop3server/internal/maildrop"
)

const usualIdle = 10 * time.Minute

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: server <port> <maildrop-dir>")
	}
	store, err := maildrop.NewStore(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	idle, err := idleTime()
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", os.Args[1]))
	if err != nil {
		log.Fatal(err)
	}
	// SIGTERM ends the program as it is. Nothing is lost by that: files are removed by QUIT alone.
	for {
		conn, err := listener.Accept()
		if err != nil {
			// Too many open files, for instance: that passes, and the others are served meanwhile.
			log.Print(err)
			time.Sleep(50 * time.Millisecond)
			continue
		}
		go newSession(conn, store, idle).run()
	}
}

// idleTime is how long a client may be silent.
func idleTime() (time.Duration, error) {
	value, isSet := os.LookupEnv("IDLE_TIMEOUT_MS")
	if !isSet {
		return usualIdle, nil
	}
	return time.ParseDuration(value + "ms")
}

// tcp-echo server: sends every line back with a-z in upper case.   Handout: HANDOUT.md, "The server"
//
//	go build -o bin/ ./cmd/... && ./bin/server <port>
package main

import (
	"log"
	"net"
	"os"
)

// serve talks to one client until it is done.
func serve(conn net.Conn) {
	defer conn.Close()
	buffer := make([]byte, 65536)
	for {
		n, err := conn.Read(buffer)
		piece := buffer[:n]
		// Your work: answer what has come; a whole line must not wait for more. `piece` is what happened to arrive:
		// perhaps one byte, perhaps ten lines and a half; and the next Read writes over it. It is bytes; think before
		// you make it a string. For now it is thrown away.
		_ = piece
		if err != nil {
			// Your work: io.EOF says that the client has closed its sending side, and it still reads. What do you owe
			// it before you close, too? Any other error says that the connection is broken.
			return
		}
	}
}

func main() {
	port := os.Args[1]
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
		// connected at the same time (goroutines), and one that breaks its connection must not take the others with it:
		// a panic in one goroutine ends the whole program.
		serve(client)
	}
}

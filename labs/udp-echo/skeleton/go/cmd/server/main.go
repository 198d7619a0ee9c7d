// udp-echo server: sends every datagram back with a-z in upper case.   Handout: HANDOUT.md, "The server"
//
//	go build -o bin/ ./cmd/... && ./bin/server <port>
package main

import (
	"log"
	"net"
	"os"
)

func main() {
	port := os.Args[1]
	socket, err := net.ListenPacket("udp4", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		log.Fatal(err)
	}
	buffer := make([]byte, 65536)
	for {
		n, sender, err := socket.ReadFrom(buffer)
		if err != nil {
			log.Fatal(err)
		}
		datagram := buffer[:n]
		// Your work: send one datagram back. `datagram` is bytes, of any value and of any length, zero included; think
		// before you make it a string. Where does the reply go, and from which port must it come? And what if it cannot
		// be delivered (WriteTo returns an error, and ReadFrom may, too)? The next client must not notice. For now
		// nothing is sent.
		_, _ = datagram, sender
	}
}

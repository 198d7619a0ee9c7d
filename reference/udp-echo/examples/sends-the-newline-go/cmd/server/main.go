// udp-echo server.
package main

import (
	"log"
	"net"
	"os"
)

func upper(data []byte) {
	for i, c := range data {
		if 'a' <= c && c <= 'z' {
			data[i] = c - 'a' + 'A'
		}
	}
}

func main() {
	conn, err := net.ListenPacket("udp", ":"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	buffer := make([]byte, 65535)
	for {
		n, sender, err := conn.ReadFrom(buffer)
		if err != nil {
			log.Print(err)
			continue
		}
		upper(buffer[:n])
		if _, err := conn.WriteTo(buffer[:n], sender); err != nil {
			log.Print(err)
		}
	}
}

// udp-echo client: a new connected socket for every line.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"log"
	"net"
	"os"
	"strconv"
	"time"
)

const sends = 3

func timeout() time.Duration {
	ms, err := strconv.Atoi(os.Getenv("TIMEOUT_MS"))
	if err != nil {
		ms = 1000
	}
	return time.Duration(ms) * time.Millisecond
}

func ask(server string, line []byte) ([]byte, error) {
	conn, err := net.Dial("udp", server)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	buffer := make([]byte, 65535)
	for i := 0; i < sends; i++ {
		conn.Write(line)
		conn.SetReadDeadline(time.Now().Add(timeout()))
		n, err := conn.Read(buffer)
		if err == nil {
			return buffer[:n], nil
		}
	}
	return nil, errors.New("no answer")
}

func main() {
	server := net.JoinHostPort(os.Args[1], os.Args[2])
	input := bufio.NewReader(os.Stdin)
	status := 0
	for {
		line, readErr := input.ReadBytes('\n')
		if len(line) > 0 {
			reply, err := ask(server, line)
			if err != nil {
				log.Printf("%q: %v", line, err)
				status = 1
			} else {
				os.Stdout.Write(append(bytes.TrimSuffix(reply, []byte("\n")), '\n'))
			}
		}
		if readErr != nil {
			os.Exit(status)
		}
	}
}

// tcp-echo client: one goroutine sends stdin, main prints the replies.
package main

import (
	"bytes"
	"io"
	"log"
	"net"
	"os"
	"sync/atomic"
)

var asked atomic.Int64 // lines sent, or about to be

// sendInput sends stdin as it comes, gives the last line a LF if it has none, and closes the sending side.
func sendInput(conn *net.TCPConn) {
	last := byte('\n')
	chunk := make([]byte, 65536)
	for {
		n, readErr := os.Stdin.Read(chunk)
		data := chunk[:n]
		if n > 0 {
			last = data[n-1]
		}
		if readErr != nil && last != '\n' {
			data = append(data, '\n')
		}
		asked.Add(int64(bytes.Count(data, []byte("\n"))))
		if _, err := conn.Write(data); err != nil {
			log.Print(err)
			return
		}
		if readErr != nil {
			conn.CloseWrite()
			return
		}
	}
}

func main() {
	conn, err := net.Dial("tcp", net.JoinHostPort(os.Args[1], os.Args[2]))
	if err != nil {
		log.Fatal(err)
	}
	sent := make(chan struct{})
	go func() {
		sendInput(conn.(*net.TCPConn))
		close(sent)
	}()

	answered := int64(0)
	chunk := make([]byte, 65536)
	for err == nil {
		var n int
		n, err = conn.Read(chunk)
		os.Stdout.Write(chunk[:n])
		answered += int64(bytes.Count(chunk[:n], []byte("\n")))
	}
	if err == io.EOF && answered == asked.Load() {
		<-sent
	}
	if err != io.EOF || answered < asked.Load() {
		log.Fatalf("connection ended after %d of %d replies: %v", answered, asked.Load(), err)
	}
}

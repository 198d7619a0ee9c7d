// http-server: serves files, takes uploads and a form, and counts visits, by HTTP/1.1.   Handout: HANDOUT.md
//
//	go build -o bin/ ./cmd/... && ./bin/server <port> <root>
package main

import (
	"log"
	"net"
	"os"
	"path/filepath"
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

// realPath is an absolute path without symbolic links.
func realPath(path string) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(absolute)
}

type server struct {
	root string        // the folder to serve, symbolic links in its own path resolved
	idle time.Duration // how long a connection may be without a whole request
}

// serve talks to one client until it is done.
func (s *server) serve(conn net.Conn) {
	defer conn.Close()
	buffer := make([]byte, 65536)
	for {
		n, err := conn.Read(buffer)
		piece := buffer[:n]
		// `piece` is what happened to arrive: perhaps one byte of a request, perhaps two requests and a half; and the
		// next Read writes over it. It is bytes; think before you make it a string. For now it is thrown away. Your
		// work, in this order (the checks go the same way, so you see each step turn green):
		//
		// 1. Keep what has come until the empty line that ends a head is there. Split it into a request line and
		//    fields. What comes behind it is a body, or the next request: do not lose it.
		// 2. Answer a GET with the file under `s.root`: status line, Date, Content-Type, Content-Length (of bytes!), an
		//    empty line, the bytes. Then 404, HEAD, folders, percent-encoding, queries.
		// 3. Never a byte from outside `s.root`. Decode first, then decide; where does the name really lead?
		// 4. Last-Modified, If-Modified-Since and 304.
		// 5. Keep the connection open for the next request, and know when not to. Answer pipelined requests in order.
		// 6. Refuse what is malformed, with a complete response, and serve on.
		// 7. Bodies: Content-Length and chunked. PUT and DELETE under /files/, POST /form. What if a body is cut off
		//    half-way, or if nobody wants it?
		// 8. GET /visits: a cookie tells your clients apart. What if two of them come at the same moment?
		// 9. Think of a file of 50 MiB and eight clients that read slowly: how much of it is in your memory?
		_ = piece
		if err != nil {
			// io.EOF says that the client has closed its sending side, perhaps after its last request, and still reads.
			// Any other error says that the connection is broken, or, once you have set one, that a deadline has
			// passed.
			return
		}
	}
}

func main() {
	port := os.Args[1]
	root, err := realPath(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	s := &server{root: root, idle: milliseconds("IDLE_TIMEOUT_MS", 30*time.Second)}
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
		// connected at the same time, most of them idle (goroutines). One that breaks its connection must not take the
		// others with it: a panic in one goroutine ends the whole program. And one that stays silent for `s.idle`,
		// before or within a request, is closed (SetReadDeadline).
		s.serve(client)
	}
}

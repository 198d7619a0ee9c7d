// http-server: serves files, takes uploads and a form, and counts visits, by HTTP/1.1.
//
//	go build -o bin/ ./cmd/... && ./bin/server <port> <root>
package main

import (
	"bufio"
	"errors"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"time"
)

type server struct {
	root   string        // the folder to serve, symbolic links in its own path resolved
	idle   time.Duration // how long a connection may be without a whole request
	visits visits
}

// connection is what is kept for each client.
type connection struct {
	net.Conn
	reader *bufio.Reader
	idle   time.Duration
}

// wait gives the client the idle time anew: after a response, and after each piece of a body.
func (c *connection) wait() { c.SetReadDeadline(time.Now().Add(c.idle)) }

// How much of a request line, or of one field, is kept.
const lineLimit = 16 << 10

func (s *server) serve(conn net.Conn) {
	defer conn.Close()
	c := &connection{Conn: conn, reader: bufio.NewReaderSize(conn, lineLimit), idle: s.idle}
	for {
		c.wait()
		request, err := readRequest(c)
		var refusal *refusal
		switch {
		case errors.As(err, &refusal):
			respond(c, nil, refusal.status, nil, refusal.why+"\n", true)
			linger(conn)
			return
		case err != nil:
			return
		}
		keep := s.answer(c, request)
		if keep {
			c.wait()
			_, err = io.Copy(io.Discard, request.body)
			keep = err == nil
		}
		if !keep {
			linger(conn)
			return
		}
	}
}

// linger closes the sending side, and reads on for a moment: what is unread when a connection is closed resets it, and with it goes the response.
func linger(conn net.Conn) {
	if tcp, isTCP := conn.(*net.TCPConn); isTCP {
		tcp.CloseWrite()
	}
	conn.SetReadDeadline(time.Now().Add(time.Second))
	io.Copy(io.Discard, io.LimitReader(conn, 4<<20))
}

// answer tells whether the connection may be used again.
func (s *server) answer(c *connection, r *request) bool {
	switch {
	case r.path == "/visits" && (r.method == "GET" || r.method == "HEAD"):
		return s.visits.answer(c, r)
	case r.path == "/form" && r.method == "POST":
		return answerForm(c, r)
	case r.method == "GET" || r.method == "HEAD":
		return s.sendFile(c, r)
	case r.method == "PUT":
		return s.put(c, r)
	case r.method == "DELETE":
		return s.delete(c, r)
	case r.method == "POST" || r.method == "OPTIONS" || r.method == "PATCH" || r.method == "TRACE" || r.method == "CONNECT":
		return respond(c, r, 405, fields{{"Allow", "GET, HEAD"}}, "not here\n", r.expects)
	default:
		return respond(c, r, 501, nil, "no such method\n", r.expects)
	}
}

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

func main() {
	absolute, err := filepath.Abs(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	root, err := filepath.EvalSymlinks(absolute)
	if err != nil {
		log.Fatal(err)
	}
	s := &server{root: root, idle: milliseconds("IDLE_TIMEOUT_MS", 30*time.Second), visits: visits{counts: map[string]int{}}}
	listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", os.Args[1]))
	if err != nil {
		log.Fatal(err)
	}
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Print(err)
			time.Sleep(10 * time.Millisecond)
			continue
		}
		go s.serve(client)
	}
}

package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"strings"
	"time"
)

// How long a line may be: more than any command that RFC 2449 allows (255 octets), and long passwords too.
const lineLimit = 4 << 10

// readLine reads a whole command without its line end. What comes before the end of the connection, but has no line end, is no command.
func readLine(reader *bufio.Reader) (line string, fits bool, err error) {
	bytes, err := reader.ReadSlice('\n')
	fits = !errors.Is(err, bufio.ErrBufferFull)
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = reader.ReadSlice('\n') // to where the next command begins
	}
	if err != nil || !fits {
		return "", fits, err
	}
	return strings.TrimSuffix(string(bytes[:len(bytes)-1]), "\r"), true, nil
}

// patient is a connection whose client may take its time for a long message, as long as it takes some of it.
type patient struct {
	net.Conn
	idle time.Duration
}

func (p patient) Write(bytes []byte) (int, error) {
	p.SetWriteDeadline(time.Now().Add(p.idle))
	return p.Conn.Write(bytes)
}

// linger ends our side, and reads on for a moment. To close with something unread would reset the connection, and the client might lose the last
// reply by that.
func linger(conn net.Conn) {
	if tcp, isTCP := conn.(*net.TCPConn); isTCP {
		tcp.CloseWrite()
	}
	conn.SetReadDeadline(time.Now().Add(time.Second))
	io.Copy(io.Discard, conn)
}

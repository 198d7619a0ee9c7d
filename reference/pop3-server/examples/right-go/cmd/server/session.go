package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"strings"
	"time"

	"pop3server/internal/maildrop"
)

// session is one client from the greeting to the end of its connection.
type session struct {
	conn   net.Conn
	reader *bufio.Reader
	writer *bufio.Writer
	idle   time.Duration
	store  *maildrop.Store

	user string         // the last USER's, until PASS
	drop *maildrop.Drop // nil in the authorization state
	done bool           // whether QUIT was answered
}

// command carries out a command, and answers it. An error is one of the connection, and ends the session.
type command func(s *session, argument string) error

func newSession(conn net.Conn, store *maildrop.Store, idle time.Duration) *session {
	writer := bufio.NewWriterSize(patient{conn, idle}, 16<<10)
	return &session{conn: conn, reader: bufio.NewReaderSize(conn, lineLimit), writer: writer, idle: idle, store: store}
}

func (s *session) run() {
	defer s.conn.Close()
	// However the session ends, the next one gets the maildrop.
	defer s.release()
	if err := s.serve(); err != nil {
		if err != io.EOF {
			log.Printf("%v: %v", s.conn.RemoteAddr(), err)
		}
		return
	}
	linger(s.conn)
}

// serve answers commands until QUIT. Without that it ends with an error, and no file was removed.
func (s *session) serve() error {
	s.ok("POP3 server ready")
	for {
		// Commands may come many at once, so each is answered before the next is looked at.
		if err := s.writer.Flush(); err != nil || s.done {
			return err
		}
		// Once for a whole command: bytes that never become one do not keep a session alive.
		s.conn.SetReadDeadline(time.Now().Add(s.idle))
		line, fits, err := readLine(s.reader)
		if err != nil {
			return err
		}
		if !fits {
			s.refuse("the line is too long")
			continue
		}
		if err := s.obey(line); err != nil {
			return err
		}
	}
}

func (s *session) obey(line string) error {
	commands, state := authorization, "before PASS"
	if s.drop != nil {
		commands, state = transaction, "after PASS"
	}
	// Only the first blank goes: the others may belong to a password.
	keyword, argument, _ := strings.Cut(line, " ")
	obey, known := commands[strings.ToUpper(keyword)]
	if !known {
		return s.refuse("no such command " + state)
	}
	return obey(s, argument)
}

func (s *session) release() {
	if s.drop != nil {
		s.drop.Close()
	}
}

// Replies only fill the buffer. When the client is gone, flushing it says so.

func (s *session) ok(format string, values ...any) error {
	_, err := fmt.Fprintf(s.writer, "+OK "+format+"\r\n", values...)
	return err
}

func (s *session) refuse(why string) error {
	_, err := fmt.Fprintf(s.writer, "-ERR %s\r\n", why)
	return err
}

// line is one of a multi-line reply. None of ours begins with a dot: messages are sent elsewhere.
func (s *session) line(format string, values ...any) {
	fmt.Fprintf(s.writer, format+"\r\n", values...)
}

// end is the terminator of a multi-line reply.
func (s *session) end() error {
	_, err := s.writer.WriteString(".\r\n")
	return err
}

package main

import (
	"log"
	"strconv"
	"strings"

	"pop3server/internal/maildrop"
)

// transaction has the commands after the right password.
var transaction = map[string]command{
	"STAT": (*session).stat,
	"LIST": (*session).list,
	"UIDL": (*session).uidl,
	"RETR": (*session).retrieve,
	"TOP":  (*session).top,
	"DELE": (*session).mark,
	"RSET": (*session).unmark,
	"NOOP": (*session).nothing,
	"CAPA": (*session).capabilities,
	"QUIT": (*session).update,
}

const noSuchMessage = "no such message"

// message finds the one that an argument tells of. Numbers that are too long for an int are no numbers of messages either.
func (s *session) message(argument string) (int, *maildrop.Message, bool) {
	number, err := strconv.Atoi(argument)
	if err != nil {
		return 0, nil, false
	}
	message, found := s.drop.Message(number)
	return number, message, found
}

func (s *session) stat(string) error {
	count, octets := s.drop.Size()
	return s.ok("%d %d", count, octets)
}

func (s *session) list(argument string) error {
	return s.tell(argument, func(message *maildrop.Message) string { return strconv.FormatInt(message.Octets, 10) })
}

func (s *session) uidl(argument string) error {
	return s.tell(argument, func(message *maildrop.Message) string { return message.UID })
}

// tell answers LIST and UIDL: one fact of the message asked for, or of each.
func (s *session) tell(argument string, fact func(*maildrop.Message) string) error {
	if argument == "" {
		s.ok("number by number")
		s.drop.Each(func(number int, message *maildrop.Message) { s.line("%d %s", number, fact(message)) })
		return s.end()
	}
	number, message, found := s.message(argument)
	if !found {
		return s.refuse(noSuchMessage)
	}
	return s.ok("%d %s", number, fact(message))
}

func (s *session) retrieve(argument string) error {
	return s.send(argument, maildrop.WholeBody)
}

func (s *session) top(arguments string) error {
	argument, count, _ := strings.Cut(arguments, " ")
	lines, err := strconv.Atoi(count)
	if err != nil || lines < 0 {
		return s.refuse("how many lines of the body?")
	}
	return s.send(argument, lines)
}

func (s *session) send(argument string, bodyLines int) error {
	_, message, found := s.message(argument)
	if !found {
		return s.refuse(noSuchMessage)
	}
	// Before +OK: a multi-line reply cannot be taken back.
	file, err := message.Open()
	if err != nil {
		log.Print(err)
		return s.refuse("the message cannot be read")
	}
	defer file.Close()
	s.ok("%d octets", message.Octets)
	if err := maildrop.Send(s.writer, file, bodyLines); err != nil {
		return err // no terminator: the client must not take half a message for a whole one
	}
	return s.end()
}

func (s *session) mark(argument string) error {
	number, message, found := s.message(argument)
	if !found {
		return s.refuse(noSuchMessage)
	}
	message.Mark()
	return s.ok("message %d goes with QUIT", number)
}

func (s *session) unmark(string) error {
	s.drop.Unmark()
	return s.ok("nothing is marked")
}

func (s *session) nothing(string) error { return s.ok("still here") }

// update is QUIT with a maildrop: the only place where files are removed. The lock goes before the reply, so that the client may come back at once.
func (s *session) update(string) error {
	s.done = true
	err := s.drop.Update()
	s.drop.Close()
	if err != nil {
		log.Print(err)
		return s.refuse("some messages could not be removed")
	}
	return s.ok("bye")
}

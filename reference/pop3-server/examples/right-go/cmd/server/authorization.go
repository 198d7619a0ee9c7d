package main

import (
	"errors"
	"log"

	"pop3server/internal/maildrop"
)

// authorization has the commands before the right password.
var authorization = map[string]command{
	"USER": (*session).setUser,
	"PASS": (*session).logIn,
	"CAPA": (*session).capabilities,
	"QUIT": (*session).leave,
}

// setUser takes any name: whether there is such a user is nobody's business without the password.
func (s *session) setUser(name string) error {
	if name == "" {
		return s.refuse("which user?")
	}
	s.user = name
	return s.ok("and the password?")
}

func (s *session) logIn(password string) error {
	name := s.user
	s.user = ""
	if name == "" {
		return s.refuse("USER comes first")
	}
	drop, err := s.store.Open(name, password)
	switch {
	case errors.Is(err, maildrop.ErrDenied), errors.Is(err, maildrop.ErrInUse):
		return s.refuse(err.Error())
	case err != nil:
		log.Print(err)
		return s.refuse("the maildrop cannot be read")
	}
	s.drop = drop
	count, octets := drop.Size()
	return s.ok("%d messages (%d octets)", count, octets)
}

// capabilities lists what really works, in both states (RFC 2449).
func (s *session) capabilities(string) error {
	s.ok("this works here")
	for _, capability := range []string{"USER", "TOP", "UIDL", "PIPELINING"} {
		s.line("%s", capability)
	}
	return s.end()
}

// leave is QUIT before the password: there is nothing to update.
func (s *session) leave(string) error {
	s.done = true
	return s.ok("bye")
}

// Package maildrop keeps the messages of each user, and lets one session at a time have them.
package maildrop

import (
	"crypto/subtle"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

var (
	ErrDenied = errors.New("wrong name or password")
	ErrInUse  = errors.New("the maildrop is in use")
)

// Store is the folder with the maildrops of all users.
type Store struct {
	folder    string
	passwords map[string]string // by name; nobody else is let in

	mutex sync.Mutex
	inUse map[string]bool
}

// NewStore reads who there is: a user a line, the name up to the first blank, and the password behind it.
func NewStore(folder string) (*Store, error) {
	users, err := os.ReadFile(filepath.Join(folder, "users"))
	if err != nil {
		return nil, err
	}
	store := &Store{folder: folder, passwords: map[string]string{}, inUse: map[string]bool{}}
	for _, line := range strings.Split(string(users), "\n") {
		// Not strings.Fields: the blanks within a password, and at its ends, are part of it.
		if name, password, found := strings.Cut(line, " "); found && name != "" {
			store.passwords[name] = password
		}
	}
	return store, nil
}

// Open locks the maildrop of a user, until it is closed.
func (s *Store) Open(name, password string) (*Drop, error) {
	expected, known := s.passwords[name]
	if subtle.ConstantTimeCompare([]byte(password), []byte(expected)) != 1 || !known {
		return nil, ErrDenied
	}
	if !s.lock(name) {
		return nil, ErrInUse
	}
	// Known names only come this far, so what a client says never becomes a path.
	messages, err := readFolder(filepath.Join(s.folder, name))
	if err != nil {
		s.unlock(name)
		return nil, err
	}
	return &Drop{messages: messages, unlock: sync.OnceFunc(func() { s.unlock(name) })}, nil
}

func (s *Store) lock(name string) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.inUse[name] {
		return false
	}
	s.inUse[name] = true
	return true
}

func (s *Store) unlock(name string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.inUse, name)
}

package maildrop

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Drop is one user's messages as they were when it was opened: what arrives later is for the next session.
type Drop struct {
	messages []*Message
	unlock   func()
}

// readFolder finds the messages in a folder, in the order of their names.
func readFolder(folder string) ([]*Message, error) {
	entries, err := os.ReadDir(folder) // sorted
	if err != nil {
		return nil, err
	}
	var messages []*Message
	for _, entry := range entries {
		if !entry.Type().IsRegular() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		message, err := measure(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		messages = append(messages, message)
	}
	return messages, nil
}

// Message is the one with this number, unless there is none or it is marked as deleted.
func (d *Drop) Message(number int) (*Message, bool) {
	if number < 1 || number > len(d.messages) {
		return nil, false
	}
	message := d.messages[number-1]
	return message, !message.deleted
}

// Each visits the messages that are not marked. Their numbers stay what they are, whatever is marked between them.
func (d *Drop) Each(visit func(number int, message *Message)) {
	for index, message := range d.messages {
		if !message.deleted {
			visit(index+1, message)
		}
	}
}

// Size counts the messages that are not marked, and their octets.
func (d *Drop) Size() (count int, octets int64) {
	d.Each(func(_ int, message *Message) {
		count++
		octets += message.Octets
	})
	return count, octets
}

// Unmark takes back every mark.
func (d *Drop) Unmark() {
	for _, message := range d.messages {
		message.deleted = false
	}
}

// Update removes what is marked, for good. What somebody else has removed already is as it should be.
func (d *Drop) Update() error {
	var failed []error
	for _, message := range d.messages {
		if message.deleted {
			if err := os.Remove(message.path); !errors.Is(err, fs.ErrNotExist) {
				failed = append(failed, err)
			}
		}
	}
	return errors.Join(failed...)
}

// Close lets other sessions have the maildrop. It removes nothing, and may be called twice.
func (d *Drop) Close() { d.unlock() }

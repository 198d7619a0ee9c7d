package maildrop

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"os"
)

// Message is a file. Of its text no more is in memory than what is being sent.
type Message struct {
	Octets int64  // as it is sent, without byte-stuffing and terminator
	UID    string // the same in every session, since it is made of the text alone

	path    string
	deleted bool
}

// Mark has the next update remove the message.
func (m *Message) Mark() { m.deleted = true }

// measure reads a file once, to know what LIST and UIDL say of it.
func measure(path string) (*Message, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	message := &Message{path: path}
	hash := sha256.New()
	err = eachPiece(io.TeeReader(file, hash), func(p piece) error {
		message.Octets += int64(len(p.text) + len(p.end))
		return nil
	})
	message.UID = hex.EncodeToString(hash.Sum(nil))
	return message, err
}

// Open can fail: somebody else may have removed the file meanwhile.
func (m *Message) Open() (*os.File, error) { return os.Open(m.path) }

// WholeBody is more lines than any message has.
const WholeBody = math.MaxInt

var errEnough = errors.New("enough of the message")

// Send writes a message's head and so many lines of its body, byte-stuffed, without the terminator.
func Send(w io.Writer, file io.Reader, bodyLines int) error {
	inBody := false
	err := eachPiece(file, func(p piece) error {
		if inBody && bodyLines == 0 {
			return errEnough
		}
		if err := p.send(w); err != nil {
			return err
		}
		switch {
		case p.end == "": // the line goes on
		case inBody:
			bodyLines--
		default:
			inBody = p.starts && len(p.text) == 0 // the empty line behind the head
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

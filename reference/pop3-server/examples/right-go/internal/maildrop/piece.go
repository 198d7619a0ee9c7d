package maildrop

import (
	"bufio"
	"errors"
	"io"
)

// piece is a line, or what fits into the buffer of a long one.
type piece struct {
	text   []byte // valid until the next piece is read
	starts bool   // whether a line begins with it
	end    string // the line's end, if that is here
}

// The line end of the network, whichever the file has.
const lineEnd = "\r\n"

func (p piece) send(w io.Writer) error {
	// A line with a dot alone would end the message: one dot more, which the client takes away.
	if p.starts && len(p.text) > 0 && p.text[0] == '.' {
		if _, err := io.WriteString(w, "."); err != nil {
			return err
		}
	}
	if _, err := w.Write(p.text); err != nil {
		return err
	}
	_, err := io.WriteString(w, p.end)
	return err
}

const bufferSize = 32 << 10

// eachPiece splits at LF and CRLF, and nowhere else. What is counted and what is sent are read by it alone, so the two agree.
func eachPiece(r io.Reader, do func(piece) error) error {
	reader := bufio.NewReaderSize(r, bufferSize)
	for starts := true; ; {
		text, err := reader.ReadSlice('\n')
		p := piece{text: text, starts: starts}
		switch {
		case err == nil:
			p.text, p.end = trimEnd(text[:len(text)-1]), lineEnd
		case errors.Is(err, bufio.ErrBufferFull):
			if text[len(text)-1] == '\r' { // LF may follow: the two are looked at together
				p.text = text[:len(text)-1]
				if err := reader.UnreadByte(); err != nil {
					return err
				}
			}
		case errors.Is(err, io.EOF):
			if len(text) == 0 && starts {
				return nil
			}
			// The last line lacks its end, and gets one: the terminator needs a line of its own.
			p.text, p.end = trimEnd(text), lineEnd
		default:
			return err
		}
		if doErr := do(p); doErr != nil {
			return doErr
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		starts = p.end != ""
	}
}

func trimEnd(text []byte) []byte {
	if len(text) > 0 && text[len(text)-1] == '\r' {
		return text[:len(text)-1]
	}
	return text
}

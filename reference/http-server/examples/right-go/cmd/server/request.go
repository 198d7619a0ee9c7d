package main

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"
)

type request struct {
	method, path, query string
	values              map[string][]string // by name in small letters
	close               bool                // whether the client wants the connection closed, or cannot have it otherwise
	expects             bool                // whether it waits for 100 Continue
	body                io.Reader
}

// refusal is a response to what is no request.
type refusal struct {
	status int
	why    string
}

func (r *refusal) Error() string { return r.why }

// How large all fields together may be.
const headLimit = 64 << 10

// readLine reads up to CRLF, or LF, without it.
func readLine(reader *bufio.Reader, tooLong int) (string, error) {
	line, err := reader.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return "", &refusal{tooLong, "too long"}
	}
	if err != nil {
		return "", err
	}
	text := strings.TrimSuffix(string(line[:len(line)-1]), "\r")
	if strings.ContainsAny(text, "\r\x00") {
		return "", &refusal{400, "a CR or NUL within a line"}
	}
	return text, nil
}

const tokenMarks = "!#$%&'*+-.^_`|~"

func isToken(text string) bool {
	for _, char := range []byte(text) {
		letter := char|0x20 >= 'a' && char|0x20 <= 'z'
		if !letter && !(char >= '0' && char <= '9') && strings.IndexByte(tokenMarks, char) < 0 {
			return false
		}
	}
	return text != ""
}

func isDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

func readRequest(c *connection) (*request, error) {
	line, err := readLine(c.reader, 414)
	if err == nil && line == "" {
		line, err = readLine(c.reader, 414)
	}
	if err != nil {
		return nil, err
	}
	parts := strings.Split(line, " ")
	if len(parts) != 3 || !isToken(parts[0]) || parts[1] == "" {
		return nil, &refusal{400, "no request line"}
	}
	version := parts[2]
	if len(version) != len("HTTP/1.1") || !strings.HasPrefix(version, "HTTP/") || version[6] != '.' || !isDigits(version[5:6]+version[7:]) {
		return nil, &refusal{400, "no version of HTTP"}
	}
	r := &request{method: parts[0], values: map[string][]string{}, body: strings.NewReader("")}
	if err := r.readFields(c.reader); err != nil {
		return nil, err
	}
	if version[5] != '1' {
		return nil, &refusal{505, "only HTTP/1.1 here"}
	}
	old := version[7] == '0'
	if err := r.readTarget(parts[1]); err != nil {
		return nil, err
	}
	hosts := r.values["host"]
	if !old && len(hosts) == 0 {
		return nil, &refusal{400, "no Host"}
	}
	for _, host := range hosts {
		if host != hosts[0] {
			return nil, &refusal{400, "several hosts"}
		}
	}
	r.close = old || r.has("connection", "close")
	r.expects = !old && r.has("expect", "100-continue")
	return r, r.findBody(c, old)
}

func (r *request) readFields(reader *bufio.Reader) error {
	for size := 0; ; {
		line, err := readLine(reader, 431)
		if err != nil || line == "" {
			return err
		}
		if size += len(line); size > headLimit {
			return &refusal{431, "too many fields"}
		}
		name, value, found := strings.Cut(line, ":")
		// A folded line begins with a blank, which is in no token.
		if !found || !isToken(name) {
			return &refusal{400, "no field: a name, and a colon right behind it"}
		}
		name = strings.ToLower(name)
		r.values[name] = append(r.values[name], strings.Trim(value, " \t"))
	}
}

// has tells whether a list of words, in any number of fields, has this one, in any case.
func (r *request) has(name, word string) bool {
	for _, one := range strings.Split(strings.Join(r.values[name], ","), ",") {
		if strings.EqualFold(strings.Trim(one, " \t"), word) {
			return true
		}
	}
	return false
}

func (r *request) readTarget(target string) error {
	if lower := strings.ToLower(target); strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") {
		rest := target[strings.Index(target, "//")+2:]
		slash := strings.IndexAny(rest, "/?")
		switch {
		case slash < 0:
			target = "/"
		case rest[slash] == '?':
			target = "/" + rest[slash:]
		default:
			target = rest[slash:]
		}
	}
	if target == "*" || r.method == "CONNECT" {
		return nil
	}
	if target[0] != '/' {
		return &refusal{400, "no target"}
	}
	path, query, _ := strings.Cut(target, "?")
	decoded, ok := percentDecode(path)
	if !ok || strings.Contains(decoded, "\x00") {
		return &refusal{400, "no path"}
	}
	r.path, r.query = decoded, query
	return nil
}

// percentDecode also tells whether every % had its two digits; one that has not stays.
func percentDecode(text string) (string, bool) {
	ok := true
	var decoded strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' {
			if i+2 < len(text) {
				if value, err := strconv.ParseUint(text[i+1:i+3], 16, 8); err == nil {
					decoded.WriteByte(byte(value))
					i += 2
					continue
				}
			}
			ok = false
		}
		decoded.WriteByte(text[i])
	}
	return decoded.String(), ok
}

func (r *request) findBody(c *connection, old bool) error {
	lengths, codings := r.values["content-length"], r.values["transfer-encoding"]
	switch {
	case len(codings) > 0 && (len(lengths) > 0 || old):
		return &refusal{400, "a body of two lengths"}
	case len(codings) > 0:
		if len(codings) > 1 || !strings.EqualFold(codings[0], "chunked") {
			return &refusal{501, "no such transfer coding"}
		}
		r.body = &chunks{c: c}
	case len(lengths) > 0:
		for _, one := range lengths {
			if !isDigits(one) || one != lengths[0] {
				return &refusal{400, "no Content-Length"}
			}
		}
		length, err := strconv.ParseInt(lengths[0], 10, 64)
		if err != nil {
			return &refusal{400, "no such Content-Length"}
		}
		r.body = &counted{c: c, left: length}
	}
	return nil
}

// counted is a body that ends with its length.
type counted struct {
	c    *connection
	left int64
}

func (b *counted) Read(into []byte) (int, error) {
	if b.left == 0 {
		return 0, io.EOF
	}
	if int64(len(into)) > b.left {
		into = into[:b.left]
	}
	b.c.wait()
	n, err := b.c.reader.Read(into)
	b.left -= int64(n)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// chunks is a body in chunks; it ends with its trailers.
type chunks struct {
	c       *connection
	left    int64
	started bool
	done    bool
}

func (b *chunks) Read(into []byte) (int, error) {
	if b.done {
		return 0, io.EOF
	}
	b.c.wait()
	if b.left == 0 {
		if err := b.next(); err != nil {
			if err == io.EOF && !b.done {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
	}
	if int64(len(into)) > b.left {
		into = into[:b.left]
	}
	n, err := b.c.reader.Read(into)
	b.left -= int64(n)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// next reads a chunk's size; at the last one the trailers too, and returns io.EOF.
func (b *chunks) next() error {
	if b.started {
		if line, err := readLine(b.c.reader, 400); err != nil || line != "" {
			if err == nil {
				err = &refusal{400, "a chunk longer than it says"}
			}
			return err
		}
	}
	b.started = true
	line, err := readLine(b.c.reader, 400)
	if err != nil {
		return err
	}
	size, _, _ := strings.Cut(line, ";")
	size = strings.TrimRight(size, " \t")
	b.left, err = strconv.ParseInt(size, 16, 63)
	if err != nil || strings.ContainsAny(size, "+-_") {
		return &refusal{400, "no size of a chunk"}
	}
	if b.left > 0 {
		return nil
	}
	for total := 0; ; {
		line, err := readLine(b.c.reader, 400)
		if err != nil {
			return err
		}
		if line == "" {
			b.done = true
			return io.EOF
		}
		if total += len(line); total > headLimit {
			return &refusal{400, "too many trailers"}
		}
	}
}

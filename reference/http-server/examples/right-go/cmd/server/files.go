package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

var types = map[string]string{
	".html": "text/html; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".svg": "image/svg+xml", ".pdf": "application/pdf",
}

// within tells whether a path without symbolic links is the folder, or below it.
func within(folder, real string) bool {
	return real == folder || strings.HasPrefix(real, strings.TrimSuffix(folder, "/")+"/")
}

// find is the real path of what is asked for, if it is in the root and can be told of.
func (s *server) find(name string) (string, fs.FileInfo, bool) {
	real, err := filepath.EvalSymlinks(filepath.Join(s.root, path.Clean(name)))
	if err != nil || !within(s.root, real) {
		return "", nil, false
	}
	info, err := os.Stat(real)
	return real, info, err == nil
}

func (s *server) sendFile(c *connection, r *request) bool {
	name := path.Clean("/" + r.path)
	real, info, found := s.find(name)
	asFolder := strings.HasSuffix(r.path, "/")
	if found && info.IsDir() {
		if !asFolder {
			location := percentEncode(name) + "/"
			if r.query != "" {
				location += "?" + r.query
			}
			return respond(c, r, 301, fields{{"Location", location}}, location+"\n", r.expects)
		}
		real, info, found = s.find(name + "/index.html")
	} else if asFolder {
		found = false
	}
	if !found || !info.Mode().IsRegular() {
		return respond(c, r, 404, nil, "nothing here\n", r.expects)
	}
	file, err := os.Open(real)
	if err != nil {
		return respond(c, r, 404, nil, "nothing to be read here\n", r.expects)
	}
	defer file.Close()
	changed := info.ModTime().UTC().Truncate(time.Second)
	modified := fields{{"Last-Modified", changed.Format(dateForm)}}
	if since, err := time.Parse(dateForm, first(r.values["if-modified-since"])); err == nil && !changed.After(since) {
		return respond(c, r, 304, modified, "", r.expects)
	}
	kind, known := types[strings.ToLower(filepath.Ext(real))]
	if !known {
		kind = "application/octet-stream"
	}
	head := append(modified, [2]string{"Content-Type", kind}, [2]string{"Content-Length", strconv.FormatInt(info.Size(), 10)})
	close := r.close || r.expects
	if writeHead(c, 200, head, close) != nil {
		return false
	}
	if r.method == "GET" {
		if _, err := io.CopyN(c.Conn, file, info.Size()); err != nil {
			return false
		}
	}
	return !close
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func percentEncode(name string) string {
	var encoded strings.Builder
	for _, char := range []byte(name) {
		plain := char|0x20 >= 'a' && char|0x20 <= 'z' || char >= '0' && char <= '9' || strings.IndexByte("/-._~", char) >= 0
		if plain {
			encoded.WriteByte(char)
		} else {
			encoded.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(char)+0x100, 16)[1:]))
		}
	}
	return encoded.String()
}

// place is where a name below /files/ is written, with its folder; not ok where nothing may be.
func (s *server) place(name string) (string, bool) {
	rest, below := strings.CutPrefix(name, "/files/")
	if !below {
		return "", false
	}
	for _, part := range strings.Split(rest, "/") {
		if part == "" || part == "." || part == ".." {
			return "", false
		}
	}
	files := filepath.Join(s.root, "files")
	target := filepath.Join(files, filepath.FromSlash(rest))
	// The nearest folder that is there tells where the name really leads.
	for folder := filepath.Dir(target); ; folder = filepath.Dir(folder) {
		real, err := filepath.EvalSymlinks(folder)
		if err == nil {
			return target, within(files, real) || folder == s.root
		}
		if !errors.Is(err, fs.ErrNotExist) || len(folder) <= len(s.root) {
			return "", false
		}
		if _, err := os.Lstat(folder); err == nil {
			return "", false // a link to nowhere
		}
	}
}

func (s *server) put(c *connection, r *request) bool {
	target, ok := s.place(r.path)
	if !ok {
		return respond(c, r, 403, nil, "only below /files/\n", r.expects)
	}
	if r.expects {
		if _, err := io.WriteString(c, "HTTP/1.1 100 Continue\r\n\r\n"); err != nil {
			return false
		}
	}
	if os.MkdirAll(filepath.Dir(target), 0o755) != nil {
		return respond(c, r, 409, nil, "a file is in the way\n", true)
	}
	upload, err := os.CreateTemp(filepath.Dir(target), ".upload-")
	if err != nil {
		return respond(c, r, 500, nil, "cannot be written\n", true)
	}
	defer os.Remove(upload.Name())
	_, err = io.Copy(upload, r.body)
	if closed := upload.Close(); err == nil {
		err = closed
	}
	var refusal *refusal
	if errors.As(err, &refusal) {
		return respond(c, r, refusal.status, nil, refusal.why+"\n", true)
	}
	if err != nil {
		return false
	}
	status := 201
	if info, err := os.Lstat(target); err == nil {
		if info.IsDir() {
			return respond(c, r, 409, nil, "a folder is in the way\n", false)
		}
		status = 204
	}
	os.Chmod(upload.Name(), 0o644)
	if os.Rename(upload.Name(), target) != nil {
		return respond(c, r, 500, nil, "cannot be written\n", false)
	}
	return respond(c, r, status, nil, "created\n", false)
}

func (s *server) delete(c *connection, r *request) bool {
	target, ok := s.place(r.path)
	if !ok {
		return respond(c, r, 403, nil, "only below /files/\n", r.expects)
	}
	info, err := os.Lstat(target)
	switch {
	case err != nil:
		return respond(c, r, 404, nil, "nothing here\n", r.expects)
	case info.IsDir():
		return respond(c, r, 409, nil, "a folder\n", r.expects)
	case os.Remove(target) != nil:
		return respond(c, r, 500, nil, "cannot be deleted\n", r.expects)
	}
	return respond(c, r, 204, nil, "", r.expects)
}

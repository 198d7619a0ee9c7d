package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// fields are names and values, in order.
type fields [][2]string

var reasons = map[int]string{
	200: "OK", 201: "Created", 204: "No Content", 301: "Moved Permanently", 304: "Not Modified", 400: "Bad Request", 403: "Forbidden",
	404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
	431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented", 505: "HTTP Version Not Supported",
}

// dateForm is IMF-fixdate, RFC 9110 section 5.6.7; times have to be in UTC.
const dateForm = "Mon, 02 Jan 2006 15:04:05 GMT"

func writeHead(c *connection, status int, extra fields, close bool) error {
	var head strings.Builder
	fmt.Fprintf(&head, "HTTP/1.1 %d %s\r\nDate: %s\r\n", status, reasons[status], time.Now().UTC().Format(dateForm))
	for _, field := range extra {
		fmt.Fprintf(&head, "%s: %s\r\n", field[0], field[1])
	}
	if close {
		head.WriteString("Connection: close\r\n")
	}
	head.WriteString("\r\n")
	_, err := io.WriteString(c, head.String())
	return err
}

// respond sends a whole response with a short text, and tells whether the connection may be used again. r is nil for what was no request.
func respond(c *connection, r *request, status int, extra fields, text string, close bool) bool {
	close = close || r == nil || r.close
	if status != 204 && status != 304 {
		typed := false
		for _, field := range extra {
			typed = typed || field[0] == "Content-Type"
		}
		if !typed {
			extra = append(extra, [2]string{"Content-Type", "text/plain; charset=utf-8"})
		}
		extra = append(extra, [2]string{"Content-Length", strconv.Itoa(len(text))})
		if r != nil && r.method == "HEAD" {
			text = ""
		}
	} else {
		text = ""
	}
	if writeHead(c, status, extra, close) != nil {
		return false
	}
	_, err := io.WriteString(c, text)
	return err == nil && !close
}

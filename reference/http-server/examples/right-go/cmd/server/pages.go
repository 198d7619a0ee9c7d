package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"html"
	"io"
	"strconv"
	"strings"
	"sync"
)

const formLimit = 1 << 20

func answerForm(c *connection, r *request) bool {
	kind, _, _ := strings.Cut(first(r.values["content-type"]), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded") {
		return respond(c, r, 415, nil, "no form\n", r.expects)
	}
	if r.expects {
		if _, err := io.WriteString(c, "HTTP/1.1 100 Continue\r\n\r\n"); err != nil {
			return false
		}
	}
	body, err := io.ReadAll(io.LimitReader(r.body, formLimit+1))
	var refusal *refusal
	if errors.As(err, &refusal) {
		return respond(c, r, refusal.status, nil, refusal.why+"\n", true)
	}
	if err != nil {
		return false
	}
	if len(body) > formLimit {
		return respond(c, r, 413, nil, "too much of a form\n", true)
	}
	var page strings.Builder
	page.WriteString("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Form</title></head><body>\n<dl>\n")
	for _, pair := range strings.Split(string(body), "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		page.WriteString("<dt>" + html.EscapeString(formDecode(name)) + "</dt><dd>" + html.EscapeString(formDecode(value)) + "</dd>\n")
	}
	page.WriteString("</dl>\n</body></html>\n")
	return respond(c, r, 200, fields{{"Content-Type", "text/html; charset=utf-8"}}, page.String(), false)
}

func formDecode(text string) string {
	decoded, _ := percentDecode(strings.ReplaceAll(text, "+", " "))
	return decoded
}

// visits counts by the identifiers that were given out.
type visits struct {
	sync.Mutex
	counts map[string]int
}

func (v *visits) answer(c *connection, r *request) bool {
	id, known := "", false
	v.Lock()
	for _, pair := range strings.Split(strings.Join(r.values["cookie"], ";"), ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if _, isKnown := v.counts[value]; name == "visitor" && isKnown && !known {
			id, known = value, true
		}
	}
	if !known {
		random := make([]byte, 16)
		rand.Read(random)
		id = hex.EncodeToString(random)
	}
	v.counts[id]++
	count := v.counts[id]
	v.Unlock()
	extra := fields{{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}}
	if !known {
		extra = append(extra, [2]string{"Set-Cookie", "visitor=" + id + "; Path=/; HttpOnly; SameSite=Lax"})
	}
	return respond(c, r, 200, extra, strconv.Itoa(count)+"\n", r.expects)
}

// tcp-echo server: a goroutine for every connection.
package main

import (
	"bufio"
	"io"
	"log"
	"net"
	"os"
)

// upper changes a-z and nothing else; bytes.ToUpper would change other letters too.
func upper(line []byte) []byte {
	for i, c := range line {
		if 'a' <= c && c <= 'z' {
			line[i] = c - 'a' + 'A'
		}
	}
	return line
}

func serve(conn net.Conn) {
	defer conn.Close()
	reader := bufio.NewReader(conn)
	for {
		line, readErr := reader.ReadBytes('\n')
		if _, err := conn.Write(upper(line)); err != nil {
			log.Print(err)
			return
		}
		if readErr == io.EOF {
			return // what was left, a line without LF, has been answered
		}
		if readErr != nil {
			log.Print(readErr)
			return
		}
	}
}

func main() {
	listener, err := net.Listen("tcp", ":"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Print(err)
			continue
		}
		go serve(conn)
	}
}

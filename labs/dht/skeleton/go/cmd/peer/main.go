// dht: one peer of a circular hash table, by UDP.   Handout: HANDOUT.md
//
//	go build -o bin/ ./cmd/... && ./bin/peer <id> <port> [<known-host>:<known-port>]
package main

import (
	"crypto/sha1"
	"encoding/binary"
	"encoding/json"
	"log"
	"net"
	"net/netip"
	"os"
	"strconv"
	"time"
)

// ref is a peer and where it is, as messages have it.
type ref struct {
	ID   int    `json:"id"`
	Host string `json:"host"` // an IPv4 literal
	Port int    `json:"port"`
}

// peer is this program's place in the ring.
type peer struct {
	self     ref
	known    netip.AddrPort // of the ring to join; not known.IsValid(): a ring of our own
	interval time.Duration
	socket   *net.UDPConn
}

// milliseconds is the time that an environment variable gives, or usual if it is not set.
func milliseconds(name string, usual time.Duration) time.Duration {
	value, isSet := os.LookupEnv(name)
	if !isSet {
		return usual
	}
	duration, err := time.ParseDuration(value + "ms")
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}
	return duration
}

// identifier is where a key lies on the circle: the first 16 bits, big-endian, of its SHA-1.
func identifier(key string) int {
	sum := sha1.Sum([]byte(key))
	return int(binary.BigEndian.Uint16(sum[:2]))
}

// send sends one message, which is anything that encoding/json makes an object of.
func (p *peer) send(message any, to netip.AddrPort) error {
	datagram, err := json.Marshal(message)
	if err != nil {
		return err
	}
	_, err = p.socket.WriteToUDPAddrPort(datagram, to)
	return err
}

func (p *peer) run() error {
	buffer := make([]byte, 65536)
	for {
		n, sender, err := p.socket.ReadFromUDPAddrPort(buffer)
		if err != nil {
			return err
		}
		datagram := buffer[:n]
		// `datagram` is what somebody sent: perhaps no UTF-8, no JSON, no object, or one of a type that you do not
		// know; perhaps an old one, or one that you have had before. json.Unmarshal says nothing of a field that is
		// missing or null, of a name in another case, of a string that is no UTF-8. For now the datagram is thrown
		// away. And this loop only waits for datagrams, while time passes, too: think of SetReadDeadline, or of
		// goroutines, channels and select; but then who may touch what you know of the ring, and when? And the next
		// read writes over the buffer. Your work, in this order (the checks go the same way, so you see each step turn
		// green):
		//
		// 1. The arithmetic of the circle, first of all: is an identifier on the arc from one point clockwise to
		//    another? Does it hold across zero, for an arc from a point to itself, at both its ends? Everything else
		//    rests on it.
		// 2. A ring of one: answer `ping`, `state`, `find`, `put` and `get`. A key holds a set of values.
		// 3. `join`, from both sides: `welcome` a newcomer behind you, pass on who does not belong there, and refuse a
		//    taken identifier; join by `p.known`, again and again, for the welcome may be lost.
		// 4. `notify`, and `transfer` of the entries that belong to the new predecessor. When may you forget an entry?
		// 5. `find` in a ring of many: pass it on clockwise, and answer whoever asked, not whoever passed it on.
		// 6. Ping both successors every `p.interval`, and learn from pongs. What does a pong answer?
		// 7. Death, after three pings in a row. Who takes the place of a dead successor, and of a dead predecessor? Who
		//    still speaks of them?
		// 8. `put` and `get` of keys that belong to others. You are a client then, and must not wait: datagrams keep
		//    coming.
		// 9. `leave`, on SIGTERM (os/signal).
		_, _ = datagram, sender
	}
}

func main() {
	id, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	port, err := strconv.Atoi(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	p := &peer{
		self:     ref{ID: id, Host: "127.0.0.1", Port: port},
		interval: milliseconds("PING_INTERVAL_MS", time.Second),
	}
	if len(os.Args) > 3 {
		if p.known, err = netip.ParseAddrPort(os.Args[3]); err != nil {
			log.Fatal(err)
		}
	}
	p.socket, err = net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(p.self.Host), Port: p.self.Port})
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(p.run())
}

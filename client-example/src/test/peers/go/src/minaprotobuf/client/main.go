// Sends messages to an echo server and compares the replies. Arguments: varint32 or be32, a port; then maybe ids, as in
// 1,2,3: messages with these are sent, and replies are right by id.
package main

import (
	"bufio"
	"bytes"
	"io"
	"log"
	"math"
	"net"
	"os"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"
	"minaprotobuf/example"
	"minaprotobuf/framing"
)

func main() {
	wire := os.Args[1]
	connection, err := net.Dial("tcp", "127.0.0.1:"+os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	sent, equal := messages(), proto.Equal
	if len(os.Args) > 3 {
		sent, equal = withIds(os.Args[3]), sameId
	}
	go send(connection.(*net.TCPConn), wire, sent)
	in := bufio.NewReader(connection)
	for i, message := range sent {
		reply := &example.Echo{}
		if err := framing.Read(in, wire, reply); err != nil {
			log.Fatalf("reply %d: %v", i, err)
		}
		if !equal(message, reply) {
			log.Fatalf("reply %d is not what was sent", i)
		}
	}
	if err := framing.Read(in, wire, &example.Echo{}); err != io.EOF {
		log.Fatalf("after the last reply: %v", err)
	}
}

func send(connection *net.TCPConn, wire string, messages []*example.Echo) {
	out := bufio.NewWriter(connection)
	for _, message := range messages {
		if err := framing.Write(out, wire, message); err != nil {
			log.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
	connection.CloseWrite()
}

func withIds(ids string) []*example.Echo {
	messages := []*example.Echo{}
	for _, text := range strings.Split(ids, ",") {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			log.Fatal(err)
		}
		messages = append(messages, &example.Echo{Id: id})
	}
	return messages
}

func sameId(a, b proto.Message) bool {
	return a.(*example.Echo).Id == b.(*example.Echo).Id
}

func messages() []*example.Echo {
	messages := []*example.Echo{
		{},
		{
			Id: -1, Text: "zürich €", Values: []int32{1, -1, math.MinInt32}, Tags: map[string]string{"a": "b"},
			Ratio: math.Copysign(0, -1), Kind: example.Kind_KIND_DATA,
		},
		{Child: &example.Echo{Child: &example.Echo{Id: 1<<53 + 1}}},
	}
	for _, length := range []int{120, 130, 20_000, 3_000_000} {
		messages = append(messages, &example.Echo{Payload: bytes.Repeat([]byte("p"), length)})
	}
	return messages
}

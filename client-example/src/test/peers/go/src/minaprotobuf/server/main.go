// An echo server, a goroutine per connection. Argument: varint32 or be32.
package main

import (
	"bufio"
	"fmt"
	"log"
	"net"
	"os"

	"minaprotobuf/example"
	"minaprotobuf/framing"
)

func main() {
	wire := os.Args[1]
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening on", listener.Addr(), wire)
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go serve(connection, wire)
	}
}

func serve(connection net.Conn, wire string) {
	defer connection.Close()
	in, out := bufio.NewReader(connection), bufio.NewWriter(connection)
	defer out.Flush()
	for {
		message := &example.Echo{}
		if framing.Read(in, wire, message) != nil {
			return
		}
		if framing.Write(out, wire, message) != nil {
			return
		}
		if in.Buffered() == 0 && out.Flush() != nil {
			return
		}
	}
}

// Package framing reads and writes messages behind a length.
package framing

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// The longest body, the default of protobuf-go's own protodelim. Without one, make reserves what any header declares.
const maxBody = 4 << 20

// Read reads one message. The error is io.EOF only where no byte of a frame has come.
func Read(in *bufio.Reader, wire string, message proto.Message) error {
	length, err := readLength(in, wire)
	if err != nil {
		return err
	}
	if length > maxBody {
		return fmt.Errorf("a length of %d where at most %d is allowed", length, maxBody)
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(in, body); err != nil {
		return io.ErrUnexpectedEOF
	}
	return proto.Unmarshal(body, message)
}

// Write writes one message; it leaves when out is flushed.
func Write(out *bufio.Writer, wire string, message proto.Message) error {
	body, err := proto.Marshal(message)
	if err != nil {
		return err
	}
	var header []byte
	if wire == "varint32" {
		header = protowire.AppendVarint(nil, uint64(len(body)))
	} else {
		header = binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	}
	if _, err := out.Write(header); err != nil {
		return err
	}
	_, err = out.Write(body)
	return err
}

func readLength(in *bufio.Reader, wire string) (uint64, error) {
	if wire == "varint32" {
		return binary.ReadUvarint(in)
	}
	var length uint32
	err := binary.Read(in, binary.BigEndian, &length)
	return uint64(length), err
}

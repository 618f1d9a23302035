package index

import (
	"encoding/binary"
	"hash/crc32"
)

// resummed returns data with the checksum of what it is.
func resummed(data []byte) []byte {
	if len(data) < 4 {
		return data
	}
	body := data[: len(data)-4 : len(data)-4]
	return binary.LittleEndian.AppendUint32(body, crc32.Checksum(body, castagnoli))
}

package index

import (
	"encoding/binary"
	"math"
)

// Vectors are kept as signed bytes with one scale each, so that a component is
// byte × scale. For vectors of unit length the error of a dot product is below
// one part in a hundred.

func (s *segment) appendVector(v []float32) {
	at := len(s.vectors)
	s.vectors = append(s.vectors, make([]byte, s.dims)...)
	s.scales = append(s.scales, quantise(v, s.vectors[at:]))
}

// copyVector appends the vector of a passage of another segment.
func (s *segment) copyVector(from *segment, passage int) {
	if from.dims != s.dims {
		s.appendVector(nil)
		return
	}
	s.vectors = append(s.vectors, from.vectors[passage*s.dims:(passage+1)*s.dims]...)
	s.scales = append(s.scales, from.scales[passage])
}

// quantise writes v, made a unit vector, into out and returns its scale, or 0
// where v is nil, has another number of dimensions or no direction.
func quantise(v []float32, out []byte) float32 {
	if len(v) != len(out) || len(v) == 0 {
		return 0
	}
	var sum, top float64
	for _, x := range v {
		x := float64(x)
		sum += x * x
		top = max(top, math.Abs(x))
	}
	norm := math.Sqrt(sum)
	if !(norm > 0) || math.IsInf(norm, 0) {
		return 0
	}
	for i, x := range v {
		out[i] = byte(int8(math.Round(float64(x) / top * 127)))
	}
	return float32(top / norm / 127)
}

// aim is the vector of a question made ready for many dot products.
//
// Two products are made at once: a run of eight bytes w of a passage, each made
// positive by adding 128, has the bytes 0 and 4 in w & 0xFF000000FF as two
// digits of base 2³², and so on for 1 and 5, 2 and 6, 3 and 7. Multiplied by
// the number whose digits are the question's components in reverse, the upper
// digit of the product, modulo 2⁶⁴, is the sum of both products. The lower
// digit of the sum over up to 2¹⁵ dimensions does not overflow either, so that
// the digits are told apart only at the end.
type aim struct {
	query  []byte
	scale  float32
	digits []uint64 // four for each eight components
	bias   int32    // 128 times the sum of the components in digits
}

// aimAt returns the aim of a vector; ok is false where it has no direction.
func aimAt(vector []float32) (a aim, ok bool) {
	a.query = make([]byte, len(vector))
	if a.scale = quantise(vector, a.query); a.scale == 0 {
		return a, false
	}
	if len(vector) > maxFastDims {
		return a, true
	}
	for q := a.query; len(q) >= 8; q = q[8:] {
		for i := range 4 {
			first, second := int8(q[i]), int8(q[i+4])
			a.digits = append(a.digits, uint64(int64(second))+uint64(int64(first))<<32)
			a.bias += 128 * (int32(first) + int32(second))
		}
	}
	return a, true
}

const maxFastDims = 1 << 15

// similarity returns the cosine of a passage's vector with the aim's, -1 to 1.
func (s *segment) similarity(passage int, a *aim) float64 {
	if s.dims != len(a.query) || s.dims == 0 {
		return 0
	}
	v := s.vectors[passage*s.dims : (passage+1)*s.dims]
	const mask, positive = 0xFF000000FF, 0x8080808080808080
	var sum, more uint64
	digits := a.digits
	for len(digits) >= 8 && len(v) >= 16 { // a shorter rest follows
		d := (*[8]uint64)(digits)
		w, x := binary.LittleEndian.Uint64(v)^positive, binary.LittleEndian.Uint64(v[8:])^positive
		sum += (w&mask)*d[0] + (w>>8&mask)*d[1] + (w>>16&mask)*d[2] + (w>>24&mask)*d[3]
		more += (x&mask)*d[4] + (x>>8&mask)*d[5] + (x>>16&mask)*d[6] + (x>>24&mask)*d[7]
		digits, v = digits[8:], v[16:]
	}
	if len(digits) >= 4 && len(v) >= 8 {
		w := binary.LittleEndian.Uint64(v) ^ positive
		sum += (w&mask)*digits[0] + (w>>8&mask)*digits[1] + (w>>16&mask)*digits[2] + (w>>24&mask)*digits[3]
		v = v[8:]
	}
	sum += more
	dot := int32(int64(sum-uint64(int64(int32(sum))))>>32) - a.bias
	for i, q := range a.query[len(a.query)-len(v):] {
		dot += int32(int8(v[i])) * int32(int8(q))
	}
	return min(max(float64(dot)*float64(a.scale)*float64(s.scales[passage]), -1), 1)
}

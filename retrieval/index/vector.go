package index

import "math"

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

// similarity returns the cosine of passage's vector with the query's, -1 to 1.
// The query is quantised like the passages.
func (s *segment) similarity(passage int, query []byte, scale float32) float64 {
	if s.dims != len(query) || s.dims == 0 {
		return 0
	}
	v := s.vectors[passage*s.dims : (passage+1)*s.dims]
	query = query[:len(v)]
	var a, b int32
	i := 0
	for ; i+1 < len(v); i += 2 {
		a += int32(int8(v[i])) * int32(int8(query[i]))
		b += int32(int8(v[i+1])) * int32(int8(query[i+1]))
	}
	if i < len(v) {
		a += int32(int8(v[i])) * int32(int8(query[i]))
	}
	return min(max(float64(a+b)*float64(scale)*float64(s.scales[passage]), -1), 1)
}

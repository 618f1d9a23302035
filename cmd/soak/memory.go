package main

import "os"

func self() int { return os.Getpid() }

// memory is what is known of the child's resident memory, in bytes.
type memory struct {
	samples     int
	most        float64 // of all lives
	judged      bool    // the last life was long enough to say more
	level       bool
	first, last float64 // means of the first and the last quarter of the last life, its first third left out
	slope       float64 // by question, fitted by least squares over the same time
}

// leastSamples is how many samples of the last life are needed to say whether
// its memory is level: two minutes of them.
const leastSamples = 240

// remember sums up the samples.
func remember(all []sample) memory {
	m := memory{samples: len(all)}
	var life []sample
	for _, s := range all {
		m.most = max(m.most, s.bytes)
		if len(life) > 0 && life[0].life != s.life {
			life = life[:0]
		}
		life = append(life, s)
	}
	if len(life) < leastSamples {
		return m
	}
	m.judged = true
	life = life[len(life)/3:]
	quarter := len(life) / 4
	m.first, m.last = mean(life[:quarter]), mean(life[len(life)-quarter:])
	m.level = m.last <= m.first*1.1+4<<20
	var n, x, y, xx, xy float64
	for _, s := range life {
		a := float64(s.asked)
		n, x, y, xx, xy = n+1, x+a, y+s.bytes, xx+a*a, xy+a*s.bytes
	}
	if d := n*xx - x*x; d > 0 {
		m.slope = (n*xy - x*y) / d
	}
	return m
}

func mean(list []sample) float64 {
	var sum float64
	for _, s := range list {
		sum += s.bytes
	}
	return sum / float64(max(len(list), 1))
}

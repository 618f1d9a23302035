package brief_test
import ("testing";"fmt";"dateline/bot/brief")
func TestDbgPairs(t *testing.T){
 pairs := readPairs(t, "testdata/pairs/held.txt")
 n:=0
 for i, p := range pairs {
  if i%2 != 0 { continue }
  c := pairComposer(t, []pair{p})
  var cmp []brief.Pair
  c.Compared = func(x brief.Pair){ cmp = append(cmp, x) }
  b := p.compose(t, c)
  one := p.one(&b)
  if one == p.same { continue }
  n++
  fmt.Printf("== %v line %d %s\n  A %s :: %s\n  B %s :: %s\n", p.same, p.line, p.topic, p.raws[0].Title, p.raws[0].Text, p.raws[1].Title, p.raws[1].Text)
  fmt.Printf("  points %d ahead %d told %v notes %v\n", len(b.Points), len(b.Ahead), p.told(&b), b.Notes)
  for _, x := range cmp { s:=""; for k, v := range x.Traits { if v != 0 { s += fmt.Sprintf(" %s=%.2f", brief.Traits[k], v) } }; fmt.Printf("   cmp:%s\n", s) }
 }
 fmt.Println(n)
}

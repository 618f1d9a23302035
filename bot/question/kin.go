package question

import (
	"strings"

	"dateline/corpus/token"
)

// Kin returns the stems that say the same as a stem in another word class or
// another common word: "grow" and "growth", "rise", "increase". It does not
// hold the stem itself, and is nil for most.
func Kin(stem string) []string { return kin[stem] }

// kin is built from groups of words that news uses for one another.
var kin = func() map[string][]string {
	m := map[string][]string{}
	for _, group := range []string{
		`grow grew grown growth increase rise rose risen jump surge expand expansion up`,
		`fall fell fallen drop decline decrease shrink shrank down`,
		`help assist aid support`,
		`meet met meeting talks`,
		`visit trip travel arrive arrival came`,
		`say said told state tell speak spoke`,
		`buy bought purchase acquire acquisition`,
		`sell sold sale`,
		`alike similarly same`,
		`lead led leader head headed chair chaired chairman chairperson`,
		`own owned owner ownership possess`,
		`host hosted presenter presented`,
		`win won winner victory`,
		`begin began begun start`,
		`die died death dead`,
		`marry married wife husband spouse marriage`,
		`play played player`,
		`coach coached trainer trained manager managed`,
		`teach taught teacher`,
		`study studied attend attended student educated`,
		`live lived reside resided residence`,
		`work worked employ employed`,
		`team club side`,
		`country nation`,
		`company firm`,
		`operate operator`,
		`found founded founder establish established`,
		`name named call rename renamed`,
		`build built construct construction`,
		`write wrote written author`,
		`direct director`,
		`edit editor`,
		`command commander`,
		`sign signed signing`,
		`agree agreement deal`,
		`kill killed`,
		`base based headquarters`,
		`defense defence`,
		`cancel cancelled canceled postpone postponed`,
		`wed wedding`,
		`leak leaked spill spilled spilt`,
		`cost price priced`,
		`lose lost loss`,
	} {
		stems := []string{}
		for _, w := range strings.Fields(group) {
			s := token.Stem(w)
			if !contains(stems, s) {
				stems = append(stems, s)
			}
		}
		for _, s := range stems {
			for _, other := range stems {
				if other != s && !contains(m[s], other) {
					m[s] = append(m[s], other)
				}
			}
		}
	}
	// Who receives somebody meets them, but not the other way about.
	for word, saying := range map[string]string{"meet": "receive", "met": "receive"} {
		s := token.Stem(word)
		if r := token.Stem(saying); !contains(m[s], r) {
			m[s] = append(m[s], r)
		}
	}
	return m
}()

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

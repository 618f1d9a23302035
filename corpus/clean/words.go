package clean

import "strings"

// wordKind says what a word tells about the line that it stands in.
type wordKind uint8

const (
	plainWord   wordKind = iota
	jargonWord           // of the web's own vocabulary: share, print, log in
	monthWord            // a month's name
	agoWord              // as in "3 hours ago"
	rightsWord           // copyright
	discussWord          // comments, replies
	youWord              // addresses the reader, or speaks as a house does: you, we
	askWord              // asks the reader for something: subscribe, click
)

var kinds = func() map[string]wordKind {
	m := map[string]wordKind{}
	for kind, words := range map[wordKind]string{
		jargonWord: `subscribed subscription subscriptions subscriber subscribers login logout
			signin share shares shared sharing tweet tweets retweet facebook twitter whatsapp instagram linkedin pinterest
			reddit tumblr telegram youtube rss email emails print cookie cookies privacy terms
			advertisement advertisements advertise sponsored menu search navigation homepage sitemap permalink bookmark
			follow follows like likes register log sign download feed skip password username trending popular related tags tag
			account careers faq contact loading browse archives archive categories category`,
		monthWord: `january february march april may june july august september october november december
			jan feb mar apr jun jul aug sep sept oct nov dec`,
		agoWord:     `ago`,
		rightsWord:  `copyright`,
		youWord:     `you your we our us`,
		discussWord: `comment comments reply replies responses discussion`,
		askWord:     `subscribe newsletter newsletters signup click clicking unsubscribe inbox donate`,
	} {
		for _, w := range strings.Fields(words) {
			m[w] = kind
		}
	}
	return m
}()

// boundaries are the headings that a page puts over what is not its article,
// as the first words of a short line in lower case.
var boundaries = func() map[string][]string {
	m := map[string][]string{}
	for phrase := range strings.SplitSeq(`comments, comment, leave a comment, leave a reply, post a comment, view comments, show comments,
	join the conversation, related, most popular, most read, most viewed, most commented, popular, trending,
	recommended, recommends, more from, more news, more stories, more in, more on, more like this, more coverage,
	read next, read more, also read, see also, up next, next article, previous article, next post, previous post,
	you may also like, you may like, you might also like, you might like, about the author, tags, topics, tagged,
	filed under, share this, share on, latest news, latest stories, latest posts, recent posts, recent articles,
	recent stories, top stories, other stories, other news, editor's picks, editors' picks, don't miss,
	in case you missed, what to read, sponsored, promoted, around the web, from the web, from our partners,
	sign up, subscribe, newsletter, follow us, like this, copyright, all rights reserved, first published,
	originally published, about us, contact us`, ",") {
		first, rest, _ := strings.Cut(strings.TrimSpace(phrase), " ")
		m[first] = append(m[first], rest)
	}
	return m
}()

// pointers are what stands before the colon where an article points to
// another story.
var pointers = set("related", "read more", "read also", "also read", "see also", "read", "more", "watch", "also", "see more",
	"recommended", "don't miss", "related story", "related stories", "related article", "learn more", "you may like")

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

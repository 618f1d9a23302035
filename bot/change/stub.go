package change

import "dateline/corpus"

type interval = corpus.Interval

func (f *finder) versions()                  {}
func (f *finder) notices()                   {}
func (f *finder) cancellations()             {}
func (r *reading) isNotice(text string) bool { return false }

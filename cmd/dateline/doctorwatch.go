package main

import (
	"os"

	"dateline/bot/chat"
	"dateline/config"
)

// examineFolders checks that what serve is to watch can be read.
func examineFolders(folders []config.Folder) []chat.Finding {
	var found []chat.Finding
	for _, folder := range folders {
		f := chat.Finding{Subject: "watched folder", Detail: folder.Path + " can be read"}
		if _, err := os.ReadDir(folder.Path); err != nil {
			f.State, f.Detail, f.Remedy = chat.Notice, err.Error(), "make it, or let this user read it: serve takes it up once it can"
		}
		found = append(found, f)
	}
	return found
}

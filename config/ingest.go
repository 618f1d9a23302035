package config

import "path/filepath"

// Ingest is what serve takes in while it runs.
type Ingest struct {
	Folders []Folder // that are watched
}

// Folder is a folder of articles.
type Folder struct {
	Path       string
	Collection string // of records that name none; "": the one for all
}

type ingestFile struct {
	Watch   []string     `toml:"watch"`
	Folders []folderFile `toml:"folder"`
}

type folderFile struct {
	Path       string `toml:"path"`
	Collection string `toml:"collection"`
}

func (f ingestFile) check(p *problems) Ingest {
	var c Ingest
	for _, path := range f.Watch {
		c.Folders = append(c.Folders, Folder{Path: path})
	}
	for _, folder := range f.Folders {
		c.Folders = append(c.Folders, Folder(folder))
	}
	seen := map[string]bool{}
	for i, folder := range c.Folders {
		at := "ingest.watch"
		if i >= len(f.Watch) {
			at = "ingest.folder"
		}
		if folder.Path == "" {
			p.add("%s: a path is empty: give the folder to watch", at)
			continue
		}
		if folder.Collection != "" {
			if err := CheckCollection(folder.Collection); err != nil {
				p.add("%s: %s: %w", at, folder.Path, err)
			}
		}
		clean := filepath.Clean(folder.Path)
		if seen[clean] {
			p.add("%s: %s stands twice: name it once", at, folder.Path)
		}
		seen[clean] = true
	}
	return c
}

package state

import (
	"embed"

	"dateline/sqlfile"
)

//go:embed migrations/*.sql
var migrations embed.FS

// tables are a state's. Its files are marked "DTLS".
var tables = sqlfile.Tables{Kind: "state", ID: 0x44544c53, Steps: sqlfile.Steps(migrations, "migrations")}

// Schema is the version of the tables that this program writes.
var Schema = len(tables.Steps)

package archive

import (
	"embed"

	"dateline/sqlfile"
)

//go:embed migrations/*.sql
var migrations embed.FS

// tables are an archive's. The steps may refer to a new archive's identity as
// :id. Its files are marked "DTLN".
var tables = sqlfile.Tables{Kind: "archive", ID: 0x44544c4e, Steps: sqlfile.Steps(migrations, "migrations")}

// Schema is the version of the archive's tables that this program writes.
var Schema = len(tables.Steps)

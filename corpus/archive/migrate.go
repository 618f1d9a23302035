package archive

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations are the steps from each schema to the next: the file NNNN_*.sql
// leads to schema NNNN, which PRAGMA user_version then says.
var migrations = loadMigrations()

func loadMigrations() []string {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	var out []string
	for i, name := range names {
		var n int
		if _, err := fmt.Sscanf(name, "migrations/%04d_", &n); err != nil || n != i+1 {
			panic("archive: migrations are not numbered from 1 without a gap: " + name)
		}
		b, err := migrationFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		out = append(out, string(b))
	}
	return out
}

// Schema is the version of the archive's tables that this program writes.
var Schema = len(migrations)

// applicationID marks the file as an archive of this program: "DTLN".
const applicationID = 0x44544c4e

// migrate brings the archive to the newest schema, each step in a transaction
// of its own, so that a step that fails leaves the schema before it. The steps
// may refer to a new archive's identity as :id.
func migrate(ctx context.Context, db *sql.DB, path, id string, to int) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	have, err := schemaOf(ctx, conn, path)
	if err != nil {
		return err
	}
	for n := have; n < to; n++ {
		tx, err := conn.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, migrations[n]+fmt.Sprintf(";\nPRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, n+1), sql.Named("id", id))
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			_ = tx.Rollback()
			return fmt.Errorf("archive %s: to schema %d: %w", path, n+1, err)
		}
	}
	return nil
}

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// schemaOf returns the archive's schema; 0 for a new file. A newer one, and a
// database of another program, are errors.
func schemaOf(ctx context.Context, db querier, path string) (int, error) {
	var version, app int
	if err := db.QueryRowContext(ctx, `SELECT user_version, application_id FROM pragma_user_version, pragma_application_id`).Scan(&version, &app); err != nil {
		return 0, err
	}
	switch {
	case app != applicationID && (app != 0 || version != 0):
		return 0, fmt.Errorf("archive %s: is a database of another program", path)
	case version > Schema:
		return 0, fmt.Errorf("archive %s: schema %d is newer than this program's %d: upgrade dateline", path, version, Schema)
	}
	return version, nil
}

package state

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
			panic("state: migrations are not numbered from 1 without a gap: " + name)
		}
		b, err := migrationFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		out = append(out, string(b))
	}
	return out
}

// Schema is the version of the tables that this program writes.
var Schema = len(migrations)

// applicationID marks the file as this program's state: "DTLS".
const applicationID = 0x44544c53

// migrate brings the file to the newest schema, each step in a transaction of
// its own, so that a step that fails leaves the schema before it.
func migrate(ctx context.Context, db *sql.DB, path string) error {
	have, err := schemaOf(ctx, db, path)
	if err != nil {
		return err
	}
	for n := have; n < Schema; n++ {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, migrations[n]+fmt.Sprintf(";\nPRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, n+1))
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			_ = tx.Rollback()
			return fmt.Errorf("state %s: to schema %d: %w", path, n+1, err)
		}
	}
	return nil
}

// schemaOf returns the file's schema; 0 for a new one. A newer one, and a
// database of another program, are errors.
func schemaOf(ctx context.Context, db *sql.DB, path string) (int, error) {
	var version, app int
	if err := db.QueryRowContext(ctx, `SELECT user_version, application_id FROM pragma_user_version, pragma_application_id`).Scan(&version, &app); err != nil {
		return 0, err
	}
	switch {
	case app != applicationID && (app != 0 || version != 0):
		return 0, fmt.Errorf("state %s: is a database of another program", path)
	case version > Schema:
		return 0, fmt.Errorf("state %s: schema %d is newer than this program's %d: upgrade dateline", path, version, Schema)
	}
	return version, nil
}

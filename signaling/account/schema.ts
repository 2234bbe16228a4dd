/**
 * The tables, as a list of migrations: the n-th brings a database from version n to n + 1. One that has been released
 * is never changed; what is new goes into another one.
 *
 * Times are milliseconds since 1970. Secrets are stored as hashes (SHA-256 of what is random, scrypt of passwords).
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
	[
		`CREATE TABLE groups (
			id TEXT PRIMARY KEY,
			created INTEGER NOT NULL,
			production INTEGER,
			production_by TEXT,
			production_at INTEGER
		)`,
		`CREATE TABLE versions (
			group_id TEXT NOT NULL REFERENCES groups (id),
			version INTEGER NOT NULL,
			settings TEXT NOT NULL,
			by TEXT NOT NULL,
			at INTEGER NOT NULL,
			PRIMARY KEY (group_id, version)
		)`,
		...neverChanged("versions"),
		`CREATE TABLE drafts (
			group_id TEXT PRIMARY KEY REFERENCES groups (id),
			settings TEXT NOT NULL,
			revision INTEGER NOT NULL,
			by TEXT NOT NULL,
			at INTEGER NOT NULL
		)`,
		`CREATE TABLE agents (
			id TEXT PRIMARY KEY,
			group_id TEXT NOT NULL REFERENCES groups (id),
			name TEXT NOT NULL,
			role TEXT NOT NULL,
			token_sha256 TEXT UNIQUE,
			created INTEGER NOT NULL,
			revoked INTEGER
		)`,
		"CREATE INDEX agents_of_group ON agents (group_id, created)",
		`CREATE TABLE invitations (
			code_sha256 TEXT PRIMARY KEY,
			group_id TEXT NOT NULL REFERENCES groups (id),
			agent_id TEXT NOT NULL UNIQUE REFERENCES agents (id),
			expires INTEGER NOT NULL
		)`,
		`CREATE TABLE setups (
			group_id TEXT PRIMARY KEY REFERENCES groups (id),
			token_sha256 TEXT NOT NULL UNIQUE,
			expires INTEGER NOT NULL
		)`,
		`CREATE TABLE administrators (
			id TEXT PRIMARY KEY,
			group_id TEXT NOT NULL REFERENCES groups (id),
			name TEXT NOT NULL,
			name_key TEXT NOT NULL UNIQUE,
			password TEXT NOT NULL,
			created INTEGER NOT NULL
		)`,
		`CREATE TABLE admin_sessions (
			token_sha256 TEXT PRIMARY KEY,
			group_id TEXT NOT NULL REFERENCES groups (id),
			administrator_id TEXT NOT NULL REFERENCES administrators (id),
			csrf TEXT NOT NULL,
			expires INTEGER NOT NULL
		)`,
		`CREATE TABLE changes (
			id INTEGER PRIMARY KEY AUTOINCREMENT,
			group_id TEXT NOT NULL REFERENCES groups (id),
			at INTEGER NOT NULL,
			who TEXT NOT NULL,
			what TEXT NOT NULL,
			differences TEXT NOT NULL
		)`,
		"CREATE INDEX changes_of_group ON changes (group_id, id)",
		...neverChanged("changes"),
	],
	[
		`CREATE TABLE sign_in_links (
			token_sha256 TEXT PRIMARY KEY,
			group_id TEXT NOT NULL REFERENCES groups (id),
			administrator_id TEXT NOT NULL REFERENCES administrators (id),
			uses INTEGER NOT NULL,
			expires INTEGER NOT NULL
		)`,
		`CREATE TABLE administrator_invitations (
			id TEXT PRIMARY KEY,
			token_sha256 TEXT NOT NULL UNIQUE,
			group_id TEXT NOT NULL REFERENCES groups (id),
			invited_by TEXT NOT NULL REFERENCES administrators (id),
			expires INTEGER NOT NULL
		)`,
	],
	[
		// Who an agent is to the company's identity provider.
		`CREATE TABLE company_agents (
			group_id TEXT NOT NULL REFERENCES groups (id),
			issuer TEXT NOT NULL,
			subject TEXT NOT NULL,
			agent_id TEXT NOT NULL UNIQUE REFERENCES agents (id),
			PRIMARY KEY (group_id, issuer, subject)
		)`,
	],
	// When the sign-in with the company ends by itself; null for a sign-in by invitation.
	["ALTER TABLE company_agents ADD COLUMN signed_in_until INTEGER"],
];

/** Not even a mistake of ours changes what must stay: the database refuses. */
function neverChanged(table: string): string[] {
	return ["UPDATE", "DELETE"].map(
		(action) => `CREATE TRIGGER ${table}_no_${action.toLowerCase()}
			BEFORE ${action} ON ${table}
			BEGIN SELECT RAISE(ABORT, '${table} are never changed'); END`,
	);
}

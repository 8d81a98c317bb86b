"""The database storey: engine, sessions, the one commit, locks, hash chains, kept rule packs, migrations by call."""

"""Backups: one archive that holds the database, the files that people handed in, and the two lists beside them."""

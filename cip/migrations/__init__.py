"""Alembic migrations, inside the package so that an installed wheel can migrate; called through `cip.database.migrate`.

A file is `versions/vNNNN_words.py` and its revision `NNNN`, so that two branches that add one show it in a diff and not
in production (a test holds names, chain and head together).
On SQLite Alembic rebuilds a table to alter it, and that drops the table's triggers: a migration that alters an
append-only table must put them back (`append_only`); the trigger tests run on the migrated schema and notice.
"""

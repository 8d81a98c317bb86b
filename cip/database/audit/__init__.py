"""The audit: every write of every table leaves an entry, the entries form a hash chain, and `cip verify` compares both
with the rows as they stand.

`scope` says what is left out and why, `rows` are the tables, `watching` collects entries from the sessions of a Work,
`sealing` links them into the chain afterwards (so that no save waits for its head), `faults` verifies.
"""

"""Agreements: clauses, adherence, hour arithmetic, attestations, committee."""

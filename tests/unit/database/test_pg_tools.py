"""In what environment the programs of PostgreSQL run: they reach the very server that CIP reaches."""

from cip.database.pg_tools import environment_of

ENVIRON = {"PATH": "/bin", "PGPORT": "5433", "PGUSER": "postgres", "CIP_SECRET_KEY": "k" * 40}


def test_what_the_address_leaves_out_is_what_libpq_is_told() -> None:
    found = environment_of("postgresql:///cip?host=/run/postgresql", ENVIRON)
    assert found == {
        "PATH": "/bin",
        "PGPORT": "5433",
        "PGUSER": "postgres",
        "PGDATABASE": "cip",
        "PGHOST": "/run/postgresql",
    }


def test_the_address_goes_before_what_libpq_is_told() -> None:
    found = environment_of("postgresql://cip:secret@db.example.org:5555/cip", ENVIRON)
    assert found == {
        "PATH": "/bin",
        "PGHOST": "db.example.org",
        "PGPORT": "5555",
        "PGUSER": "cip",
        "PGPASSWORD": "secret",
        "PGDATABASE": "cip",
    }

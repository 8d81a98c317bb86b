"""Packs are kept once per sha256, and only under their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from cip.database.engine import Database
from cip.database.packs import WrongDigestError, count_packs, is_kept, keep_pack, pack_faults, read_pack
from cip.database.work import open_reading, open_work
from cip.kernel.canonical import sha256_of
from cip.parties.access import SYSTEM
from tests.integration.worlds import NOW

TEXT = '{"ask":"Può entrare un po\' prima?","emoji":"🙂"}'


def test_keeps_once_and_reads_back_the_same_text(database: Database) -> None:
    with open_work(database, actor=SYSTEM, now=NOW) as work:
        assert keep_pack(work, sha256_of(TEXT), "cip-2026", TEXT) is True
        assert keep_pack(work, sha256_of(TEXT), "cip-2026", TEXT) is False
    with open_work(database, actor=SYSTEM, now=NOW) as work:
        assert keep_pack(work, sha256_of(TEXT), "cip-2026", TEXT) is False
    with open_reading(database) as session:
        assert read_pack(session, sha256_of(TEXT)) == TEXT
        assert is_kept(session, sha256_of(TEXT))
        assert count_packs(session) == 1
        assert list(pack_faults(session)) == []


def test_refuses_a_digest_that_is_not_the_contents(database: Database) -> None:
    with pytest.raises(WrongDigestError), open_work(database, actor=SYSTEM, now=NOW) as work:
        keep_pack(work, sha256_of("[2]"), "cip-2026", TEXT)
    with open_reading(database) as session:
        assert read_pack(session, sha256_of("[2]")) is None
        assert not is_kept(session, sha256_of("[2]"))


def test_two_works_keep_the_same_pack_at_once(database: Database) -> None:
    barrier = Barrier(4)

    def keep(_: int) -> bool:
        barrier.wait(10)
        with open_work(database, actor=SYSTEM, now=NOW) as work:
            return keep_pack(work, sha256_of(TEXT), "cip-2026", TEXT)

    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(keep, range(4)))
    assert sorted(new) == [False, False, False, True]

"""How other firms keep the clauses: what was found of them, of firms bound by the same agreement, never the own."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cip.agreement.reads import find_adherence
from cip.agreement.reads.compared import others_of
from cip.agreement.records import AdherenceRow, ClauseMarkRow
from cip.database.engine import Database
from cip.database.work import open_reading
from cip.parties.actions.register_firm import FirmDetails, NewSeat, register_firm
from tests.integration.agreement.joiners import DAY, Joiners, make_joiners
from tests.integration.parties.cast import make_cast

TAX_CODES = ("00000099995", "00000099987", "00000099979")


@pytest.fixture
def joiners(database: Database, tmp_path: Path) -> Joiners:
    """See Joiners."""
    return make_joiners(make_cast(database), tmp_path)


def mark(joiners: Joiners, adherence: str, status: str) -> None:
    """What was found of one clause."""
    with joiners.on(DAY) as work:
        work.session.add(ClauseMarkRow(adherence_id=adherence, clause_id="B-02", status=status, since=DAY))


def another(joiners: Joiners, tax_code: str, sector: str) -> str:
    """Another firm that joined; the id of its adherence."""
    with joiners.on(DAY) as work:
        seat = NewSeat("Sede", "Valfinta", "999001")
        firm = register_firm(
            work, FirmDetails(f"Impresa {tax_code}"), tax_code=tax_code, seats=[seat], owner_id=joiners.cast.ada
        )
        adherence = work.new_id()
        columns = dict.fromkeys(AdherenceRow.__table__.columns.keys())
        own = work.session.get(AdherenceRow, joiners_adherence(joiners))
        assert own is not None
        columns |= {name: getattr(own, name) for name in columns}
        work.session.add(AdherenceRow(**{**columns, "id": adherence, "firm_id": firm, "sector": sector}))
    return adherence


def joiners_adherence(joiners: Joiners) -> str:
    """The one adherence of the firm of the cast."""
    with open_reading(joiners.cast.database) as session:
        found = session.query(AdherenceRow.id).filter(AdherenceRow.firm_id == joiners.firm).one()
    return str(found.id)


def test_others_are_those_bound_by_the_same_text_with_something_found(joiners: Joiners) -> None:
    own = joiners.joined()
    alike, unlike, unseen = (
        another(joiners, code, sector) for code, sector in zip(TAX_CODES, ("shop", "office", "shop"), strict=True)
    )
    mark(joiners, own, "not_met")
    mark(joiners, alike, "met")
    mark(joiners, unlike, "unknown")
    with open_reading(joiners.cast.database) as session:
        adherence = find_adherence(session, own)
        assert adherence is not None
        assert others_of(session, adherence, DAY) == ([{"B-02": "met"}], [{"B-02": "unknown"}])
        assert others_of(session, replace(adherence, agreement_id="later"), DAY) == ([], [])
        before = DAY - timedelta(days=4000)
        assert others_of(session, adherence, before) == ([], [])
    assert unseen

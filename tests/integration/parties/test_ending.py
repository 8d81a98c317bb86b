"""What ends with a membership or a firm, and what stays: by the Italian day."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from cip.database.work import open_reading
from cip.parties.actions import holding
from cip.parties.actions.add_member import add_member
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.holding import JoinedMeanwhileError, hold_members
from cip.parties.actions.leave_party import leave_party
from cip.parties.actions.merge_parties import merge_parties
from cip.parties.actions.register_firm import FirmDetails, register_firm, save_count, save_workforce
from cip.parties.reads import counts_of, workforce_of
from cip.parties.records import MandateRow
from cip.parties.workforce import Workforce
from tests.integration.parties.cast import GARAGE, Cast

DAY = date(2026, 11, 21)
# Half past midnight of the 22nd in Italy, the 21st still in Greenwich.
AFTER_MIDNIGHT = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(("to_day", "revoked"), [(DAY, False), (date(2026, 11, 22), True)])
def test_a_mandate_whose_last_day_is_over_in_italy_is_not_revoked(cast: Cast, to_day: date, revoked: bool) -> None:
    with cast.work() as work:
        give_mandate(
            work,
            cast.firm,
            cast.body,
            scopes=["check_up"],
            from_day=DAY,
            to_day=to_day,
            person_id=cast.dario,
            given_by=cast.ada,
        )
    cast.now = AFTER_MIDNIGHT
    with cast.work() as work:
        leave_party(work, cast.membership(cast.dario, cast.body))
    with open_reading(cast.database) as session:
        assert (session.scalars(select(MandateRow)).one().revoked_at is not None) == revoked
    assert bool(cast.mails("mandate_revoked")) == revoked


def test_counts_of_a_merged_firm_stay_and_its_table_of_people_goes(cast: Cast) -> None:
    table = Workforce(DAY, 2, {("woman", "permanent", "from_30"): 2})
    with cast.work() as work:
        stays = register_firm(work, FirmDetails("Officina"), tax_code=GARAGE, owner_id=cast.carla)
        for firm_id in (cast.firm, stays):
            save_workforce(work, firm_id, table)
        save_count(work, cast.firm, "awu", on_day=DAY, hundredths=650, source="bilancio")
    with cast.work() as work:
        merge_parties(work, cast.firm, stays)
    with open_reading(cast.database) as session:
        assert [one.hundredths for one in counts_of(session, cast.firm)] == [650]
        assert counts_of(session, stays) == []
        assert workforce_of(session, cast.firm) is None
        assert workforce_of(session, stays) == table


def test_who_joins_between_reading_and_lock_is_not_held_late(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    gina = cast.person("gina")
    with cast.work() as work:

        def meanwhile(*_arguments: object) -> None:
            monkeypatch.undo()
            add_member(work, gina, party_kind="firm", party_id=cast.firm, role="collaborator")

        monkeypatch.setattr(holding, "hold_parties", meanwhile)
        with pytest.raises(JoinedMeanwhileError):
            hold_members(work, cast.firm)

"""How a joining comes before the committee: what is read of it."""

from cip.agreement.matters import MatterFirm
from cip.agreement.reads import COMMITTEE_MATTER, MEMBER_FIRM
from cip.agreement.reads.committee_kinds import MemberFirm
from cip.database.work import open_reading
from tests.integration.agreement.joiners import DAY, Joiners


def test_committee_and_parties_get_the_narrow_noun(joiners: Joiners) -> None:
    joined = joiners.joined()
    narrow = MatterFirm(joined, joiners.firm, "Forno Ada", "now", "signed", DAY, None, None)
    with open_reading(joiners.cast.database) as session:
        assert COMMITTEE_MATTER.load(session, joined) == narrow
        assert MEMBER_FIRM.load(session, joined) == MemberFirm(narrow, "")


def test_a_draft_comes_before_nobody(joiners: Joiners) -> None:
    draft = joiners.draft()
    with open_reading(joiners.cast.database) as session:
        assert COMMITTEE_MATTER.load(session, draft) is None
        assert MEMBER_FIRM.load(session, draft) is None

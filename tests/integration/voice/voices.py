"""A firm with a consultancy that runs its surveys."""

import json
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from cip.assessment.actions import merge_firms
from cip.database.base import Base
from cip.database.work import open_reading
from cip.kernel import ids
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.voice.actions import Opening, answer, close_survey, draw_codes, open_survey
from cip.voice.reads import find_survey
from cip.voice.rules import ONE, SEVERAL, Asked, Protection
from cip.voice.surveys import Survey
from cip.voice.vault import Vault
from tests.integration.parties.cast import NOW, Cast

DAY = NOW.date()
ASKED = (
    Asked("needs", SEVERAL, ("N01", "N02", "N03"), 2),
    Asked("how_often", ONE, ("never", "daily")),
)
PROTECTION = Protection(minimum=5, few=3, pool_answers=10, pool_firms=3, pool_share=50, panel=30, waves=4)
FIRMS = ("00000069997", "00000079996", "01234567897", "01234560017", "01234560025")


@dataclass
class Voices:
    """Surveys of the firms of a cast."""

    cast: Cast
    vault: Vault

    def firm(self, tax_code: str, owner: str = "") -> str:
        """Another firm under a mandate of the same consultancy, of an owner of its own."""
        owner = owner or self.cast.person(f"owner{tax_code}")
        with self.cast.work() as work:
            firm = register_firm(work, FirmDetails(f"Impresa {tax_code}"), tax_code=tax_code, owner_id=owner)
        self.mandate(firm)
        return firm

    def mandate(self, firm: str) -> None:
        """Let the consultancy run surveys of a firm."""
        with self.cast.work() as work:
            give_mandate(work, firm, self.cast.body, scopes=["survey"], from_day=DAY, given_by=None)

    def open(self, firm: str, headcount: int) -> str:
        """An open survey."""
        opening = Opening(headcount, "shop", "Monza", DAY + timedelta(days=10), "voce-test", ASKED, PROTECTION)
        with self.cast.work() as work:
            return open_survey(work, firm, opening, on=DAY)

    def codes(self, survey: str, *, again: bool = False) -> list[str]:
        """Its codes."""
        with self.cast.work() as work:
            return draw_codes(work, survey, ids.new_code, on=DAY, again=again)

    def answer(self, survey: str, code: str, *needs: str, line: str | None = None) -> None:
        """One person answers."""
        with self.cast.work() as work:
            chosen = {"needs": needs, "how_often": ("daily",)}
            answer(work, self.vault, survey, code, chosen, line, on=DAY)

    def close(self, survey: str) -> None:
        """Close it."""
        with self.cast.work() as work:
            close_survey(work, self.vault, survey, on=DAY)

    def mails(self) -> list[tuple[str, str]]:
        """Whom the outbox tells of closed surveys: address and link, sorted."""
        with open_reading(self.cast.database) as session:
            rows = session.execute(sa.select(Base.metadata.tables["outbox"]))
            found = [json.loads(row.payload) for row in rows if row.template == "survey_closed"]
        return sorted((one["to"], one["values"]["link"]) for one in found)

    def merge(self, gone: str, stays: str) -> None:
        """Let one firm take another one over."""
        with self.cast.work() as work:
            merge_firms(work, gone, stays, vault=self.vault, on=DAY)

    def run(self, firm: str, headcount: int, *answers: tuple[str, ...]) -> Survey:
        """A survey from its opening to its end."""
        survey = self.open(firm, headcount)
        for code, needs in zip(self.codes(survey), answers, strict=False):
            self.answer(survey, code, *needs)
        self.close(survey)
        return self.survey(survey)

    def survey(self, survey: str) -> Survey:
        """As it may be read."""
        with open_reading(self.cast.database) as session:
            found = find_survey(session, survey)
        assert found is not None
        return found

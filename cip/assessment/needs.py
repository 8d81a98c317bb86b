"""How strongly a measure's needs are felt: the firm's own count where there is one, else the territory's estimate."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from cip.assessment.answers import Answers
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model

Source = Literal["survey", "owner", "prior"]


@dataclass(frozen=True, slots=True)
class NeedFit:
    """The strongest need of a measure: its share (0-1) of workers and where the number comes from."""

    need: str
    share: float
    source: Source
    count: int = 0
    people: int = 0


_share = attrgetter("share")


class Needs:
    """The shares of all needs for one firm (model, section 3.8: own survey, then the owner's count, then the prior)."""

    def __init__(self, pack: Pack, answers: Answers, survey_answers: int) -> None:
        self._pack = pack
        workers = answers.facts.get("workers")
        respondents = answers.needs.respondents
        people = respondents if respondents is not None else workers if isinstance(workers, int) else None
        self._asked = answers.needs.asked
        self._people = people if self._asked else None
        self._counts = answers.needs.counts
        self._unknown = answers.needs.unknown
        enough = respondents is not None and respondents >= survey_answers
        self._source: Source = "survey" if enough else "owner"
        self._fits = {code: self._of(code) for code in pack.needs}
        self._of_all = max(self._fits.values(), key=_share)

    def fit(self, measure: model.Measure) -> NeedFit:
        """The greatest share among a measure's needs; the first listed wins a tie."""
        if measure.needs == (model.ALL_NEEDS,):
            return self._of_all
        return max([self._fits[code] for code in measure.needs], key=_share)

    def uncounted(self, measure: model.Measure) -> bool:
        """Whether somebody named a need of a measure, but it is unknown among how many people."""
        if not self._asked or self._people is not None:
            return False
        codes = self._pack.needs if measure.needs == (model.ALL_NEEDS,) else measure.needs
        return any(self._counts.get(code, 0) > 0 for code in codes)

    def _of(self, code: str) -> NeedFit:
        if self._people is None or code in self._unknown:
            return NeedFit(code, self._pack.needs[code].prior, "prior")
        count = self._counts.get(code, 0)
        return NeedFit(code, count / self._people, self._source, count, self._people)

    @property
    def asked(self) -> bool:
        """Whether the shares are the firm's own."""
        return self._people is not None

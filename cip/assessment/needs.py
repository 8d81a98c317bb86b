"""How strongly a measure's needs are felt: by the firm's own survey, else a pool of firms, else the owner's count, else
the territory's estimate (model, section 3.8).
"""

from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, get_args

from cip.assessment.answers import Answers, NeedsAnswer
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model

Source = Literal["survey", "pool", "owner", "prior"]


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
    """The shares of all needs for one firm; each need is read from the first source that knows it."""

    def __init__(self, pack: Pack, answers: Answers, survey_answers: int) -> None:
        self._pack = pack
        workers = answers.facts.get("workers")
        own = answers.needs
        respondents = own.respondents
        people = respondents if respondents is not None else workers if isinstance(workers, int) else None
        self._own = own
        self._people = people if own.asked else None
        self._survey = respondents is not None and respondents >= survey_answers
        self._pool = own.pooled if own.pooled is not None and own.pooled.asked else NeedsAnswer()
        self._fits = {code: self._of(code) for code in pack.needs}
        self._of_all = max(self._fits.values(), key=_share)

    def fit(self, measure: model.Measure) -> NeedFit:
        """The greatest share among a measure's needs; the first listed wins a tie."""
        if measure.needs == (model.ALL_NEEDS,):
            return self._of_all
        return max([self._fits[code] for code in measure.needs], key=_share)

    @property
    def sources(self) -> dict[Source, int | None]:
        """Where the shares of the needs come from, the first in the model's order first, with how many people stand
        behind each; None behind an estimate.
        """
        found = {fit.source: fit.people or None for fit in self._fits.values()}
        return {source: found[source] for source in get_args(Source) if source in found}

    def uncounted(self, measure: model.Measure) -> bool:
        """Whether somebody named a need of a measure, but it is unknown among how many people."""
        if not self._own.asked or self._people is not None:
            return False
        codes = self._pack.needs if measure.needs == (model.ALL_NEEDS,) else measure.needs
        return any(self._own.counts.get(code, 0) > 0 and self._fits[code].source == "prior" for code in codes)

    def _of(self, code: str) -> NeedFit:
        own, pool = self._own, self._pool
        known = self._people is not None and code not in own.unknown
        if pool.respondents and code not in pool.unknown and not (known and self._survey):
            count = pool.counts.get(code, 0)
            return NeedFit(code, count / pool.respondents, "pool", count, pool.respondents)
        if self._people is None or not known:
            return NeedFit(code, self._pack.needs[code].prior, "prior")
        count = own.counts.get(code, 0)
        return NeedFit(code, count / self._people, "survey" if self._survey else "owner", count, self._people)

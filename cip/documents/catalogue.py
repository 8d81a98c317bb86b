"""One measure of the catalogue as a page tells it, for anybody or for a firm of a known size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cip.assessment.recommending import cost_and_lead
from cip.documents.citing import Citer
from cip.documents.measure_words import form_words
from cip.documents.parts import Citation
from cip.documents.translation import translations
from cip.kernel.texts import Language, Text
from cip.rulebook.guides import GuideBook
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model


@dataclass(frozen=True, slots=True)
class Named:
    """Something with an id that a page links to."""

    id: str
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class MeasureSheet:
    """Everything that is known about a measure, in one language. `decides`, `how`, `example` and `papers` are empty
    while the measure has no guide; `sizes` is None for a measure that suits firms of every size.
    """

    code: str
    name: str
    what: str
    area: str
    sizes: str | None
    condition: str | None
    cost: str
    lead: str
    forms: tuple[str, ...]
    lasting: bool
    with_others: bool
    decides: str | None
    how: tuple[str, ...]
    example: str | None
    prerequisites: str
    first: tuple[Named, ...]
    better_after: tuple[Named, ...]
    opens: tuple[Named, ...]
    proof: str
    needs: tuple[str, ...]
    raises: tuple[Named, ...]
    law: tuple[Citation, ...]
    papers: tuple[Named, ...]
    clauses: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """What every sheet needs: the pack, its guides, who cites the law, the language; `band` None means any firm."""

    pack: Pack
    guides: GuideBook
    cite: Citer
    language: Language
    band: model.Band | None = None

    def sheet(self, code: str) -> MeasureSheet:
        """The sheet of a measure. Raises KeyError for a code that the pack does not have."""
        measure, guide = self.pack.measures[code], self.guides.measures.get(code)
        cost, lead = self._cost_and_lead(measure)
        return MeasureSheet(
            code=code,
            name=self._say(measure.name),
            what=self._say(measure.what),
            area=self.pack.area_of[code],
            sizes=self._sizes(measure),
            condition=self._say(measure.conditions) if measure.conditions else None,
            cost=cost,
            lead=lead,
            forms=form_words(measure.form, self.language),
            lasting=measure.kind == "S",
            with_others=bool(measure.together) if self.band is None else self.band in measure.together,
            decides=self._say(guide.decides) if guide else None,
            how=tuple(self._say(step) for step in guide.how) if guide else (),
            example=self._say(guide.example) if guide else None,
            prerequisites=self._say(measure.prerequisites),
            first=self._named(self.pack.needs_first[code]),
            better_after=self._named(item.id for item in measure.after if not item.hard),
            opens=self._named(self.pack.opens.get(code, ())),
            proof=self._say(measure.proof),
            needs=self._needs(measure),
            raises=tuple(self._raised(item) for item in measure.raises),
            law=self.cite.parameters(measure.law),
            papers=tuple(
                Named(paper.id, self._say(paper.name), self._say(paper.use)) for paper in self.guides.papers_of(code)
            ),
            clauses=clauses_of_measure(self.pack, code, self.language),
        )

    def _say(self, text: Text) -> str:
        return text.in_language(self.language)

    def _cost_and_lead(self, measure: model.Measure) -> tuple[str, str]:
        """The class of this firm's size; for any firm both ends where they differ."""
        if self.band is not None:
            cost, lead = cost_and_lead(measure, self.band)
            return self._words(f"cost_{cost}"), self._words(f"lead_{lead}")
        return (
            self._range([f"cost_{cost}" for cost in measure.cost]),
            self._range([f"lead_{lead}" for lead in measure.lead]),
        )

    def _range(self, sentences: Sequence[str]) -> str:
        joiner = translations(self.language).gettext("%(one)s oppure %(other)s")
        one, other = (self._words(sentence) for sentence in sentences)
        return one if one == other else joiner % {"one": one, "other": other}

    def _words(self, sentence: str) -> str:
        return self._say(self.pack.content.reasons[sentence])

    def _sizes(self, measure: model.Measure) -> str | None:
        """How many workers the firms have that it suits; the bands of a measure follow each other."""
        _ = translations(self.language).gettext
        bands = self.pack.content.bands
        suited = [band for band in bands if band.id in measure.sizes]
        if len(suited) == len(bands):
            return None
        if suited[-1] is bands[-1]:
            return _("da %(least)s addetti in su") % {"least": suited[0].start}
        if suited[0] is bands[0]:
            return _("fino a %(most)s addetti") % {"most": suited[-1].end}
        return _("da %(least)s a %(most)s addetti") % {"least": suited[0].start, "most": suited[-1].end}

    def _needs(self, measure: model.Measure) -> tuple[str, ...]:
        """The needs it answers; none where it answers all alike."""
        if model.ALL_NEEDS in measure.needs:
            return ()
        return tuple(self._say(self.pack.needs[need].label) for need in measure.needs)

    def _raised(self, raised: model.Raises) -> Named:
        indicator = self.pack.indicators[raised.indicator]
        step = raised.target[self.band] if self.band else max(raised.target.values())
        return Named(indicator.id, self._say(indicator.name), self._say(indicator.steps[step]))

    def _named(self, codes: Iterable[str]) -> tuple[Named, ...]:
        return tuple(Named(code, self._say(self.pack.measures[code].name)) for code in codes)


def clauses_of_measure(pack: Pack, code: str, language: Language) -> tuple[Named, ...]:
    """The clauses of the catalogue that a measure fulfils once it is in use."""
    book = pack.content.agreements
    found = (clause for clause in book.clauses if code in clause.measures) if book is not None else ()
    return tuple(Named(clause.id, clause.title.in_language(language)) for clause in found)


def catalogue_for(pack: Pack, guides: GuideBook, cite: Citer, language: Language, band: str | None = None) -> Catalogue:
    """The catalogue for a firm of a size band, or for any."""
    known = next((item for item in model.BANDS if item == band), None)
    return Catalogue(pack, guides, cite, language, known)

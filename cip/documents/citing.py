"""The law that a report cites, resolved on the day of the check-up."""

from collections.abc import Iterable
from datetime import date

from cip.documents.formats import long_span, short_day, span, value
from cip.documents.parts import ActCitation, Citation, Sources
from cip.documents.translation import translations
from cip.kernel.texts import Language, Text
from cip.rulebook.packs import Pack
from cip.rulebook.parameters import row_on
from cip.rulebook.shapes import law, model
from cip.rulebook.shapes.law import CitedLaw


class Citer:
    """Citations of a law (of a pack or of a book of guides) on one day in one language."""

    def __init__(self, law: CitedLaw, on: date, language: Language) -> None:
        self._law = law
        self._on = on
        self._language: Language = language
        self._selectors = {selector.id: selector.label for selector in self._law.selectors}
        self._words = translations(language)

    def parameters(self, keys: Iterable[str]) -> tuple[Citation, ...]:
        """The parameters that a rule cites, in its order."""
        return tuple(self.parameter(key) for key in keys)

    def parameter(self, key: str) -> Citation:
        """One parameter; on a day without a row the label stays and the value says so."""
        parameter = self._law.parameters[key]
        row = row_on(parameter, self._on)
        if row is None:
            return self._absent(key, parameter)
        shown = value(row.value, parameter.unit, self._language)
        when = long_span(row.start, row.end, self._language, row.precision)
        return Citation(
            says=self._sentence(parameter, shown, row.source, when),
            key=key,
            label=self._say(parameter.label),
            value=shown,
            source=row.source,
            when=span(row.start, row.end, self._language, row.precision),
            confidence=row.confidence,
            read_on=short_day(row.read_on or self._law.about.read_on, self._language),
            counted_on=self._say(self._selectors[parameter.selector]),
            note=self._say(row.note) if row.note else None,
        )

    def _absent(self, key: str, parameter: law.Parameter) -> Citation:
        nearest = parameter.values[0]
        nothing = self._words.gettext("nessun valore in questa data")
        when = long_span(nearest.start, nearest.end, self._language, nearest.precision)
        return Citation(
            says=self._sentence(parameter, nothing, nearest.source, when),
            key=key,
            label=self._say(parameter.label),
            value=nothing,
            source=nearest.source,
            when=span(nearest.start, nearest.end, self._language, nearest.precision),
            confidence=nearest.confidence,
            read_on=short_day(nearest.read_on or self._law.about.read_on, self._language),
            counted_on=self._say(self._selectors[parameter.selector]),
            note=None,
        )

    def _sentence(self, parameter: law.Parameter, shown: str, source: str, when: str) -> str:
        """What the law says, since when and where: as a person would say it."""
        values = {"label": self._say(parameter.label), "value": shown.removesuffix("."), "when": when, "source": source}
        return self._words.gettext("%(label)s: %(value)s. Vale %(when)s; lo dice %(source)s.") % values

    def act(self, act: model.Act) -> ActCitation:
        """An act of a duty."""
        since = long_span(act.start, act.end, self._language) if act.start or act.end else ""
        name = self._words.gettext("%(act)s, articolo %(article)s") % {"act": act.act, "article": act.article}
        return ActCitation(
            says=f"{name}, {since}." if since else f"{name}.",
            act=act.act,
            article=act.article,
            when=span(act.start, act.end, self._language),
            confidence=act.confidence,
            read_on=short_day(act.read_on or self._law.about.read_on, self._language),
        )

    def sources(self, pack: Pack, measures: Iterable[str], indicators: Iterable[str] = ()) -> Sources:
        """Everything that the duties and these measures and indicators cite, by source, with who cites it."""
        duty = self._words.gettext("obbligo")
        citing: dict[str, list[str]] = {}
        rules = [
            *((duty, item.law) for item in pack.duties.values()),
            *((code, pack.indicators[code].law) for code in indicators),
            *((code, pack.measures[code].law) for code in measures),
        ]
        for name, keys in rules:
            for key in keys:
                citing.setdefault(key, []).append(name)
        found = [(self.parameter(key), ", ".join(dict.fromkeys(names))) for key, names in citing.items()]
        acts: dict[ActCitation, list[str]] = {}
        for item in pack.duties.values():
            for act in item.acts:
                acts.setdefault(self.act(act), []).append(self._say(item.name))
        return Sources(
            tuple(sorted(found, key=lambda pair: (pair[0].source, pair[0].label, pair[0].key))),
            tuple((act, ", ".join(names)) for act, names in sorted(acts.items(), key=lambda pair: _place(pair[0]))),
        )

    def _say(self, text: Text) -> str:
        return text.in_language(self._language)


def _place(act: ActCitation) -> tuple[str, str]:
    return act.act, act.article

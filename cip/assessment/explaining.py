"""Fills the pack's sentences: the engine says which sentence with which values, the pack holds the words in both
languages.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from cip.kernel.texts import LANGUAGES, Input, Reason, Text, Value, shown
from cip.rulebook.packs import Pack

_INDICATOR = frozenset({"id", "name", "step", "target", "points", "weight", "area", "area_weight"})

_KEPT_LINES = 4_096

NEEDED: dict[str, frozenset[str]] = {
    # areas, indicators, total, level
    "span": frozenset({"low", "high"}),
    "total": frozenset({"score", "parts"}),
    "total_band_unknown": frozenset({"score"}),
    "total_none": frozenset(),
    "area_score": frozenset({"area", "score", "weight"}),
    "area_score_removed": frozenset({"area", "score", "weight", "removed"}),
    "area_not_scorable": frozenset({"area", "removed", "cap"}),
    "indicator_known": frozenset({"id", "name", "step", "reachable", "score", "weight", "text"}),
    "indicator_unknown": frozenset({"id", "name", "weight"}),
    "indicator_not_applicable": frozenset({"id", "name", "reason"}),
    "level_first": frozenset({"low", "next", "next_name", "threshold"}),
    "level_reached": frozenset({"level", "name", "low", "threshold"}),
    "level_held": frozenset({"level", "name", "by_score", "by_score_name", "low"}),
    # soft warnings
    "warn_step_put_aside": frozenset({"id", "name", "step", "reason"}),
    "warn_above_reachable": frozenset({"id", "name", "step", "reachable"}),
    "warn_fact_hidden": frozenset({"name"}),
    # gates
    "gate_duties": frozenset({"duties"}),
    "gate_indicator_not_met": frozenset({"id", "name", "step", "needed"}),
    "gate_indicator_unknown": frozenset({"id", "name", "needed"}),
    "gate_indicator_band": frozenset({"id", "name", "needed"}),
    "gate_area_not_met": frozenset({"area", "high", "needed"}),
    "gate_area_unknown": frozenset({"area", "score", "needed", "questions"}),
    "gate_measure": frozenset({"months"}),
    "gate_proof": frozenset({"indicators"}),
    # measures: the five parts, and what comes with them
    "measure_need_survey": frozenset({"count", "people", "need", "points"}),
    "measure_need_owner": frozenset({"count", "people", "need", "points"}),
    "measure_need_prior": frozenset({"need", "share", "points"}),
    "measure_gain": _INDICATOR,
    "measure_gain_unknown": _INDICATOR,
    "measure_gain_sum": frozenset({"rise", "full", "points"}),
    "measure_ease": frozenset({"cost", "lead", "points"}),
    "measure_structural": frozenset({"points"}),
    "measure_periodic": frozenset(),
    "measure_no_clause": frozenset(),
    "measure_after": frozenset({"measures"}),
    "measure_opens": frozenset({"measures"}),
    # could fit
    "could_condition": frozenset({"condition", "questions"}),
    "could_size": frozenset({"questions"}),
    "could_prerequisite": frozenset({"measure", "questions"}),
    "could_useful": frozenset({"questions"}),
    # not proposed
    "not_in_use": frozenset({"day"}),
    "not_size": frozenset({"band"}),
    "not_condition": frozenset({"condition", "inputs"}),
    "not_prerequisite": frozenset({"measure"}),
    "not_at_target": frozenset({"indicators"}),
    "not_applicable": frozenset({"indicators"}),
    # words used inside other sentences
    "cost_0": frozenset(),
    "cost_1": frozenset(),
    "cost_2": frozenset(),
    "cost_3": frozenset(),
    "lead_A": frozenset(),
    "lead_B": frozenset(),
    "lead_C": frozenset(),
    "lead_D": frozenset(),
}


class Explainer:
    """Makes reasons from the sentences of one pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._sentences = pack.content.reasons
        self._lines = lru_cache(maxsize=_KEPT_LINES)(self._line)
        self._measures = {
            code: Text(it=f"{code} «{measure.name.it}»", en=f"{code} “{measure.name.en}”")
            for code, measure in pack.measures.items()
        }

    def reason(self, rule: str, sentence: str, inputs: Mapping[str, Input] | None = None, /, **values: Value) -> Reason:
        """The reason `sentence` of the pack, filled in; `inputs` are kept as data (the values where left out)."""
        return Reason(rule, self._sentences[sentence], values, inputs)

    def words(self, sentence: str) -> Text:
        """A sentence without placeholders, to stand inside another."""
        return self._sentences[sentence]

    def span(self, low: float, high: float) -> Text:
        """An interval in words; one number where both ends are the same."""
        if low == high:
            return Text(it=shown(low, "it"), en=shown(low, "en"))
        pattern = self._sentences["span"]
        ends = {language: {"low": shown(low, language), "high": shown(high, language)} for language in LANGUAGES}
        return Text(it=pattern.it.format_map(ends["it"]), en=pattern.en.format_map(ends["en"]))

    def question(self, identifier: str) -> Text:
        """What a person knows a question by: an indicator's code and name, a fact's question."""
        if identifier in self.pack.indicators:
            name = self.pack.indicators[identifier].name
            return Text(it=f"{identifier} {name.it}", en=f"{identifier} {name.en}")
        return self.pack.facts[identifier].ask

    def questions(self, identifiers: tuple[str, ...]) -> Text:
        """Several questions in one line, quoted."""
        return self._lines(identifiers)

    def _line(self, identifiers: tuple[str, ...]) -> Text:
        return joined([quoted(self.question(identifier)) for identifier in identifiers])

    def measures(self, codes: Iterable[str]) -> Text:
        """Several measures in one line, by code and name."""
        return joined([self.measure(code) for code in codes])

    def duties(self, identifiers: Iterable[str]) -> Text:
        """Several duties in one line, by name."""
        return joined([self.pack.duties[identifier].name for identifier in identifiers])

    def measure(self, code: str) -> Text:
        """A measure's code and name."""
        return self._measures[code]


def quoted(text: Text) -> Text:
    """A text in the quotes of its language."""
    return Text(it=f"«{text.it}»", en=f"“{text.en}”")


def joined(texts: list[Text]) -> Text:
    """Texts separated by commas."""
    return Text(**{language: ", ".join(text.in_language(language) for text in texts) for language in LANGUAGES})

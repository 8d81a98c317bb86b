"""Each kind of check on a day: what is known of the firm against what the agreement and the law ask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cip.agreement.amounts import counted_words
from cip.agreement.days import Holidays
from cip.agreement.findings import Finding, Verdict
from cip.agreement.terms import Value, agreement_value, end_of_term, law_value
from cip.agreement.wording import amount_words, clause_reason, of_day, on_day, quoted
from cip.kernel.texts import Input, Reason, Text
from cip.kernel.texts import Value as Filling
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes import agreement as shapes
from cip.rulebook.shapes import checks

FactValue = date | int | bool | None
"""None: nobody knows. For a day, False: it was said that it is not there."""

There = Literal["there", "missing", "ahead", "unknown"]


@dataclass(frozen=True)
class Setting:
    """All that the checks of one clause look at."""

    book: AgreementBook
    agreement: shapes.Agreement
    on: date
    facts: Mapping[str, FactValue]
    answer: Callable[[str], bool | None]
    places: tuple[str, ...] | None
    rule: str
    free: Holidays | None = None

    def label(self, fact: str) -> Text:
        """What a fact is called."""
        declared = self.book.fact_of.get(fact)
        return quoted(declared.label) if declared is not None else Text(it=fact, en=fact)

    def day(self, fact: str) -> tuple[There, date | None]:
        """A day fact: it is there, was said to be missing, is planned for later, or nobody knows (its day)."""
        value = self.facts.get(fact)
        if isinstance(value, date):
            return ("ahead" if value > self.on else "there"), value
        return ("missing" if value is False else "unknown"), None

    def end(self, start: date, term: checks.Term, value: Value) -> date:
        """The last day of a term whose length is known."""
        return end_of_term(start, int(value.number or 0), term.unit, self.free)

    def value(self, named: checks.Term | checks.Limit, on: date | None = None) -> Value:
        """The number that a term or a limit names, of the day (`on` picks another row of the law)."""
        if named.law is not None:
            return law_value(self.book, named.law, on or self.on)
        if isinstance(named, checks.Limit) and named.hourly is not None:
            return agreement_value(self.agreement, named.hourly, self.on, hourly=True)
        return agreement_value(self.agreement, named.param or "", self.on)

    def reason(self, sentence: str, inputs: Mapping[str, Input], /, **values: Filling) -> Reason:
        """Why, in one of the sentences of clauses."""
        return clause_reason(self.rule, sentence, inputs, **values)

    def found(
        self,
        verdict: Verdict,
        sentence: str,
        inputs: Mapping[str, Input],
        words: Mapping[str, Filling],
        *,
        decided_on: date | None = None,
        by: date | None = None,
        source: Value | None = None,
    ) -> Finding:
        """A finding with its reason and, where a number decided, the reason that tells its source."""
        because: tuple[Reason, ...] = (self.reason(sentence, inputs, **words),)
        if source is not None:
            because = (*because, source.reason(self.rule))
        return Finding(verdict, because, decided_on, by)


def no_number(at: Setting, value: Value) -> Finding:
    """A check whose number is not known: a text without the rule asks for nothing, one that was not read is open."""
    return Finding("not_due" if value.standing == "none" else "unknown", (value.reason(at.rule),))


def as_input(value: FactValue) -> Input:
    """A fact as data."""
    return value.isoformat() if isinstance(value, date) else value


def check_true(at: Setting, check: checks.TrueCheck) -> Finding:
    """Yes or no, as it was said."""
    value = at.facts.get(check.fact)
    verdict: Verdict = ("yes" if value else "no") if isinstance(value, bool) else "unknown"
    inputs = {check.fact: value if isinstance(value, bool) else None}
    return at.found(verdict, f"true_{verdict}", inputs, {"fact": at.label(check.fact)})


def check_answer(at: Setting, check: checks.AnswerCheck) -> Finding:
    """A condition over the answers of the check-up."""
    value = at.answer(check.when)
    verdict: Verdict = "unknown" if value is None else "yes" if value else "no"
    return at.found(verdict, f"answer_{verdict}", {"when": check.when, "answer": value}, {})


def check_dated(at: Setting, check: checks.DatedCheck) -> Finding:
    """The day is known and has come."""
    there, day = at.day(check.fact)
    label, inputs = at.label(check.fact), {check.fact: as_input(at.facts.get(check.fact))}
    if day is not None and there == "there":
        return at.found("yes", "dated_yes", inputs, {"fact": label, "day": on_day(day)}, decided_on=day)
    if day is not None:
        return at.found("no", "day_ahead", inputs, {"fact": label, "day": on_day(day)})
    if there == "missing":
        return at.found("no", "day_missing", inputs, {"fact": label})
    return at.found("unknown", "day_unknown", inputs, {"fact": label})


def check_order(at: Setting, check: checks.OrderCheck) -> Finding:
    """Something comes before something else, which may still be ahead."""
    then_there, then = at.day(check.then)
    first_there, first = at.day(check.first)
    inputs = {fact: as_input(at.facts.get(fact)) for fact in (check.first, check.then)}
    labels = {"first": at.label(check.first), "then": at.label(check.then)}
    if then is None:
        if then_there == "missing":
            return at.found("not_due", "no_then", inputs, {"fact": labels["then"]})
        return at.found("unknown", "day_unknown", inputs, {"fact": labels["then"]})
    words = on_day(then)
    if first is not None and first_there == "there":
        kept = first < then or (first == then and not check.strictly)
        sentence = "order_yes" if kept else "order_no"
        days = {"first_day": on_day(first), "then_day": words, "of_then": of_day(then)}
        return at.found("yes" if kept else "no", sentence, inputs, {**labels, **days}, decided_on=first)
    if then_there == "ahead":
        return at.found("not_due", "order_running", inputs, {**labels, "then_day": words}, by=then)
    if first_there == "unknown":
        return at.found("unknown", "order_unknown", inputs, {**labels, "then_day": words})
    return at.found("no", "order_missing", inputs, {**labels, "of_then": of_day(then)}, decided_on=then)


def check_number(at: Setting, check: checks.NumberCheck) -> Finding:
    """A number keeps a limit."""
    limit = check.limit
    value, most, source = _number(at.facts.get(check.fact)), *_limit(at, limit)
    if source is not None and source.standing != "known":
        return no_number(at, source)
    if value is None or most is None:
        open_fact = check.fact if value is None else limit.fact or limit.at or ""
        inputs = {open_fact: as_input(at.facts.get(open_fact))}
        return at.found("unknown", "true_unknown", inputs, {"fact": at.label(open_fact)})
    kept = _COMPARED[check.is_](value, most)
    inputs = {check.fact: value, limit.law or limit.param or limit.hourly or limit.fact or "limit": most}
    declared = at.book.fact_of.get(check.fact)
    unit = declared.unit if declared is not None else None
    shown = {"value": counted_words(value, unit), "limit": counted_words(most, unit)}
    words: dict[str, Filling] = {"fact": at.label(check.fact), **shown}
    found = at.found("yes" if kept else "no", f"number_{check.is_}", inputs, words)
    return replace(found, because=(*found.because, source.reason(at.rule, of="number"))) if source else found


_COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    "at_least": lambda value, limit: value >= limit,
    "at_most": lambda value, limit: value <= limit,
    "more_than": lambda value, limit: value > limit,
    "equal_to": lambda value, limit: value == limit,
}


def _number(value: FactValue) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _limit(at: Setting, limit: checks.Limit) -> tuple[float | int | None, Value | None]:
    """The limit and the parameter that it comes from; None while the fact that sets it, or its day, is not known."""
    if limit.value is not None:
        return limit.value, None
    if limit.fact is not None:
        return _number(at.facts.get(limit.fact)), None
    day = at.day(limit.at)[1] if limit.at is not None else at.on
    if day is None:
        return None, None
    found = at.value(limit, day)
    return found.number, found


def term_words(term: checks.Term, value: Value) -> Text:
    """A term's length in words."""
    return amount_words(int(value.number or 0), term.unit)

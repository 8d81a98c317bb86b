"""The checks of terms: done in time, done again, kept long enough, not older than the law."""

from dataclasses import replace
from datetime import date, timedelta

from cip.agreement.checks import Setting, as_input, no_number, term_words
from cip.agreement.findings import Finding
from cip.agreement.terms import Value
from cip.agreement.wording import amount_words, by_day, gap_words, on_day, since_day, until_day
from cip.kernel.texts import Input, Text
from cip.rulebook.shapes import checks


def check_within(at: Setting, check: checks.WithinCheck) -> Finding:
    """Done at most so long after something; until the term is over, what is missing is not due."""
    started, start = at.day(check.after)
    inputs = _inputs(at, check.fact, check.after)
    if start is None:
        return _no_start(at, check.after, missing=started == "missing", inputs=inputs)
    value = _of_start(at, check.at_most, start)
    if value.standing != "known":
        return no_number(at, value)
    end = at.end(start, check.at_most, value)
    if started == "ahead":
        return at.found("not_due", "start_ahead", inputs, {"fact": at.label(check.after), "day": on_day(start)}, by=end)
    return _in_time(at, check, start, end, value)


def _in_time(at: Setting, check: checks.WithinCheck, start: date, end: date, value: Value) -> Finding:
    there, day = at.day(check.fact)
    inputs = _inputs(at, check.fact, check.after) | value.inputs | {"by": end.isoformat()}
    words = {"fact": at.label(check.fact), "term": term_words(check.at_most, value), "since": since_day(start)}
    if day is not None and there == "there":
        done = {**words, "day": on_day(day)}
        if day <= end:
            gap = gap_words((day - start).days)
            return at.found("yes", "within_yes", inputs, {**done, "gap": gap}, decided_on=day, source=value)
        late = amount_words((day - end).days, "calendar_day")
        return at.found(
            "no", "within_late", inputs, {**done, "end": by_day(end), "late": late}, decided_on=day, source=value
        )
    if at.on <= end:
        return at.found("not_due", "within_running", inputs, {**words, "until": until_day(end)}, by=end, source=value)
    if there == "unknown":
        return at.found("unknown", "within_over_unknown", inputs, {**words, "over": on_day(end)}, source=value)
    return at.found("no", "within_over", inputs, {**words, "over": on_day(end)}, decided_on=_after(end), source=value)


def check_renewed(at: Setting, check: checks.RenewedCheck) -> Finding:
    """The last time is not too long ago."""
    there, day = at.day(check.fact)
    label, inputs = at.label(check.fact), _inputs(at, check.fact)
    value = at.value(check.every)
    if value.standing != "known":
        return no_number(at, value)
    if day is None or there == "ahead":
        return _not_there(at, check.fact, inputs)
    end = at.end(day, check.every, value)
    inputs |= value.inputs | {"by": end.isoformat()}
    words = {"fact": label, "day": on_day(day), "end": by_day(end)}
    if at.on <= end:
        term = term_words(check.every, value)
        return at.found("yes", "renewed_yes", inputs, {**words, "term": term}, decided_on=day, source=value)
    return at.found("no", "renewed_no", inputs, words, decided_on=_after(end), source=value)


def check_lasting(at: Setting, check: checks.LastingCheck) -> Finding:
    """Something lasts at least so long; while it goes on and is shorter, it is not due yet. Without the day on which it
    ended it goes on.
    """
    started, start = at.day(check.start)
    inputs = _inputs(at, check.start, *([check.end] if check.end else []))
    if start is None:
        return _no_start(at, check.start, missing=started == "missing", inputs=inputs)
    value = _of_start(at, check.at_least, start)
    if value.standing != "known":
        return no_number(at, value)
    until = at.end(start, check.at_least, value)
    inputs |= value.inputs | {"by": until.isoformat()}
    if started == "ahead":
        return at.found(
            "not_due", "start_ahead", inputs, {"fact": at.label(check.start), "day": on_day(start)}, by=until
        )
    words: dict[str, Text] = {"start": at.label(check.start), "since": since_day(start)}
    words["term"] = term_words(check.at_least, value)
    ended, end = at.day(check.end) if check.end else ("missing", None)
    if end is not None and ended == "there" and end < until:
        days = {"day": on_day(end), "until": until_day(until)}
        return at.found("no", "lasting_no", inputs, {**words, **days}, decided_on=end, source=value)
    if at.on < until:
        return at.found("not_due", "lasting_running", inputs, {**words, "over": on_day(until)}, by=until, source=value)
    return at.found("yes", "lasting_yes", inputs, words, decided_on=until, source=value)


def check_after_law(at: Setting, check: checks.LawCheck) -> Finding:
    """A paper is not older than the newest change of the law that it tells of; a term may run from the change."""
    change = newest_change(at, check.keys)
    there, day = at.day(check.fact)
    inputs = _inputs(at, check.fact)
    if change is None:
        return _not_there(at, check.fact, inputs) if day is None or there == "ahead" else _dated(at, check.fact, day)
    inputs["change"] = change.isoformat()
    words = {"fact": at.label(check.fact), "change": on_day(change)}
    if day is not None and there == "there" and day >= change:
        return at.found("yes", "law_yes", inputs, {**words, "day": on_day(day)}, decided_on=day)
    if check.at_most is not None:
        value = at.value(check.at_most)
        if value.standing != "known":
            return no_number(at, value)
        end = at.end(change, check.at_most, value)
        if at.on <= end:
            inputs |= value.inputs | {"by": end.isoformat()}
            return at.found("not_due", "law_running", inputs, {**words, "until": until_day(end)}, by=end, source=value)
    if day is not None and there == "there":
        return at.found("no", "law_no", inputs, {**words, "day": on_day(day)}, decided_on=change)
    if there == "unknown":
        return at.found("unknown", "law_unknown", inputs, words)
    return at.found("no", "law_missing", inputs, words, decided_on=change)


def newest_change(at: Setting, keys: tuple[str, ...]) -> date | None:
    """The last day up to today on which one of these parameters of the law changed."""
    parameters = [at.book.law.parameters[key] for key in keys if key in at.book.law.parameters]
    starts = [row.start for parameter in parameters for row in parameter.values if row.start is not None]
    return max((start for start in starts if start <= at.on), default=None)


def _of_start(at: Setting, term: checks.Term, start: date) -> Value:
    """The length of a term as it was written on the day from which it runs, like the clocks of a joining; what began
    before there was a rule is asked what the rule says on the day.
    """
    value = replace(at, on=start).value(term)
    return at.value(term) if value.standing == "missing" else value


def _dated(at: Setting, fact: str, day: date) -> Finding:
    inputs = _inputs(at, fact)
    return at.found("yes", "dated_yes", inputs, {"fact": at.label(fact), "day": on_day(day)}, decided_on=day)


def _no_start(at: Setting, fact: str, *, missing: bool, inputs: dict[str, Input]) -> Finding:
    """Nothing began, so nothing is due; or nobody knows when it began."""
    if missing:
        return at.found("not_due", "no_start", inputs, {"fact": at.label(fact)})
    return at.found("unknown", "start_unknown", inputs, {"fact": at.label(fact)})


def _not_there(at: Setting, fact: str, inputs: dict[str, Input]) -> Finding:
    """Something that should have been there already, and is missing, planned, or not known."""
    there, day = at.day(fact)
    label = at.label(fact)
    if day is not None:
        return at.found("no", "day_ahead", inputs, {"fact": label, "day": on_day(day)})
    if there == "missing":
        return at.found("no", "day_missing", inputs, {"fact": label})
    return at.found("unknown", "day_unknown", inputs, {"fact": label})


def _inputs(at: Setting, *facts: str) -> dict[str, Input]:
    return {fact: as_input(at.facts.get(fact)) for fact in facts}


def _after(end: date) -> date:
    """The day after a term: on it, what is missing is missed."""
    return end + timedelta(days=1) if end < date.max else end

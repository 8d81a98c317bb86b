"""Reads a check-up's FILE (design, section 8) into answers; every mistake names its line, its key and what is
accepted.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from cip.assessment.answers import (
    DUTY_ANSWERS,
    POOLED,
    PROOF_FROM_STEP,
    RESPONDENTS,
    UNKNOWN,
    Answers,
    DutyAnswer,
    NeedsAnswer,
    StepAnswer,
)
from cip.assessment.bound import BoundPack
from cip.assessment.facts import record_of, settled_otherwise
from cip.kernel.days import parse_day
from cip.kernel.errors import RefusalError
from cip.rulebook.diagnostics import did_you_mean, listed
from cip.rulebook.expressions.scalar import Results
from cip.rulebook.expressions.scope import FactValue
from cip.rulebook.reading import Document, Path
from cip.rulebook.shapes import model

SECTIONS = ("facts", "indicators", "duties", "needs", "in_use")
STEPS = range(5)
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a FILE: where, and a sentence for the person who wrote it."""

    path: Path
    text: str


class AnswerFileError(RefusalError):
    """A FILE that cannot be accepted; the text is one sentence with file, line and key of the first mistake."""

    def __init__(self, problems: list[Problem], document: Document | None = None) -> None:
        self.problems = problems
        first = problems[0]
        key = ".".join(str(step) for step in first.path)
        place = f"{document.file}:{document.position(first.path)[0]}: " if document else ""
        more = f" ({len(problems) - 1} more mistakes follow)" if len(problems) > 1 else ""
        super().__init__(f"{place}{key + ': ' if key else ''}{first.text}{more}")


def read_answers(bound: BoundPack, value: object, document: Document | None = None) -> Answers:
    """Answers from the value of a FILE (or of stored events). Raises AnswerFileError with every mistake."""
    reader = _Reader(bound, document)
    answers = reader.read(value)
    if reader.problems:
        raise AnswerFileError(reader.problems, document)
    return answers


@dataclass
class _Reader:
    bound: BoundPack
    document: Document | None = None
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, path: Path, text: str) -> None:
        self.problems.append(Problem(path, text))

    def read(self, value: object) -> Answers:
        if value is None:
            value = {}
        if not isinstance(value, dict):
            self.refuse((), f"a check-up is a map with the keys {listed(SECTIONS)}")
            return Answers()
        for key in value:
            if key not in SECTIONS:
                self.refuse((key,), f"unknown key{did_you_mean(str(key), SECTIONS)}; accepted: {listed(SECTIONS)}")
        pack = self.bound.pack
        facts = self._facts(self._section(value, "facts", pack.facts))
        steps, marks = self._indicators(self._section(value, "indicators", pack.indicators))
        answers = Answers(
            facts=facts,
            steps=steps,
            not_applicable=marks,
            duties=self._duties(self._section(value, "duties", pack.duties)),
            needs=self._needs(value, facts),
            in_use=self._in_use(self._section(value, "in_use", pack.measures)),
        )
        self._deny(answers)
        return answers

    def _section(self, value: Mapping[str, object], name: str, known: Iterable[str]) -> dict[str, object]:
        section = value.get(name)
        if section is None:
            return {}
        if not isinstance(section, dict):
            self.refuse((name,), "write a map of ids and answers")
            return {}
        known = list(known)
        kind = {"facts": "fact", "indicators": "indicator", "duties": "duty", "in_use": "measure"}.get(name, "need")
        for key in section:
            if key not in known:
                suggestion = did_you_mean(str(key), known) or f"; known: {listed(known, most=len(known))}"
                self.refuse((name, key), f'there is no {kind} "{key}"{suggestion}')
        return {key: section[key] for key in known if key in section}  # in the model's order, not in the writer's

    def _facts(self, section: Mapping[str, object]) -> dict[str, FactValue]:
        out: dict[str, FactValue] = {}
        for key, raw in section.items():
            if raw in (UNKNOWN, None):
                continue
            fact = self.bound.pack.facts[key]
            if fact.type == "code" and isinstance(raw, float) and self.document:
                raw = self.document.text_at(("facts", key))  # 47.10 is a code, not the number 47.1
            problem, value = fact_value(fact, raw)
            if problem:
                self.refuse(("facts", key), problem)
            else:
                out[key] = value
        return out

    def _indicators(self, section: Mapping[str, object]) -> tuple[dict[str, StepAnswer], dict[str, str]]:
        steps: dict[str, StepAnswer] = {}
        marks: dict[str, str] = {}
        for code, raw in section.items():
            path = ("indicators", code)
            if raw in (UNKNOWN, None):
                continue
            if isinstance(raw, dict) and "not_applicable" in raw:
                self._mark(code, raw, marks)
            elif isinstance(raw, dict):
                self._detailed_step(code, raw, steps)
            elif _whole(raw) and raw in STEPS:
                steps[code] = StepAnswer(cast("int", raw))
            else:
                accepted = "0, 1, 2, 3, 4, unknown, {step: ...}, {not_applicable: ...}"
                self.refuse(path, f"{_shown(raw)} is no step; accepted: {accepted}")
        return steps, marks

    def _mark(self, code: str, raw: Mapping[str, object], marks: dict[str, str]) -> None:
        allowed = [reason.id for reason in self.bound.pack.indicators[code].not_applicable]
        reason = raw["not_applicable"]
        for key in raw:
            if key != "not_applicable":
                self.refuse(("indicators", code, key), "an indicator that does not apply has no other key")
        if reason not in allowed:
            accepted = f"accepted: {listed(allowed)}" if allowed else "this indicator always applies"
            suggestion = did_you_mean(str(reason), allowed)
            self.refuse(
                ("indicators", code, "not_applicable"),
                f"{_shown(reason)} is no reason for {code}{suggestion}; {accepted}",
            )
        else:
            marks[code] = str(reason)

    def _detailed_step(self, code: str, raw: Mapping[str, object], steps: dict[str, StepAnswer]) -> None:
        path: Path = ("indicators", code)
        accepted = ("step", "date", "count")
        unknown = [key for key in raw if key not in accepted]
        for key in unknown:
            keys = (*accepted, "not_applicable")
            self.refuse((*path, key), f"unknown key{did_you_mean(str(key), keys)}; accepted: {listed(keys)}")
        step = raw.get("step")
        day, count = self._day((*path, "date"), raw.get("date")), self._count((*path, "count"), raw.get("count"))
        if step in (UNKNOWN, None) and not unknown:
            if step is None:
                self.refuse(path, "the key step is missing; accepted: 0, 1, 2, 3, 4, unknown")
            return
        if not _whole(step) or step not in STEPS:
            self.refuse(
                (*path, "step") if "step" in raw else path,
                f"{_shown(step)} is no step; accepted: 0, 1, 2, 3, 4, unknown",
            )
            return
        if count == 0 and cast("int", step) >= PROOF_FROM_STEP:
            self.refuse((*path, "count"), f"0 cannot stand behind a step {step}; write a count from 1, or a lower step")
            count = None
        steps[code] = StepAnswer(cast("int", step), day, count)

    def _count(self, path: Path, raw: object) -> int | None:
        """A count from 0; None where it is unknown or was refused."""
        if raw in (UNKNOWN, None):
            return None
        if not _whole(raw) or cast("int", raw) < 0:
            self.refuse(path, f"{_shown(raw)} is no count; accepted: whole numbers from 0")
            return None
        return cast("int", raw)

    def _day(self, path: Path, raw: object) -> date | None:
        """A day not after the check-up's; None where it is unknown or was refused."""
        if raw in (UNKNOWN, None):
            return None
        day = raw if isinstance(raw, date) else _parse_day(raw)
        if day is None:
            self.refuse(path, f"{_shown(raw)} is no day of the calendar; accepted: YYYY-MM-DD")
        elif day > self.bound.on:
            self.refuse(path, f"{day} lies after the day of the check-up; accepted: days up to {self.bound.on}")
            return None
        return day

    def _duties(self, section: Mapping[str, object]) -> dict[str, DutyAnswer]:
        out: dict[str, DutyAnswer] = {}
        for key, raw in section.items():
            answer = ("yes" if raw else "no") if isinstance(raw, bool) else raw
            if answer in DUTY_ANSWERS:
                out[key] = answer
            elif answer is not None:
                self.refuse(("duties", key), f"{_shown(raw)} is not accepted; accepted: {listed(DUTY_ANSWERS)}")
        return out

    def _needs(self, value: Mapping[str, object], facts: Mapping[str, FactValue]) -> NeedsAnswer:
        section = self._section(value, "needs", [*self.bound.pack.needs, RESPONDENTS, POOLED])
        pooled = self._pooled(section.pop(POOLED, None))
        answer = replace(self._counted(("needs",), section), pooled=pooled)
        workers = facts.get("workers")
        respondents = answer.respondents
        if isinstance(workers, int) and respondents is not None and respondents > workers:
            text = f"{respondents} workers cannot have answered, there are only {workers}; accepted: 1 to {workers}"
            self.refuse(("needs", RESPONDENTS), text)
        people = respondents if respondents is not None else workers
        if isinstance(people, int):
            self._at_most(("needs",), answer, people)
        return answer

    def _pooled(self, raw: object) -> NeedsAnswer | None:
        """The counts of a pool: of how many people is part of them, since the firm's own workers are not."""
        path: Path = ("needs", POOLED)
        if raw in (UNKNOWN, None):
            return None
        if not isinstance(raw, dict):
            self.refuse(path, f"{_shown(raw)} is no pool; write a map of needs and counts, with {RESPONDENTS}")
            return None
        known = [*self.bound.pack.needs, RESPONDENTS]
        for key in raw:
            if key not in known:
                suggestion = did_you_mean(str(key), known) or f"; known: {listed(known, most=len(known))}"
                self.refuse((*path, key), f'there is no need "{key}"{suggestion}')
        answer = self._counted(path, {key: raw[key] for key in known if key in raw})
        if raw.get(RESPONDENTS) in (UNKNOWN, None):
            self.refuse(
                (*path, RESPONDENTS), "write how many people answered in the pool; accepted: whole numbers from 1"
            )
        elif answer.respondents is not None:
            self._at_most(path, answer, answer.respondents)
        return answer

    def _counted(self, path: Path, section: Mapping[str, object]) -> NeedsAnswer:
        """Counts by need, and of how many people."""
        counts: dict[str, int] = {}
        unknown: list[str] = []
        for key, raw in section.items():
            if raw in (UNKNOWN, None):
                unknown.append(key)
                continue
            least = 1 if key == RESPONDENTS else 0
            if not _whole(raw) or cast("int", raw) < least:
                text = f"{_shown(raw)} is no number of workers; accepted: whole numbers from {least}"
                self.refuse((*path, key), text)
            else:
                counts[key] = cast("int", raw)
        respondents = counts.pop(RESPONDENTS, None)
        return NeedsAnswer(respondents, counts, frozenset(unknown) - {RESPONDENTS})

    def _at_most(self, path: Path, answer: NeedsAnswer, people: int) -> None:
        """A need is named by nobody more than those who could."""
        for key, count in answer.counts.items():
            if count > people:
                text = f"{count} workers named it, but only {people} could; accepted: 0 to {people}"
                self.refuse((*path, key), text)

    def _in_use(self, section: Mapping[str, object]) -> dict[str, date]:
        out = {code: self._day(("in_use", code), raw) for code, raw in section.items()}
        return {code: day for code, day in out.items() if day is not None}

    def _deny(self, answers: Answers) -> None:
        """A reason that a stated fact contradicts is refused (model, section 3.5)."""
        if not answers.not_applicable or self.problems:
            return
        results = self.bound.evaluate(record_of(self.bound, answers))
        for code, reason_id in answers.not_applicable.items():
            reason = next(r for r in self.bound.pack.indicators[code].not_applicable if r.id == reason_id)
            proved, denied = results.get(f"proved:{code}:{reason_id}"), results.get(f"denied:{code}:{reason_id}")
            if (reason.when and not reason.denied and proved == 0) or denied == 1:
                stated = listed(
                    f"{name} is {_said(answers.facts.get(name))}"
                    for read in self.bound.conditions.reads(reason.denied or reason.when)
                    for name in self._stated_behind(read, answers, results)
                )
                self.refuse(
                    ("indicators", code, "not_applicable"), f'"{reason_id}" is denied by what was stated: {stated}'
                )

    def _stated_behind(self, name: str, answers: Answers, results: Results) -> tuple[str, ...]:
        """The fact itself where it counts as it was stated, otherwise those from which it follows."""
        fact = self.bound.pack.facts.get(name)
        if fact is None or not fact.derived:
            return (name,)
        hidden = results.get(f"ask:{name}") == 0.0
        if not hidden and not settled_otherwise(fact, answers.facts.get(name), results):
            return (name,)
        return tuple(read for derived in fact.derived for read in self.bound.conditions.reads(derived.when))


def fact_value(fact: model.Fact, raw: object) -> tuple[str, FactValue]:
    """A sentence about what is wrong (empty if nothing is) and the value of a fact as it is kept."""
    if fact.type == "yes_no":
        if isinstance(raw, bool):
            return "", raw
        return (
            ("", raw == "yes")
            if raw in ("yes", "no")
            else (f"{_shown(raw)} is not accepted; accepted: yes, no, unknown", None)
        )
    if fact.type == "choice":
        options = [option.id for option in fact.options]
        if raw in options:
            return "", raw
        return (
            f"{_shown(raw)} is not accepted{did_you_mean(str(raw), options)}; accepted: {listed([*options, UNKNOWN])}",
            None,
        )
    if fact.type == "several":
        return _several(fact, raw)
    if fact.type == "code":
        text = str(raw) if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
        if fact.pattern and not re.fullmatch(fact.pattern, text, re.ASCII):
            quotes = ", in quotes" if isinstance(raw, float) else ""
            return f"{_shown(raw)} does not have the form of a code; accepted: the pattern {fact.pattern}{quotes}", None
        return "", text
    return _number(fact, raw)


def _several(fact: model.Fact, raw: object) -> tuple[str, FactValue]:
    options = [option.id for option in fact.options]
    chosen = [raw] if isinstance(raw, str) else raw
    if not isinstance(chosen, list | tuple) or not chosen:
        return f"{_shown(raw)} is not accepted; accepted: a list of {listed(options)}", None
    for item in chosen:
        if item not in options:
            return (
                f"{_shown(item)} is not accepted{did_you_mean(str(item), options)}; accepted: {listed(options)}",
                None,
            )
    if "none" in chosen and len(chosen) > 1:
        return "none stands alone; take it out or leave only it", None
    return "", tuple(option for option in options if option in chosen)


def _number(fact: model.Fact, raw: object) -> tuple[str, FactValue]:
    whole = fact.type == "whole"
    least, most = fact.min if fact.min is not None else 0, fact.max if fact.max is not None else 1e9
    accepted = f"accepted: {'whole numbers' if whole else 'numbers'} from {least:g} to {most:g}, unknown"
    if isinstance(raw, bool) or not isinstance(raw, int | float) or (whole and not isinstance(raw, int)):
        return f"{_shown(raw)} is not a {'whole ' if whole else ''}number; {accepted}", None
    if not least <= raw <= most:
        return f"{raw} is out of range; {accepted}", None
    return "", raw


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _parse_day(value: object) -> date | None:
    try:
        return parse_day(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    if len(text) > LONGEST_SHOWN:
        text = f"{text[:LONGEST_SHOWN]}..."
    return f'"{text}"' if isinstance(value, str) else text.lower() if isinstance(value, bool) else text


def _said(value: FactValue) -> str:
    return (
        {True: "yes", False: "no", None: "unknown"}[value] if isinstance(value, bool) or value is None else str(value)
    )

"""Both answers to a question as a page shows them, for the consultant who reviews and for the firm that reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from cip.assessment.answers import DUTY_ANSWERS
from cip.assessment.evidence import Evidence
from cip.assessment.reads import answers_at, evidence_of, latest_verified
from cip.assessment.reads.last_words import LastWord, last_words
from cip.assessment.reviewing import Question, Side, State, changed_since, count_states, key_of, side_of
from cip.assessment.stored import StoredAnswers
from cip.assessment.verified import VerifiedResult
from cip.documents.answers_in_words import answer_in_words
from cip.web.doers import Doers
from cip.web.firm.choices import choices
from cip.web.firm.profile import YES_NO
from cip.web.firm.sections import DUTIES, PROFILE, section_name
from cip.web.firm.visit import Visit
from cip.web.firm.words import question_text
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.shown import in_words, when
from cip.web.state import now, reading


@dataclass(frozen=True)
class Row:
    """One question with both answers in words. `options` are what else may be answered (none: it is typed);
    `changed_by` says who has changed the answer of the firm and when, `reviewed_by` who looked and when.
    """

    question: Question
    name: str
    ask: str
    side: Side
    firm: str
    before: str
    consultant: str
    options: tuple[tuple[str, str], ...]
    changed_by: str
    reviewed_by: str
    evidence: tuple[Evidence, ...]

    @property
    def id(self) -> str:
        """The question's id: the stem of its fields and its anchor."""
        return self.question[1]

    @property
    def high(self) -> bool:
        """Whether the answer that counts is a step behind which a proof is asked."""
        said = self.side.review.value if self.side.review and self.side.state != "changed" else self.side.firm
        step = said.get("step") if isinstance(said, dict) else said
        return self.question[0] == "indicators" and isinstance(step, int) and step >= 3


@dataclass(frozen=True)
class Reviewed:
    """How far a check-up is reviewed: the sides of all questions asked now, by section of the walk, the last validation
    and what it saw.
    """

    visit: Visit
    validated: VerifiedResult | None
    then: StoredAnswers | None
    words: Mapping[tuple[str, str], LastWord]
    evidence: tuple[Evidence, ...]
    doers: Doers

    @property
    def sections(self) -> tuple[str, ...]:
        """The parts of the walk that are reviewed, in order."""
        return (PROFILE, *self.visit.pack.areas, DUTIES)

    def sides(self, section: str) -> dict[Question, Side]:
        """The questions of a part that are asked now."""
        return {
            question: side_of(question, self.visit.stored, self.then) for question in questions_of(self.visit, section)
        }

    def counts(self, section: str) -> dict[State, int]:
        """How many questions of a part stand how."""
        return count_states(self.sides(section))

    @property
    def totals(self) -> dict[State, int]:
        """The same for the whole check-up."""
        return count_states({q: side for section in self.sections for q, side in self.sides(section).items()})

    @property
    def changed(self) -> tuple[Question, ...]:
        """What the firm has changed since the last validation."""
        return () if self.then is None else changed_since(self.visit.stored, self.then)

    def rows(self, section: str) -> Iterator[Row]:
        """The questions of a part, each with both answers."""
        for question, side in self.sides(section).items():
            yield self._row(question, side)

    def _row(self, question: Question, side: Side) -> Row:
        said = self.words.get(question)
        looked = self.words.get(("reviews", key_of(question)))
        review = side.review
        return Row(
            question=question,
            name=_name(self.visit, question),
            ask=_ask(self.visit, question),
            side=side,
            firm=self.answer(question, side.firm),
            before=self.answer(question, side.before),
            consultant="" if review is None else self.answer(question, review.value),
            options=options_of(self.visit, question),
            changed_by=self._who(said) if side.state == "changed" else "",
            reviewed_by=self._who(looked) if review is not None else "",
            evidence=tuple(e for e in self.evidence if (e.section, e.question_id) == question and not e.withdrawn_at),
        )

    def answer(self, question: Question, value: object) -> str:
        """An answer in words; says so where there is none."""
        if value is None:
            return _("nessuna risposta")
        return answer_in_words(self.visit.pack, *question, value, current())

    def _who(self, word: LastWord | None) -> str:
        return "" if word is None else f"{self.doers.words(word.actor)}, {when(word.at, now())}"


def reviewed(visit: Visit) -> Reviewed:
    """How far a check-up is reviewed, read at one moment."""
    with reading() as session:
        validated = latest_verified(session, visit.id)
        then = answers_at(session, visit.id, validated.last_seq) if validated else None
        words = last_words(session, visit.id)
        evidence = evidence_of(session, visit.id)
        labels = [word.actor for word in words.values()] + ([validated.made_by] if validated else [])
        return Reviewed(visit, validated, then, words, evidence, Doers(session, labels))


def questions_of(visit: Visit, section: str) -> tuple[Question, ...]:
    """What is asked now in a part of the walk, without what a fact settles by itself."""
    if section == PROFILE:
        return tuple(("facts", question.fact.id) for question in visit.walk.facts())
    if section == DUTIES:
        return tuple(("duties", question.duty.id) for question in visit.walk.duties())
    asked = (question for question in visit.walk.indicators(section) if question.proved is None)
    return tuple(("indicators", question.indicator.id) for question in asked)


def options_of(visit: Visit, question: Question) -> tuple[tuple[str, str], ...]:
    """What a question may be answered with, as a form sends it; none where it is typed or several are ticked."""
    section, identifier = question
    pack = visit.pack
    if section == "indicators":
        values: tuple[str, ...] = choices(pack.indicators[identifier])
    elif section == "duties":
        values = DUTY_ANSWERS
    else:
        fact = pack.facts[identifier]
        if fact.type == "yes_no":
            values = YES_NO
        elif fact.type == "choice":
            values = (*(option.id for option in fact.options), "unknown")
        else:
            return ()
    return tuple((value, answer_in_words(pack, section, identifier, _as_answer(value), current())) for value in values)


def _as_answer(value: str) -> object:
    if value.startswith("na:"):
        return {"not_applicable": value.removeprefix("na:")}
    return int(value) if value.isdecimal() else value


def _name(visit: Visit, question: Question) -> str:
    """The short name of a practice; of other questions there is none."""
    section, identifier = question
    return visit.pack.indicators[identifier].name.in_language(current()) if section == "indicators" else ""


def _ask(visit: Visit, question: Question) -> str:
    """What is asked, in the wording of this firm."""
    section, identifier = question
    if section != "indicators":
        return question_text(visit, identifier)
    area = visit.pack.indicators[identifier].area
    asked = next(found for found in visit.walk.indicators(area) if found.indicator.id == identifier)
    return in_words(asked.ask)


def state_names() -> dict[State, str]:
    """What the states are called."""
    return {
        "not_reviewed": _("non ancora guardata"),
        "confirmed": _("confermata"),
        "corrected": _("risposta diversa"),
        "changed": _("cambiata dopo"),
    }


def part_name(visit: Visit, section: str) -> str:
    """What a part of the walk is called."""
    return section_name(visit, section)


def place_of(visit: Visit, section: str) -> str:
    """The address of the consultant's page of a part."""
    return url_for("consultant.review_area", check_up_id=visit.id, area_id=section)

"""What a decision letter says, as data: kept with its protocol number, so that it reads the same for good. Pure.

Texts stand in both languages; whoever prints it chooses one. Sums are whole cents; the lines add up to the award.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cip.kernel.canonical import canonical_json
from cip.kernel.texts import Text

Line = tuple[Text, int]
"""A line of the amount: what it is for, and cents (below zero: what is taken off)."""


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A part in which the award is paid: what it is called, its share in per cent, its cents, when it is paid."""

    label: Text
    share: float
    cents: int
    when: Text


@dataclass(frozen=True, slots=True)
class LetterDuty:
    """What the firm must do or keep, the clause of the agreement that says the same, for how many months."""

    label: Text
    clause: str | None
    months: int | None


@dataclass(frozen=True, slots=True)
class LetterCode:
    """A code of the register or the CUP, with its day."""

    kind: str
    code: str
    on: date


@dataclass(frozen=True, slots=True)
class AppealTerm:
    """Days to appeal, with the law; None where the call does not cite it."""

    days: int | None
    source: str


@dataclass(frozen=True, kw_only=True)
class AwardLetter:
    """The decision on one award as its firm reads it. `mark` says that the call is a proposal or invented."""

    office: str
    call: str
    mark: Text
    firm: str
    tax_code: str
    number: int
    sent_on: date
    cents: int
    act_number: str
    act_on: date
    lines: tuple[Line, ...]
    parts: tuple[LetterPart, ...]
    duties: tuple[LetterDuty, ...]
    codes: tuple[LetterCode, ...]
    answer_days: int
    answer_proposal: bool
    court: AppealTerm
    head: AppealTerm
    law: tuple[str, ...]
    contact: str

    def __post_init__(self) -> None:
        if sum(cents for _text, cents in self.lines) != self.cents:
            raise ValueError("the lines of the letter do not add up to the award")


@dataclass(frozen=True, slots=True)
class Protocol:
    """The number under which the office sent a letter: unique in the office and the year of its day."""

    number: int
    on: date

    @property
    def year(self) -> int:
        """The year that the number counts in."""
        return self.on.year

    @property
    def shown(self) -> str:
        """`120/2027`."""
        return f"{self.number}/{self.year}"


def letter_text(letter: AwardLetter) -> str:
    """A letter as canonical JSON."""
    return canonical_json(
        {
            "format": 1,
            "office": letter.office,
            "call": letter.call,
            "mark": letter.mark.model_dump(),
            "firm": letter.firm,
            "tax_code": letter.tax_code,
            "number": letter.number,
            "sent_on": letter.sent_on.isoformat(),
            "cents": letter.cents,
            "act_number": letter.act_number,
            "act_on": letter.act_on.isoformat(),
            "lines": [{**text.model_dump(), "cents": cents} for text, cents in letter.lines],
            "parts": [_part(one) for one in letter.parts],
            "duties": [
                {"label": one.label.model_dump(), "clause": one.clause, "months": one.months} for one in letter.duties
            ],
            "codes": [{"kind": one.kind, "code": one.code, "on": one.on.isoformat()} for one in letter.codes],
            "answer_days": letter.answer_days,
            # Letters kept before calls said their days have no such key: theirs were a proposal.
            **({} if letter.answer_proposal else {"answer_proposal": False}),
            "court": [letter.court.days, letter.court.source],
            "head": [letter.head.days, letter.head.source],
            "law": list(letter.law),
            "contact": letter.contact,
        }
    )


def letter_from(text: str) -> AwardLetter:
    """A letter that was kept."""
    told: Mapping[str, Any] = json.loads(text)
    same = ("office", "call", "firm", "tax_code", "number", "cents", "act_number", "answer_days", "contact")
    return AwardLetter(
        **{name: told[name] for name in same},
        answer_proposal=told.get("answer_proposal", True),
        mark=Text(**told["mark"]),
        sent_on=date.fromisoformat(told["sent_on"]),
        act_on=date.fromisoformat(told["act_on"]),
        lines=tuple((Text(it=one["it"], en=one["en"]), one["cents"]) for one in told["lines"]),
        parts=tuple(
            LetterPart(Text(**one["label"]), one["share"], one["cents"], Text(**one["when"])) for one in told["parts"]
        ),
        duties=tuple(LetterDuty(Text(**one["label"]), one["clause"], one["months"]) for one in told["duties"]),
        codes=tuple(LetterCode(one["kind"], one["code"], date.fromisoformat(one["on"])) for one in told["codes"]),
        court=AppealTerm(*told["court"]),
        head=AppealTerm(*told["head"]),
        law=tuple(told["law"]),
    )


def _part(one: LetterPart) -> dict[str, object]:
    return {
        "label": one.label.model_dump(),
        "share": one.share,
        "cents": one.cents,
        "when": one.when.model_dump(),
    }


@dataclass(frozen=True, kw_only=True)
class KeptLetter:
    """A letter with its protocol number."""

    award_id: str
    protocol: Protocol
    letter: AwardLetter
    sha256: str
    made_label: str

"""The verified result: the same engine on the firm's answers with the consultant's over them. Pure.

A proof counts here when somebody saw it (model, section 3.6): the date or count that the firm gave is its own word.
Steps count as in the self-declared result; the gate that asks for proof holds the level where nobody saw any.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from cip.assessment.answer_file import read_answers
from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack, bind
from cip.assessment.engine import check_up_bound
from cip.assessment.replaying import Difference, difference
from cip.assessment.results import CheckUp
from cip.assessment.reviewing import codes_seen, holding
from cip.assessment.stored import ANSWER_SECTIONS, StoredAnswers
from cip.database.chain import START, digest_of
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError
from cip.kernel.moments import moment_text
from cip.rulebook.packs import Pack

SEEN = "seen"
"""Beside the sections of a FILE: the indicators whose proof somebody saw."""
VALIDATED = "validated"
"""What the event of a check-up's life is called: with a value it was validated, without one reopened."""


@dataclass(frozen=True, slots=True)
class VerifiedResult:
    """One verified result as stored: `answers` (with SEEN) and `result` are canonical JSON, `last_seq` is the last
    event that it saw, `made_by` the label of the consultant, of the body `body_id`.
    """

    id: str
    check_up_id: str
    number: int
    on_day: date
    last_seq: int
    pack_sha256: str
    engine_version: str
    answers: str
    result: str
    body_id: str
    made_by: str
    at: datetime
    digest: str

    @property
    def name(self) -> str:
        """How a report names it."""
        return f"check-up {self.check_up_id}, verified result {self.number}"

    @property
    def own_digest(self) -> str:
        """The digest that its content gives; it stands in the event that validated the check-up."""
        content = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "digest"}
        return digest_of(START, {**content, "on_day": self.on_day.isoformat(), "at": moment_text(self.at)})

    def sealed(self) -> "VerifiedResult":
        """The same with its digest."""
        return replace(self, digest=self.own_digest)

    def columns(self) -> dict[str, Any]:
        """The row that stores it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def verified_file(stored: StoredAnswers) -> dict[str, object]:
    """The answers that a verified result rests on: the firm's, over them the consultant's wherever the firm's is still
    the one that was looked at; and the indicators whose proof somebody saw.
    """
    file: dict[str, Any] = {section: dict(stored.file[section]) for section in ANSWER_SECTIONS}
    reviews = holding(stored)
    for (section, identifier), review in reviews.items():
        if review.value is None:
            file[section].pop(identifier, None)
        else:
            file[section][identifier] = review.value
    return {**file, SEEN: sorted(codes_seen(reviews))}


def read_verified(bound: BoundPack, file: Mapping[str, object]) -> Answers:
    """Such answers as the engine reads them. Raises AnswerFileError where they cannot be read together."""
    answers = read_answers(bound, {section: file.get(section) or {} for section in ANSWER_SECTIONS})
    seen = file.get(SEEN)
    codes = frozenset(str(code) for code in seen) if isinstance(seen, list) else frozenset()
    steps = {code: replace(answer, seen=code in codes) for code, answer in answers.steps.items()}
    return replace(answers, steps=steps, verified=True)


def verified_check_up(bound: BoundPack, file: Mapping[str, object]) -> CheckUp:
    """The verified result. Raises AnswerFileError where the answers cannot be read together."""
    return check_up_bound(bound, read_verified(bound, file))


def replay_verified(pack: Pack, found: VerifiedResult) -> Difference | None:
    """None if the stored result is given again byte by byte, else the first difference."""
    try:
        bound = bind(pack, found.on_day)
        replayed = canonical_json(verified_check_up(bound, json.loads(found.answers)).as_json())
    except (RefusalError, ValueError, RecursionError) as error:
        return Difference(0, found.result[:40], f"cannot be replayed: {error}")
    return difference(found.result, replayed)

"""An application as plain values: what the firm said, who signed it off, what was sent; and the merge of a stale form.

Pure: moments are arguments, values of facts are those of a file of `cip rank` (yes or no is true or false).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from pydantic import JsonValue

from cip.assessment.merging import Merged, merge
from cip.assessment.stored import StoredAnswers
from cip.incentives.application_states import ApplicationState, SignOffKind, SignOffVerdict
from cip.kernel.canonical import canonical_json, sha256_of

Values = Mapping[str, JsonValue]
MOST_FILES = 40
"""In one application, what was taken back included: more than two for each document of any call."""
REQUESTED = "requested"
"""The field of the amount that the firm asks for, in cents; left out, it asks for what is computed."""
TEXT = "text:"
"""So begins the field of what the firm writes for a criterion that people judge; the criterion's id follows."""
LONGEST_TEXT = 1_900
"""Of such a text: also where each letter needs two in JSON, an edit holds it."""
SHORT = 12
"""How many characters of a digest are printed to be compared by eye."""


@dataclass(frozen=True, slots=True)
class Application:
    """A firm's application to one call. `answers` is what the firm itself said, by fact; it stands above what the
    system knows. `version` counts its changes; the labels say who began it and who changed it last.
    """

    id: str
    call_id: str
    firm_id: str
    state: ApplicationState
    version: int
    answers: Values
    requested: int | None
    check_up_id: str | None
    snapshot_id: str | None
    plan_version_id: str | None
    adherence_id: str | None
    started_at: datetime
    started_by: str
    changed_at: datetime
    changed_by: str

    @property
    def fields(self) -> dict[str, JsonValue]:
        """What forms show and save: the answers and, where the firm named one, the amount."""
        asked: dict[str, JsonValue] = {} if self.requested is None else {REQUESTED: self.requested}
        return {**self.answers, **asked}


@dataclass(frozen=True, slots=True)
class ApplicationEdit:
    """One change of one field: `value` is what it became (None: taken back), `before_sha256` the digest of what it was
    (None: nothing), `version` the one that the application had afterwards.
    """

    seq: int
    version: int
    field: str
    before_sha256: str | None
    value: JsonValue
    at: datetime
    by_label: str


@dataclass(frozen=True, slots=True)
class ApplicationFile:
    """A file that was handed in for one of the call's documents."""

    id: str
    application_id: str
    document_id: str
    file_id: str
    put_at: datetime
    put_by: str
    removed_at: datetime | None = None
    removed_by: str | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """Somebody of the firm signed off exactly the content with this digest, or sent the version back with a note."""

    id: str
    application_id: str
    seq: int
    version: int
    digest: str
    verdict: SignOffVerdict
    kind: SignOffKind
    note: str | None
    at: datetime
    by_person: str
    by_label: str


@dataclass(frozen=True)
class Submission:
    """What was sent, as it was sent. `number` counts within the call; `withdrawn_at` is None while it counts.

    What it holds is read when it is asked for: lists of a thousand look at none of it.
    """

    id: str
    application_id: str
    call_id: str
    firm_id: str
    version: int
    number: int
    content: str
    digest: str
    requested: int | None
    sign_off_id: str
    submitted_at: datetime
    by_person: str
    by_label: str
    mandate_id: str | None
    receipt_code: str
    withdrawn_at: datetime | None = None

    @cached_property
    def told(self) -> dict[str, JsonValue]:
        """The content, read."""
        found: dict[str, JsonValue] = json.loads(self.content)
        return found

    @property
    def facts(self) -> dict[str, JsonValue]:
        """The facts by id, as a file of `cip rank` has them; what is unknown is left out."""
        facts = self.told["facts"]
        stated = facts if isinstance(facts, dict) else {}
        return {name: each["value"] for name, each in stated.items() if isinstance(each, dict)}

    @property
    def texts(self) -> dict[str, str]:
        """What the firm wrote for the criteria that people judge, by criterion (or part of one)."""
        texts = self.told.get("texts")
        return {name: str(text) for name, text in texts.items()} if isinstance(texts, dict) else {}

    @property
    def attached(self) -> dict[str, dict[str, JsonValue]]:
        """What was attached by reference, by kind (check_up, plan, adherence, statement): `{id, sha256, on}`."""
        documents = self.told.get("documents")
        found = (
            [one.get("attached") for one in documents if isinstance(one, dict)] if isinstance(documents, list) else []
        )
        return {str(one["kind"]): one for one in found if isinstance(one, dict)}

    @property
    def short(self) -> str:
        """The beginning of the digest, as it is printed."""
        return self.digest[:SHORT]

    @property
    def whole(self) -> bool:
        """Whether the content still has the digest that it was sent with."""
        return sha256_of(self.content) == self.digest


@dataclass(frozen=True, slots=True)
class Listed:
    """A submission in a list: nothing of what it holds."""

    application_id: str
    firm_id: str
    firm_name: str
    number: int
    submitted_at: datetime
    requested: int | None
    digest: str
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """An application that was not sent, with how often it was signed off: what a closed call shows of it."""

    application: Application
    signed_off: bool


def answers_at(edits: Iterable[ApplicationEdit], version: int) -> dict[str, JsonValue]:
    """The fields as they stood at a version: what a form that was drawn then has shown. `edits` stand oldest first."""
    found: dict[str, JsonValue] = {}
    for edit in edits:
        if edit.version > version:
            break
        if edit.value is None:
            found.pop(edit.field, None)
        else:
            found[edit.field] = edit.value
    return found


def merge_form(drawn: Values, now: Values, mine: Values) -> Merged:
    """Three-way, as a check-up's forms: `drawn` is what the form showed, `now` what is stored, `mine` what it says.

    The section of each question is `facts`. Where both changed a field to different values, a person has to choose.
    """
    return merge(_held(drawn), _held(now), {("facts", name): value for name, value in mine.items()})


def changed(before: Values, after: Mapping[str, JsonValue]) -> Iterator[tuple[str, JsonValue, JsonValue]]:
    """The fields of `after` that differ from `before`: (field, was, is), None for nothing."""
    for name, value in after.items():
        was = before.get(name)
        if canonical_json(was) != canonical_json(value):
            yield name, was, value


def digest_of_value(value: JsonValue) -> str | None:
    """The digest by which an edit names what was there before; None for nothing."""
    return None if value is None else sha256_of(canonical_json(value))


def _held(values: Values) -> StoredAnswers:
    return StoredAnswers(file={"facts": dict(values)}, notes={}, last_seq=0)

"""What an application says when it is signed off and sent: one canonical text, so that both see exactly the same. Pure.

The text holds no moment and no number: who signs off today and who sends tomorrow have the same digest before them,
unless something changed in between, and then the sign-off no longer counts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import JsonValue

from cip.incentives.prefill import Known, Prefilled
from cip.kernel.canonical import canonical_json
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.call import CallDocument

FORMAT = "cip-application/1"
Holds = Callable[[str], bool | None]
"""Whether the condition of a document (its id) holds on the facts: yes, no, not known."""
AttachedKind = Literal["check_up", "plan", "adherence", "statement"]


@dataclass(frozen=True, slots=True)
class Attached:
    """Something that the system has and attaches by reference: what, which one, its digest and its day."""

    kind: AttachedKind
    id: str
    sha256: str | None
    on: date

    def as_json(self) -> dict[str, JsonValue]:
        """The entry in the content."""
        return {"kind": self.kind, "id": self.id, "sha256": self.sha256, "on": self.on.isoformat()}


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that was handed in for a document; the name is shown and stays out of the content."""

    id: str
    file_id: str
    name: str
    sha256: str
    usable: bool = True


@dataclass(frozen=True, slots=True)
class DocumentCase:
    """A document of the call in the case of this firm: needed, not needed, or not known yet (None)."""

    document: CallDocument
    needed: bool | None
    attached: Attached | None = None
    files: tuple[HandedIn, ...] = ()

    @property
    def there(self) -> bool:
        """Whether something stands for it."""
        return self.attached is not None or bool(self.files)

    @property
    def missing(self) -> bool:
        """Whether nothing can be sent without it."""
        needed = self.needed is True and self.document.required and not self.document.later
        return needed and not self.there


@dataclass(frozen=True, slots=True)
class FirmName:
    """How the firm is named in what it sends."""

    id: str
    name: str
    tax_code: str


def documents_of(pack: CallPack, holds: Holds, attached: Mapping[str, Attached]) -> tuple[DocumentCase, ...]:
    """Every document of a call with whether this case needs it. `attached` is what the system has, by kind."""
    return tuple(
        DocumentCase(
            document,
            True if document.when is None else holds(document.id),
            attached.get(document.attached) if document.attached else None,
        )
        for document in pack.call.documents
    )


def attached_of(known: Known) -> dict[str, Attached]:
    """What the system has of a firm and attaches by reference, by kind."""
    found: list[Attached] = []
    statement, check_up, plan, joining = known.statement, known.check_up, known.plan, known.adherence
    if statement is not None:
        found.append(Attached("statement", statement.entry_id, None, statement.on))
    if check_up is not None:
        found.append(Attached("check_up", check_up.result_id, check_up.sha256, check_up.on))
    if plan is not None:
        found.append(Attached("plan", plan.version_id, plan.sha256, plan.signed_on))
    if joining is not None:
        found.append(Attached("adherence", joining.adherence_id, joining.sha256, joining.joined_on))
    return {one.kind: one for one in found}


def missing_documents(cases: Iterable[DocumentCase]) -> tuple[DocumentCase, ...]:
    """What must be there before an application is signed off and sent."""
    return tuple(case for case in cases if case.missing)


def content_of(
    application_id: str,
    call_id: str,
    firm: FirmName,
    pack: CallPack,
    facts: Mapping[str, Prefilled],
    texts: Mapping[str, str],
    requested: int | None,
    computed: int | None,
    cases: Sequence[DocumentCase],
) -> str:
    """The canonical text of an application. Amounts are cents; `computed` is None where the rules give none.

    What is not needed in this case is left out, also where a file was handed in for it.
    """
    return canonical_json(
        {
            "format": FORMAT,
            "application": application_id,
            "call": {"id": call_id, "rule": pack.id, "sha256": pack.sha256},
            "firm": {"id": firm.id, "name": firm.name, "tax_code": firm.tax_code},
            "facts": {name: _fact(fact) for name, fact in facts.items()},
            "texts": dict(texts),
            "requested": requested,
            "computed": computed,
            "documents": list(_documents(cases)),
        }
    )


def _fact(fact: Prefilled) -> dict[str, JsonValue]:
    return {"value": fact.value, "source": fact.source, "on": fact.on.isoformat() if fact.on else None}


def _documents(cases: Iterable[DocumentCase]) -> Iterator[dict[str, JsonValue]]:
    for case in cases:
        if case.needed is False or not case.there:
            continue
        files: list[JsonValue] = [{"id": one.file_id, "sha256": one.sha256} for one in case.files]
        attached = case.attached.as_json() if case.attached is not None else None
        yield {"id": case.document.id, "attached": attached, "files": files}

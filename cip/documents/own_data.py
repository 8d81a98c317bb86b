"""Everything that a check-up holds, for its owner to take away: as data, as a table and as a page that can be read."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from pydantic import JsonValue

from cip.assessment.answers import POOLED, RESPONDENTS
from cip.assessment.evidence import Evidence
from cip.assessment.narrative import Narrative
from cip.assessment.plan_versions import PlanSignature, PlanVersion
from cip.assessment.stored import (
    ALL_SECTIONS,
    AnswerEvent,
    Section,
    StoredAnswers,
    StoredCheckUp,
    StoredSnapshot,
)
from cip.assessment.verified import VerifiedResult
from cip.documents.answers_in_words import answer_in_words, question_in_words
from cip.documents.formats import long_day
from cip.documents.translation import translations
from cip.files.stored import StoredFile
from cip.kernel.clock import today
from cip.kernel.moments import moment_text
from cip.kernel.texts import Language
from cip.rulebook.packs import Pack

FORM = "cip-own-data-1"
"""The form of the JSON; it gets another number when a key changes its meaning."""
# A cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Kept:
    """A check-up as it lies in the database: the rules it is pinned to, its answers, its history, its results, the
    versions of its plan, and its evidence with the files.
    """

    pack: Pack
    check_up: StoredCheckUp
    stored: StoredAnswers
    events: Sequence[AnswerEvent]
    snapshots: Sequence[StoredSnapshot]
    versions: Sequence[PlanVersion] = ()
    signatures: Sequence[PlanSignature] = ()
    evidence: Sequence[tuple[Evidence, StoredFile | None]] = ()
    verified: Sequence[VerifiedResult] = ()
    narratives: Sequence[Narrative] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One answer in words; `at` is when it was last saved."""

    section: Section
    id: str
    question: str
    answer: str
    at: str


def as_json(kept: Kept) -> dict[str, object]:
    """All of it as data. `answers` has the shape of a check-up's FILE, so that `cip check-up` reads it; days are ISO,
    times carry their offset.
    """
    check_up = kept.check_up
    return {
        "form": FORM,
        "check_up": {
            "id": check_up.id,
            "stage": check_up.stage,
            "started_at": moment_text(check_up.created_at),
            "kept_until": check_up.expires_on.isoformat() if check_up.expires_on else None,
            "follows": check_up.previous_id,
            "closed_at": moment_text(check_up.closed_at) if check_up.closed_at else None,
        },
        "rules": {"id": kept.pack.id, "sha256": kept.pack.sha256},
        "answers": kept.stored.file,
        "notes": kept.stored.notes,
        **kept.stored.extra,
        "history": [_event(event) for event in kept.events],
        "results": [_result(snapshot) for snapshot in kept.snapshots],
        "plan_versions": [_version(version) for version in kept.versions],
        "plan_signatures": [_signature(signature) for signature in kept.signatures],
        "evidence": [_evidence(one, file) for one, file in kept.evidence],
        "reviews": kept.stored.reviews,
        "verified_results": [_verified(found) for found in kept.verified],
        "narratives": [{"number": n.number, "at": moment_text(n.at), "parts": n.parts} for n in kept.narratives],
    }


def _verified(found: VerifiedResult) -> dict[str, object]:
    return {
        "number": found.number,
        "at": moment_text(found.at),
        "engine": found.engine_version,
        "answers": json.loads(found.answers),
        "result": json.loads(found.result),
    }


def _event(event: AnswerEvent) -> dict[str, object]:
    value = None if event.value is None else json.loads(event.value)
    return {
        "seq": event.seq,
        "at": moment_text(event.at),
        "section": event.section,
        "id": event.question_id,
        "value": value,
        "from": event.source,
    }


def _result(snapshot: StoredSnapshot) -> dict[str, object]:
    return {
        "number": snapshot.number,
        "at": moment_text(snapshot.at),
        "engine": snapshot.engine_version,
        "sha256": snapshot.result_sha256,
        "result": json.loads(snapshot.result),
    }


def _version(version: PlanVersion) -> dict[str, object]:
    return {
        "number": version.number,
        "at": moment_text(version.made_at),
        "sha256": version.sha256,
        "content": json.loads(version.content),
    }


def _signature(signature: PlanSignature) -> dict[str, object]:
    return {
        "version": signature.version_id,
        "kind": signature.kind,
        "name": signature.name,
        "day": signature.day.isoformat(),
        "at": moment_text(signature.made_at),
        "file_sha256": signature.file_sha256,
    }


def _evidence(one: Evidence, file: StoredFile | None) -> dict[str, object]:
    days = {"seen_on": one.seen_on, "true_from": one.true_from, "valid_until": one.valid_until}
    return {
        "id": one.id,
        "section": one.section,
        "question": one.question_id,
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "note": one.note,
        "at": moment_text(one.added_at),
        "withdrawn_at": moment_text(one.withdrawn_at) if one.withdrawn_at else None,
        "withdrawn_because": one.withdrawn_because,
        "file": {"name": file.name, "type": file.kind, "size": file.size, "sha256": file.sha256, "state": file.state}
        if file
        else None,
    }


def as_csv(kept: Kept, language: Language) -> str:
    """The answers as a table: one line each, comma between, with a mark that tells spreadsheets the encoding."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head(language))
    for row in rows(kept, language):
        writer.writerow(_safe(cell) for cell in (row.section, row.id, row.question, row.answer, row.at))
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()


def head(language: Language) -> tuple[str, ...]:
    """The names of the columns."""
    _ = translations(language).gettext
    return (_("sezione"), _("codice"), _("domanda"), _("risposta"), _("salvata"))


def _safe(cell: str) -> str:
    """Text stays text: a spreadsheet must not reckon with what somebody typed."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def rows(kept: Kept, language: Language) -> tuple[Row, ...]:
    """Every current answer in words, section by section in the order of the model."""
    saved = {(event.section, event.question_id): moment_text(event.at) for event in kept.events}
    return tuple(
        Row(
            section,
            identifier,
            question_in_words(kept.pack, section, identifier, language),
            answer_in_words(kept.pack, section, identifier, value, language),
            saved.get((section, identifier), ""),
        )
        for section in ALL_SECTIONS
        for identifier, value in _in_order(kept, section)
    )


def _in_order(kept: Kept, section: Section) -> list[tuple[str, JsonValue]]:
    """The answers of a section: as the model asks them, then in the order of their numbers."""
    pack, stored = kept.pack, kept.stored
    held = stored.notes if section == "notes" else stored.file.get(section, stored.extra.get(section, {}))
    asked = [*pack.facts, *pack.indicators, *pack.duties, RESPONDENTS, *pack.needs, POOLED, *pack.measures]
    places = {identifier: place for place, identifier in enumerate(asked)}
    return sorted(held.items(), key=lambda item: (places.get(item[0], len(places)), len(item[0]), item[0]))


def section_names(language: Language) -> Mapping[str, str]:
    """What each section is called on the page."""
    _ = translations(language).gettext
    return {
        "facts": _("Profilo"),
        "indicators": _("Domande delle aree"),
        "duties": _("Obblighi di legge"),
        "needs": _("Bisogni"),
        "in_use": _("Misure in uso"),
        "notes": _("Note"),
        "reasons": _("Spiegazioni vostre"),
        "practices": _("Pratiche vostre"),
        "plan": _("Piano"),
        "sites": _("Sedi"),
    }


def started(kept: Kept, language: Language) -> str:
    """The day of the first page, in words."""
    return long_day(today(kept.check_up.created_at), language)

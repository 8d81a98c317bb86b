"""The short pages of an application's form: filled from what the system knows, saved while one types, never over
somebody else's answer unasked.
"""

from dataclasses import dataclass, field

from flask import Response, jsonify, request
from pydantic import JsonValue
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.application_work import NotTakenError, WrongApplicationStateError
from cip.incentives.actions.save_application import SavedApplication, StaleFormError, save_application
from cip.incentives.application import LONGEST_TEXT, REQUESTED, TEXT
from cip.incentives.local_times import in_italy
from cip.incentives.prefill import answerable
from cip.incentives.premium import missing_reason
from cip.incentives.prepared import judged_of
from cip.incentives.reads import APPLICATION
from cip.kernel.canonical import canonical_json
from cip.parties.access import NotYoursError, load_for
from cip.rulebook.shapes.call import CallFact
from cip.web.applying import applying
from cip.web.applying.values import (
    field_name,
    label_of,
    read_fact,
    source_words,
    typed_value,
    value_words,
)
from cip.web.applying.visit import ApplicationVisit, open_application
from cip.web.applying.words import (
    PARTS,
    PartId,
    changes_words,
    facts_of,
    own_words_of,
    part_names,
    parts_of,
)
from cip.web.call_words import money
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.owner.aid_visit import cents_of
from cip.web.shown import in_words
from cip.web.state import actor, now, reading, working
from cip.web.typed import Typed, sent

_PAGE = "/<firm_id>/applications/<application_id>/answers/<part>"


@dataclass(frozen=True, slots=True)
class BothVersions:
    """A field that two people changed: what this form says, what is saved."""

    label: str
    mine: str
    theirs: str


@dataclass
class PartSheet:
    """What the scripts of an answer form need beside the fields: the version that it was drawn with."""

    seq: int
    score: tuple[None, None] = field(default=(None, None))


@applying.get(_PAGE)
def part(firm_id: str, application_id: str, part: str) -> Response:
    """One page of the form."""
    visit = open_application(firm_id, application_id, "read")
    return _page(visit, _part(visit, part), Typed(_shown(visit)))


@applying.post(_PAGE)
def save_part(firm_id: str, application_id: str, part: str) -> AnyResponse:
    """Save what is right of it."""
    visit = open_application(firm_id, application_id, "answer")
    found = _part(visit, part)
    form = sent()
    mine = _read(visit, found, form)
    script = request.accept_mimetypes.best == "application/json"
    try:
        with working() as work:
            load_for(work.session, actor(), APPLICATION, application_id, action="answer", parent=firm_id)
            saved = save_application(work, application_id, mine, drawn=_drawn(visit))
    except StaleFormError as stale:
        if script:
            return jsonify(conflict=True), 409  # type: ignore[return-value]
        return _page(visit, found, form, both=_both(visit, stale), seq=stale.version)
    except (NotTakenError, WrongApplicationStateError):
        return _too_late(visit, script=script)
    if script:
        return _to_script(visit, form, saved)
    anew = open_application(firm_id, application_id, "read")
    if form.errors:
        return _page(anew, found, form)
    if request.form.get("go") == "stay":
        return back("applying.part", "saved", part=found, **anew.path)
    return _onwards(anew, found)


def _part(visit: ApplicationVisit, part: str) -> PartId:
    """The page that an address names. Raises NotYoursError for one that this call does not have."""
    found = next((one for one in parts_of(visit.prepared) if one == part), None)
    if found is None:
        raise NotYoursError
    return found


def _onwards(visit: ApplicationVisit, part: PartId) -> AnyResponse:
    parts = parts_of(visit.prepared)
    place = parts.index(part) + 1
    if place < len(parts):
        return back("applying.part", part=parts[place], **visit.path)
    return back("applying.documents", "saved", **visit.path)


def _drawn(visit: ApplicationVisit) -> int:
    """The version that the form showed; one that says nothing of it, or something odd, counts as having seen none."""
    text = request.form.get("seq", "")
    known = text.isascii() and text.isdecimal() and len(text) <= 9
    return int(text) if known and int(text) <= visit.application.version else 0


def _read(visit: ApplicationVisit, part: PartId, form: Typed) -> dict[str, JsonValue]:
    """What the form says, by field; what is wrong is left out and noted."""
    if part == "texts":
        return _read_texts(visit, form)
    mine: dict[str, JsonValue] = {}
    for fact in facts_of(visit.prepared, part):
        if not answerable(fact):
            continue
        value = read_fact(form, fact)
        if not form.error(field_name(fact.id)):
            mine[fact.id] = _own(visit, fact, value)
    return mine


def _own(visit: ApplicationVisit, fact: CallFact, value: JsonValue) -> JsonValue:
    """What is saved of a value: nothing where it is what the system knows, so that it keeps its origin."""
    known = visit.prepared.found.get(fact.id)
    if known is not None and value is not None and canonical_json(known.value) == canonical_json(value):
        return None
    return value


def _read_texts(visit: ApplicationVisit, form: Typed) -> dict[str, JsonValue]:
    mine: dict[str, JsonValue] = {}
    for one in judged_of(visit.prepared.bound):
        name = TEXT + one.id
        words = form.raw(field_name(name))
        mine[name] = words[:LONGEST_TEXT] or None
    typed = form.raw(field_name(REQUESTED))
    cents = cents_of(typed) if typed else None
    if typed and cents is None:
        form.errors[field_name(REQUESTED)] = _("Scrivete una somma in euro, per esempio 1.250,50.")
    else:
        mine[REQUESTED] = cents
    return mine


def _shown(visit: ApplicationVisit) -> dict[str, str]:
    """What the fields show at first: what counts of each fact, whoever said it."""
    prepared = visit.prepared
    shown = {
        field_name(name): typed_value(prepared.bound.pack.facts[name], found.value)
        for name, found in prepared.facts.items()
    }
    answers = visit.application.answers
    texts = {field_name(name): str(value) for name, value in answers.items() if name.startswith(TEXT)}
    asked = visit.application.requested
    whole, rest = divmod(asked or 0, 100)
    sums = {} if asked is None else {field_name(REQUESTED): f"{whole},{rest:02d}" if rest else str(whole)}
    return {**shown, **texts, **sums}


def _both(visit: ApplicationVisit, stale: StaleFormError) -> list[BothVersions]:
    """What two people said, beside each other."""
    found = []
    for one in stale.merged.conflicts:
        _section, name = one.question
        found.append(BothVersions(_label(visit, name), _said(visit, name, one.mine), _said(visit, name, one.theirs)))
    return found


def _label(visit: ApplicationVisit, name: str) -> str:
    fact = visit.prepared.bound.pack.facts.get(name)
    if fact is not None:
        return label_of(fact)
    if name == REQUESTED:
        return _("Importo chiesto")
    judged = {TEXT + one.id: in_words(one.label) for one in judged_of(visit.prepared.bound)}
    return judged.get(name, name)


def _said(visit: ApplicationVisit, name: str, value: object) -> str:
    fact = visit.prepared.bound.pack.facts.get(name)
    if value is None:
        known = visit.prepared.found.get(name)
        return value_words(fact, known.value) if fact is not None and known is not None else _("nessuna risposta")
    if fact is not None:
        return value_words(fact, value)  # type: ignore[arg-type]  # it was read from JSON
    return money(value) if name == REQUESTED and isinstance(value, int) else str(value)


def _to_script(visit: ApplicationVisit, form: Typed, saved: SavedApplication) -> Response:
    """What became of a save, as the script of answer forms reads it."""
    anew = open_application(visit.firm.id, visit.application.id, "read")
    shown = _shown(anew)
    theirs = {field_name(name): shown.get(field_name(name), "") for name in saved.kept}
    return jsonify(
        saved_at=in_italy(now()).strftime("%H:%M"),
        seq=saved.version,
        mistakes=form.errors,
        warnings={},
        fields=theirs,
        asides=[],
        asked=[],
        error="",
        reload=False,
    )


def _too_late(visit: ApplicationVisit, *, script: bool) -> AnyResponse:
    title = _("Questa domanda adesso non si può cambiare")
    words = _("Il bando è chiuso, oppure la domanda è già stata inviata o ritirata.")
    if script:
        return jsonify(error=f"{title}. {words}", reload=True, mistakes={}), 409  # type: ignore[return-value]
    return not_now(409, title, words, visit.url("applying.application"))


def _page(
    visit: ApplicationVisit,
    part: PartId,
    form: Typed,
    *,
    both: list[BothVersions] | None = None,
    seq: int | None = None,
) -> Response:
    prepared = visit.prepared
    with reading():
        parts = parts_of(prepared)
    response = form.page(
        "applying/part.html",
        visit=visit,
        prepared=prepared,
        part=part,
        names=part_names(),
        parts=parts,
        place=parts.index(part),
        facts=[(fact, prepared.found.get(fact.id), prepared.facts.get(fact.id)) for fact in facts_of(prepared, part)],
        judged=judged_of(prepared.bound) if part == "texts" else (),
        answerable=answerable,
        missing_reason=missing_reason,
        field_name=field_name,
        value_words=value_words,
        source_words=source_words,
        own_words=own_words_of(prepared),
        changes=changes_words(prepared),
        both=both or [],
        answer_sheet=PartSheet(seq if seq is not None else visit.application.version),
        text_field=lambda identifier: field_name(TEXT + identifier),
        requested_field=field_name(REQUESTED),
        longest_text=LONGEST_TEXT,
        all_parts=PARTS,
        language=current(),
        done=done_words(),
    )
    if both:
        response.status_code = 409
    return response

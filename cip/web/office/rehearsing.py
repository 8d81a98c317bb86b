"""A call is tried out before it is published, on invented applications, on those of a file or of an earlier call; each
trial is kept.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Session
from cip.incentives.actions.prepare_call import MadeRehearsal, store_rehearsal
from cip.incentives.calls import OfficeCall, StoredRehearsal
from cip.incentives.reads import CALL, calls_of_body, rehearsals_of_call
from cip.incentives.reads.rankable import rankable_of
from cip.incentives.rehearsal import rehearse, sample_applications
from cip.kernel import clock
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError
from cip.parties.access import load_for
from cip.web.done import back, done_words
from cip.web.handing_in import sent_file, takes_file
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.rehearsal_shown import shown_rehearsal
from cip.web.office.visit import CallVisit, open_call
from cip.web.state import actor, now, reading, working
from cip.web.typed import Typed, sent

SAMPLES = ("invented", "uploaded", "archive")
FEWEST, MOST, USUAL = 10, 150, 60
"""Applications of one rehearsal: each criterion is tried three times over all of them while somebody waits."""
LARGEST = 5_000_000
"""Bytes of a file of applications."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rehearsal runs on, and with which word."""

    sample: str
    applications: Sequence[Mapping[str, Any]]
    seed: str


@office.get("/<body_id>/calls/<call_id>/rehearsal")
def rehearsal(body_id: str, call_id: str) -> Response:
    """The last trial (or the one that is asked for), and the form for another."""
    visit = open_call(body_id, call_id, "read")
    return _page(visit, Typed({"sample": "invented", "size": str(USUAL), "seed": _("prova")}))


@office.post("/<body_id>/calls/<call_id>/rehearsal")
@takes_file
def rehearse_now(body_id: str, call_id: str) -> AnyResponse:
    """Run one and keep it."""
    visit = open_call(body_id, call_id, "manage")
    form = sent()
    trial = _read(form, visit)
    if form.errors or trial is None:
        return _page(visit, form)
    try:
        report = rehearse(visit.pack, trial.applications, seed=trial.seed)
    except (RefusalError, ValueError, KeyError, TypeError):
        wrong = "archive" if trial.sample == "archive" else "file"
        form.errors[wrong] = _("Queste domande non vanno bene per questo bando.")
        return _page(visit, form)
    made = MadeRehearsal(
        visit.pack.sha256, trial.sample, len(trial.applications), trial.seed, canonical_json(report.as_json())
    )
    with working() as work:
        load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
        store_rehearsal(work, call_id, made)
    return back("office.rehearsal", "rehearsed", body_id=body_id, call_id=call_id)


def _read(form: Typed, visit: CallVisit) -> Trial | None:
    sample = form.choice("sample", SAMPLES, _("Scegliete su quali domande fare la prova."))
    seed = form.line("seed", 60, missing=_("Scrivete una parola."))
    if form.errors:
        return None
    if sample == "invented":
        found = _invented(form, visit, seed)
    else:
        found = _uploaded(form) if sample == "uploaded" else _archived(form, visit)
    return Trial(sample, found, seed) if found else None


def archives(session: Session, visit: CallVisit) -> Sequence[OfficeCall]:
    """Earlier calls of the same office from the same template whose applications were checked and scored."""
    mine = calls_of_body(session, visit.body_id)
    alike = (one for one in mine if one.id != visit.id and one.rule_id == visit.call.rule_id)
    return [one for one in alike if one.stored_state in ("ranking", "allocated")]


def _archived(form: Typed, visit: CallVisit) -> Sequence[Mapping[str, Any]]:
    """The applications of an earlier call as its ranking was made from them: facts and scores, no names."""
    with reading() as session:
        chosen = next((one for one in archives(session, visit) if one.id == form.raw("archive")), None)
        found = list(rankable_of(session, chosen).entries.values()) if chosen is not None else []
    if not found:
        form.errors["archive"] = _("Scegliete un bando di prima che ha domande in graduatoria.")
    return found


def _invented(form: Typed, visit: CallVisit, seed: str) -> Sequence[Mapping[str, Any]]:
    text = form.raw("size")
    size = int(text) if text.isdecimal() and len(text) <= 4 else 0
    if not FEWEST <= size <= MOST:
        form.errors["size"] = _("Scrivete un numero da %(least)s a %(most)s.") % {"least": FEWEST, "most": MOST}
        return ()
    on = clock.today(visit.call.closes_at or now())
    return [sample.as_json() for sample in sample_applications(visit.pack, seed=seed, size=size, on=on)]


def _uploaded(form: Typed) -> Sequence[Mapping[str, Any]]:
    file = sent_file("file")
    text = file[0].read(LARGEST + 1) if file else b""
    try:
        read = json.loads(text) if 0 < len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        read = None
    found = read.get("applications") if isinstance(read, dict) else None
    good = isinstance(found, list) and 0 < len(found) <= MOST and all(isinstance(one, dict) for one in found)
    if not good:
        words = {"most": MOST}
        form.errors["file"] = (
            _("Caricate un file JSON con la lista «applications»: al massimo %(most)s domande.") % words
        )
        return ()
    return list(found or ())


def _page(visit: CallVisit, form: Typed) -> Response:
    with reading() as session:
        found = rehearsals_of_call(session, visit.id)
        earlier = archives(session, visit)
    stored = _asked_for(found)
    return form.page(
        "office/rehearsal.html",
        visit=visit,
        stored=stored,
        rehearsal=shown_rehearsal(stored.report) if stored else None,
        archives=[(one.id, one.title) for one in earlier],
        others=[one for one in found if one != stored],
        done=done_words(),
    )


def _asked_for(found: Sequence[StoredRehearsal]) -> StoredRehearsal | None:
    """The one that the address names by number, else the latest."""
    number = request.args.get("number", "")
    return next((one for one in found if str(one.seq) == number), found[0] if found else None)

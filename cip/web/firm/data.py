"""The owner's own data, to take away: as data, as a table, as a page."""

import json
from itertools import groupby

from flask import Response, render_template

from cip.assessment.evidence import owner_key
from cip.assessment.reads import (
    CHECK_UP,
    current_answers,
    events_after,
    evidence_of,
    narratives_of,
    plan_signatures_of,
    plan_versions_of,
    snapshots_of,
    verified_of,
)
from cip.documents.own_data import Kept, as_csv, as_json, rows, section_names, started
from cip.files.reads import files_of
from cip.parties.access import load_for
from cip.web.firm import firm
from cip.web.firm.visit import open_visit, visit_of
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.state import actor, reading, state


@firm.get("/<check_up_id>/data")
def data(check_up_id: str) -> str:
    """What can be taken away, and how to erase all of it."""
    visit = open_visit(check_up_id, "read")
    return render_template("firm/data.html", visit=visit, **page_words(visit))


@firm.get("/<check_up_id>/data.html")
def data_html(check_up_id: str) -> str:
    """Every answer on one page, to read or print."""
    kept = _kept(check_up_id)
    visit = visit_of(kept.pack, kept.check_up, kept.stored)
    by_section = [(section, list(found)) for section, found in groupby(rows(kept, current()), lambda row: row.section)]
    return render_template(
        "firm/data_page.html",
        visit=visit,
        sections=by_section,
        names=section_names(current()),
        results=kept.snapshots,
        evidence=kept.evidence,
        started=started(kept, current()),
        **page_words(visit),
    )


@firm.get("/<check_up_id>/data.json")
def data_json(check_up_id: str) -> Response:
    """Everything: answers, notes, history, results."""
    text = json.dumps(as_json(_kept(check_up_id)), ensure_ascii=False, indent=1, allow_nan=False)
    return _file(text, "application/json", f"check-up-{check_up_id[:8]}.json")


@firm.get("/<check_up_id>/data.csv")
def data_csv(check_up_id: str) -> Response:
    """The answers as a table."""
    return _file(as_csv(_kept(check_up_id), current()), "text/csv", f"check-up-{check_up_id[:8]}.csv")


def _kept(check_up_id: str) -> Kept:
    with reading() as session:
        check_up = load_for(session, actor(), CHECK_UP, check_up_id, action="read")
        files = {file.id: file for file in files_of(session, owner_key(check_up_id))}
        return Kept(
            state().packs.pinned(session, check_up.pack_sha256),
            check_up,
            current_answers(session, check_up_id),
            events_after(session, check_up_id),
            snapshots_of(session, check_up_id),
            plan_versions_of(session, check_up_id),
            plan_signatures_of(session, check_up_id),
            [(one, files.get(one.file_id or "")) for one in evidence_of(session, check_up_id)],
            verified_of(session, [check_up_id]).get(check_up_id, []),
            narratives_of(session, check_up_id),
        )


def _file(content: str, kind: str, name: str) -> Response:
    response = Response(content, content_type=f"{kind}; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response

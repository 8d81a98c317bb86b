"""What committee and parties note of their agreement: the list (A-09), the deposit (H-06), running plans (H-03), the
parties that ask and join later (H-04).
"""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.note_agreement import PartyKnownError, end_party, join_party, note_agreement
from cip.agreement.committee import DAY_KINDS, NOTE_KINDS, PARTY_SIDES
from cip.agreement.force import renewed_by
from cip.agreement.lives import life_of
from cip.agreement.reads import COMMITTEE
from cip.agreement.reads.committees import notes_of, parties_joined
from cip.database.locks import RowGoneError
from cip.parties.access import NotYoursError, load_for
from cip.web.committee import committee
from cip.web.committee.visit import CommitteeVisit, open_committee
from cip.web.committee.words import note_words, party_side_words
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

LONGEST_NAME = LONGEST_REFERENCE = 200
KINDS = tuple(kind for kind in NOTE_KINDS if kind != "monitoring_attended")
"""What is noted here; that a firm attended a meeting is noted beside the firm."""


@committee.get("/<body_id>/register")
def register(body_id: str) -> Response:
    """The agreement's own register."""
    return _page(open_committee(body_id, "read"), Typed({"on_day": today().isoformat()}))


@committee.post("/<body_id>/register")
def note_now(body_id: str) -> AnyResponse:
    """Note a day, or yes or no."""
    visit = open_committee(body_id, "log")
    form = sent()
    kind = form.choice("kind", KINDS, _("Scegliete che cosa annotate."))
    said = form.choice("said", ("yes", "no"), _("Scegliete sì o no."))
    day = form.day("on_day") if said == "yes" and kind in DAY_KINDS else None
    reference = form.line("reference", LONGEST_REFERENCE)
    if kind in DAY_KINDS and said == "yes" and day is None:
        form.errors.setdefault("on_day", _("Scrivete il giorno."))
    if kind == "list_published" and said == "no":
        form.errors["said"] = _("Dell'elenco si annota il giorno in cui è stato aggiornato.")
    if day is not None and day > today():
        form.errors["on_day"] = _("Scrivete un giorno già passato, oppure oggi.")
    if form.errors:
        return _page(visit, form)
    with working() as work:
        load_for(work.session, actor(), COMMITTEE, body_id, action="log")
        note_agreement(work, visit.agreement.id, kind, day or said == "yes", reference=reference)
    return back("committee.register", "saved", body_id=body_id)


@committee.post("/<body_id>/parties")
def join_party_now(body_id: str) -> AnyResponse:
    """Note a party that joins later than the signing."""
    visit = open_committee(body_id, "manage")
    form = sent()
    name = form.line("name", LONGEST_NAME, missing=_("Scrivete il nome."))
    side = form.choice("side", PARTY_SIDES, _("Scegliete la parte."))
    from_day = form.day("from_day", missing=_("Scrivete da quando."))
    reference = form.line("paper", LONGEST_REFERENCE)
    if form.errors or from_day is None:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), COMMITTEE, body_id, action="manage")
            join_party(work, visit.agreement.id, name, side, from_day=from_day, reference=reference)
    except PartyKnownError:
        form.errors["name"] = _("Ne fa già parte.")
        return _page(visit, form)
    return back("committee.register", "saved", body_id=body_id)


@committee.post("/<body_id>/parties/<party_id>/end")
def end_party_now(body_id: str, party_id: str) -> AnyResponse:
    """Note that a party leaves today."""
    visit = open_committee(body_id, "manage")
    with reading() as session:
        if party_id not in {party.id for party in parties_joined(session, visit.agreement.id)}:
            raise NotYoursError
    try:
        with working() as work:
            load_for(work.session, actor(), COMMITTEE, body_id, action="manage")
            end_party(work, visit.agreement.id, party_id, to_day=today())
    except (PartyKnownError, RowGoneError):
        return not_now(409, _("Non si può annotare"), _("È già uscita, oppure non è ancora entrata."))
    return back("committee.register", "saved", body_id=body_id)


def _page(visit: CommitteeVisit, form: Typed) -> Response:
    on = today()
    with reading() as session:
        notes = notes_of(session, visit.agreement.id)
        joined = parties_joined(session, visit.agreement.id)
    return form.page(
        "committee/register.html",
        visit=visit,
        life=life_of(visit.agreement, visit.book, on),
        successor=renewed_by(visit.book, visit.agreement, on),
        renewed=visit.book.by_id.get(visit.agreement.renews or ""),
        standing={one.kind: one for one in notes if one.adherence_id is None},
        joined=joined,
        kinds={kind: words for kind, words in note_words().items() if kind in KINDS},
        sides=party_side_words(),
        on=on,
        done=done_words(),
    )

"""What firms recorded of others that apply to a call: the office sees who said it, and says whether it counts."""

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.database.locks import RowGoneError
from cip.incentives import aid_sentences
from cip.incentives.actions.rule_on_aid import rule_on_aid
from cip.incentives.declared import LONGEST_RULING, AidVerdict
from cip.incentives.reads import CALL
from cip.incentives.reads.aid_heard import heard_of_call
from cip.parties.access import NotYoursError, load_for
from cip.parties.reads.acting import firm_names
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.links import CallLink, register_link
from cip.web.office.visit import CallVisit, open_call
from cip.web.people_named import named_doers
from cip.web.shown import in_words
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent

PAGE = "/<body_id>/calls/<call_id>/aid-entries"

register_link(
    CallLink(
        "office.aid_entries",
        lambda: _("Aiuti e legami dichiarati"),
        lambda: _("Chi li ha scritti, se contano, che cosa mettere da parte"),
        ("admissibility", "evaluation", "ranking", "allocated"),
    )
)


@office.get(PAGE)
def aid_entries(body_id: str, call_id: str) -> Response:
    """What was said of the firms that apply by others than themselves."""
    return _page(open_call(body_id, call_id, "read"), Typed())


@office.post(f"{PAGE}/<aid_entry_id>/<any(confirmed, set_aside):aid_verdict>")
def aid_entry_ruled(body_id: str, call_id: str, aid_entry_id: str, aid_verdict: AidVerdict) -> AnyResponse:
    """Say that one counts, or set it aside."""
    visit, form = open_call(body_id, call_id, "manage"), sent()
    with reading() as session:
        if aid_entry_id not in {one.entry.entry.id for one in heard_of_call(session, call_id)}:
            raise NotYoursError
    reason = form.line("reason", LONGEST_RULING, missing=_("Scrivete perché, con la fonte."))
    if form.errors:
        return _page(visit, form, f"{aid_entry_id}-{aid_verdict}")
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            rule_on_aid(work, call_id, aid_entry_id, aid_verdict, reason)
    except RowGoneError:
        words = _("Questa riga non c'è più: chi l'ha scritta l'ha ritirata.")
        return not_now(409, _("Ora non si può fare"), words, _address(visit))
    return back("office.aid_entries", "saved", body_id=visit.body_id, call_id=visit.id)


def _address(visit: CallVisit) -> str:
    return url_for("office.aid_entries", body_id=visit.body_id, call_id=visit.id)


def _page(visit: CallVisit, form: Typed, at: str = "") -> Response:
    with reading() as session:
        heard = heard_of_call(session, visit.id)
        names = firm_names(session, {one.entry.entry.firm_id for one in heard})
        by = named_doers(session, {one.ruling.by_label for one in heard if one.ruling is not None})
    return form.page(
        "office/aid_heard.html",
        visit=visit,
        heard=heard,
        names=names,
        by=by,
        at=at,
        blank=Typed(),
        kinds={kind: in_words(words) for kind, words in aid_sentences.KINDS.items()},
        regimes={regime: in_words(words) for regime, words in aid_sentences.REGIMES.items()},
        ids={"body_id": visit.body_id, "call_id": visit.id},
        done=done_words(),
    )

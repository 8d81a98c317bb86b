"""A call is begun from a template, and its dates, sums and contacts are set."""

import re
from dataclasses import dataclass

from flask import Response, render_template, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.prepare_call import change_call, start_call
from cip.incentives.call_states import PREPARED
from cip.incentives.calls import LONGEST_CONTACT, LONGEST_TITLE, CallSettings
from cip.incentives.publishing import unknowns_of
from cip.incentives.reads import CALL, OFFICE
from cip.parties.access import NotYoursError, load_for
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.call import Call
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.times import known_moment, typed_moment
from cip.web.office.visit import CallVisit, OfficeVisit, open_call, open_office
from cip.web.shown import in_words
from cip.web.state import actor, call_packs, working
from cip.web.typed import Typed, sent

MOST_CENTS = 10**13
_EUROS = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,11})(?:,(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Template:
    """A template in the list; `unknowns`: how much its source leaves open."""

    pack: CallPack
    unknowns: int


@office.get("/<body_id>/calls/new")
def new_call(body_id: str) -> Response:
    """The templates of today's rules: those that can be published first."""
    visit = open_office(body_id, "start")
    found = [Template(pack, len(unknowns_of(pack))) for pack in call_packs().values()]
    found.sort(key=lambda one: (one.pack.call.about.nature == "historic", one.unknowns, one.pack.id))
    page = render_template("office/new.html", visit=visit, templates=found, done=done_words())
    return Response(page, mimetype="text/html")


@office.get("/<body_id>/calls/new/<rule_id>")
def new_from(body_id: str, rule_id: str) -> Response:
    """The form for a call from one template."""
    visit = open_office(body_id, "start")
    pack = _template(rule_id)
    title = in_words(pack.call.about.label)
    return _page(visit, pack, Typed({"title": title, **_known_sums(pack.call, {})}))


@office.post("/<body_id>/calls/new/<rule_id>")
def new_from_now(body_id: str, rule_id: str) -> AnyResponse:
    """Begin it."""
    visit, pack = open_office(body_id, "start"), _template(rule_id)
    form = sent()
    settings = _read(form, pack.call)
    if form.errors:
        return _page(visit, pack, form)
    with working() as work:
        load_for(work.session, actor(), OFFICE, body_id, action="start")
        call_id = start_call(work, body_id, rule_id, settings)
    return redirect(url_for("office.call", body_id=body_id, call_id=call_id, done="saved"), 303)


@office.get("/<body_id>/calls/<call_id>/settings")
def settings(body_id: str, call_id: str) -> Response:
    """What the office has set so far."""
    visit = open_call(body_id, call_id, "manage")
    return _page(visit, visit.pack, Typed(_known(visit)))


@office.post("/<body_id>/calls/<call_id>/settings")
def settings_now(body_id: str, call_id: str) -> AnyResponse:
    """Set it."""
    visit = open_call(body_id, call_id, "manage")
    form = sent()
    wanted = _read(form, visit.pack.call)
    if form.errors:
        return _page(visit, visit.pack, form)
    with working() as work:
        load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
        change_call(work, call_id, wanted)
    return back("office.call", "saved", body_id=body_id, call_id=call_id)


def _template(rule_id: str) -> CallPack:
    found = call_packs().get(rule_id)
    if found is None:
        raise NotYoursError
    return found


def _known(visit: CallVisit) -> dict[str, str]:
    held = visit.call.settings
    return {
        "title": held.title,
        "contact": held.contact,
        **known_moment("opens", held.opens_at),
        **known_moment("closes", held.closes_at),
        **_known_sums(visit.pack.call, held.cents_by_line or {}),
    }


def _known_sums(call: Call, set_by_office: object) -> dict[str, str]:
    held = set_by_office if isinstance(set_by_office, dict) else {}
    found = {line.id: held.get(line.id, line.cents) for line in call.funding}
    return {f"cents-{line}": _euros_text(cents) for line, cents in found.items() if isinstance(cents, int)}


def _euros_text(cents: int) -> str:
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02d}" if rest else str(whole)


def _read(form: Typed, call: Call) -> CallSettings:
    title = form.line("title", LONGEST_TITLE, missing=_("Scrivete il titolo del bando."))
    opens, closes = typed_moment(form, "opens"), typed_moment(form, "closes")
    if opens is not None and closes is not None and closes <= opens:
        form.errors["closes_day"] = _("Il bando deve chiudere dopo che ha aperto.")
    cents = {line.id: _read_cents(form, f"cents-{line.id}") for line in call.funding}
    contact = form.line("contact", LONGEST_CONTACT)
    set_now = {line: sum_ for line, sum_ in cents.items() if sum_ is not None}
    return CallSettings(title, opens, closes, set_now, contact)


def _read_cents(form: Typed, name: str) -> int | None:
    """An amount in euro as an Italian writes it, in cents; None where the field is empty or wrong."""
    text = form.raw(name).replace("€", "").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if not text:
        return None
    found = _EUROS.fullmatch(text)
    cents = int(found[1].replace(".", "")) * 100 + int(found[2] or 0) if found else MOST_CENTS + 1
    if cents > MOST_CENTS:
        form.errors[name] = _("Scrivete una somma in euro, per esempio 75.000 oppure 1200,50.")
        return None
    return cents


def _page(visit: OfficeVisit | CallVisit, pack: CallPack, form: Typed) -> Response:
    fixed = isinstance(visit, CallVisit) and visit.state not in PREPARED
    return form.page("office/settings.html", visit=visit, pack=pack, fixed=fixed, done=done_words())

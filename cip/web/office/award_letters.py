"""The decision letters of a call: all of them to be read before any leaves, their protocol numbers, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Session
from cip.documents.papers.award_letter import award_letter, letters_batch
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Sheet
from cip.incentives.actions.notify_awards import number_letters
from cip.incentives.award_letter import AwardLetter, KeptLetter, Protocol
from cip.incentives.awards import StoredAward
from cip.incentives.reads.award_kinds import AWARD
from cip.incentives.reads.award_letters import letters_for, letters_kept
from cip.incentives.reads.awards import awards_of_call
from cip.parties.access import load_for
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.award import read_number
from cip.web.office.award_visit import CALL_AWARDS, ONE_AWARD, may_award, open_award, refused_in_words
from cip.web.office.visit import CallVisit, open_call
from cip.web.printed import pdf_or_sorry
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A letter as it is read here: kept under its number, or as it would be now."""

    award: StoredAward
    letter: AwardLetter
    protocol: Protocol | None

    @property
    def body(self) -> Markup:
        """The letter as part of a page."""
        sheet = award_letter(self.letter, self.protocol, current())
        page = render_sheet(sheet, first_heading=2, about=self.letter.firm)
        return Markup(page)  # noqa: S704 rendered with escaping, by ourselves


@office.get(f"{CALL_AWARDS}/letters")
def award_letters(body_id: str, call_id: str) -> Response:
    """Every letter that has not left, one below the other, and the form for their numbers."""
    return _page(open_call(body_id, call_id, "read"), Typed())


@office.get(f"{CALL_AWARDS}/letters.pdf")
def award_letters_pdf(body_id: str, call_id: str) -> Response:
    """The same to print."""
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        shown = _waiting(session, visit)
    if not shown:
        return _none_yet()
    sheet = letters_batch([(one.letter, one.protocol) for one in shown], _("Lettere di concessione"), current())
    page = url_for("office.award_letters", body_id=body_id, call_id=call_id)
    return pdf_or_sorry(sheet, f"lettere-{call_id[:8]}.pdf", page)


@office.post(f"{CALL_AWARDS}/letters")
def award_letters_number(body_id: str, call_id: str) -> AnyResponse:
    """Give every letter without one its protocol number, one after the other from the first."""
    visit, form = open_call(body_id, call_id, "read"), sent()
    first = read_number(form, "protocol_number")
    on = form.day("protocol_on", missing=_("Scrivete il giorno del protocollo."))
    if form.errors or on is None:
        return _page(visit, form)
    with refused_in_words(), working() as work:
        approved = [one.id for one in awards_of_call(work.session, call_id) if one.state == "approved"]
        for award_id in approved:
            load_for(work.session, actor(), AWARD, award_id, action="manage", parent=call_id)
        number_letters(work, call_id, approved, first=first, on=on)
    return back("office.award_letters", "saved", body_id=body_id, call_id=call_id)


@office.get(f"{ONE_AWARD}/letter")
def office_award_letter(body_id: str, call_id: str, award_id: str) -> Response:
    """The letter of one award."""
    found = open_award(body_id, call_id, award_id)
    sheet = _sheet(found.award)
    if sheet is None:
        return _none_yet()
    body = Markup(render_sheet(sheet))  # noqa: S704 rendered with escaping, by ourselves
    page = render_template("office/award_letter.html", visit=found.visit, award=found.award, body=body)
    return Response(page, mimetype="text/html")


@office.get(f"{ONE_AWARD}/letter.pdf")
def office_award_letter_pdf(body_id: str, call_id: str, award_id: str) -> Response:
    """The same to print and to sign."""
    found = open_award(body_id, call_id, award_id)
    page = url_for("office.office_award_letter", body_id=body_id, call_id=call_id, award_id=award_id)
    sheet = _sheet(found.award)
    if sheet is None:
        return _none_yet()
    return pdf_or_sorry(sheet, f"lettera-{award_id[:8]}.pdf", page)


def _none_yet() -> Response:
    return not_now(
        409, _("La lettera non c'è ancora"), _("La lettera nasce quando un'altra persona approva il contributo.")
    )


def _sheet(award: StoredAward) -> Sheet | None:
    """The letter of an award; None before it is approved."""
    with reading() as session:
        shown = _shown(session, [award])
    if not shown:
        return None
    return award_letter(shown[0].letter, shown[0].protocol, current())


def _shown(session: Session, awards: Sequence[StoredAward]) -> list[ShownLetter]:
    """The letters of awards that have one: as kept, else as they would be now."""
    kept: dict[str, KeptLetter] = letters_kept(session, [award.id for award in awards])
    drafts = letters_for(session, [award for award in awards if award.id not in kept])
    found = []
    for award in awards:
        if award.id in kept:
            found.append(ShownLetter(award, kept[award.id].letter, kept[award.id].protocol))
        elif award.id in drafts:
            found.append(ShownLetter(award, drafts[award.id], None))
    return found


def _waiting(session: Session, visit: CallVisit) -> list[ShownLetter]:
    """The letters of approved awards whose firms were not told yet."""
    return _shown(session, [one for one in awards_of_call(session, visit.id) if one.state == "approved"])


def _page(visit: CallVisit, form: Typed) -> Response:
    with reading() as session:
        shown = _waiting(session, visit)
        told = [one.id for one in awards_of_call(session, visit.id) if one.state != "approved"]
        left = len(letters_kept(session, told))
    return form.page(
        "office/award_letters.html",
        visit=visit,
        letters=shown,
        unnumbered=sum(1 for one in shown if one.protocol is None),
        left=left,
        may_manage=may_award(visit, "manage"),
        done=done_words(),
    )

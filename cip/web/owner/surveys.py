"""A firm's surveys: opening one, the sheet of codes, closing. While one is open nothing is counted on any page: a
number that grows by one just after somebody put the phone away would tell whose answer it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from cip.assessment.answers import Answers
from cip.assessment.bound import bind
from cip.assessment.engine import check_up_bound
from cip.assessment.reads import check_ups_without_results, current_answers
from cip.documents.papers.voice import CodesPaper, codes_sheet
from cip.documents.qr import qr_svg
from cip.kernel import ids
from cip.kernel.errors import RefusalError
from cip.parties.access import load_for, roles_on_firm
from cip.parties.firms import Firm
from cip.parties.permissions import Action, allowed
from cip.parties.reads import mandates_given
from cip.rulebook.expressions.scope import FactValue
from cip.voice.actions import (
    DrawnAlreadyError,
    NoConsultancyError,
    NotOpenError,
    OpenAlreadyError,
    Opening,
    TooEarlyError,
    close_survey,
    draw_codes,
    open_survey,
)
from cip.voice.reads import SURVEY, VOICE, areas_for, surveys_of
from cip.voice.surveys import Survey, code_in_groups
from cip.web.account.guards import need_person
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.firm.visit import readable
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.limits import may_get_document
from cip.web.owner import owner
from cip.web.printed import PDF, attached
from cip.web.state import act_for, actor, reading, state, today, working
from cip.web.typed import Typed, sent
from cip.web.worker.book import closed_questions, newest_pack, protection_of, survey_book, vault

MOST_OPEN_DAYS = 60


@dataclass(frozen=True, slots=True)
class VoiceVisit:
    """A firm and its surveys as somebody sees them in this request."""

    firm: Firm
    roles: frozenset[str]

    @property
    def id(self) -> str:
        """The firm's id."""
        return self.firm.id

    def may(self, action: Action, kind: str = "survey") -> bool:
        """Whether whoever asks may do this: what they may not is not drawn."""
        return allowed(kind, action, self.roles)  # type: ignore[arg-type]


def open_voice(firm_id: str, action: Action) -> VoiceVisit:
    """Load a firm for whoever is signed in and has to do with its surveys. Raises NotYoursError, or the detour."""
    need_person()
    with reading() as session:
        firm = load_for(session, actor(), VOICE, firm_id, action=action)
    act_for(firm_id, "survey")
    return VoiceVisit(firm, frozenset(roles_on_firm(actor(), firm_id, "survey")))


def open_survey_visit(firm_id: str, survey_id: str, action: Action) -> tuple[VoiceVisit, Survey]:
    """One survey of a firm, through the one door."""
    visit = open_voice(firm_id, "read")
    with reading() as session:
        return visit, load_for(session, actor(), SURVEY, survey_id, action=action, parent=firm_id)


@owner.get("/<firm_id>/voice")
def surveys(firm_id: str) -> Response:
    """The survey that is open, the results of those before, and the form that opens one."""
    visit = open_voice(firm_id, "read")
    facts = _facts(firm_id)
    areas = _areas(firm_id)
    book = survey_book()
    days = book.structure.open_days if book else 0
    known = {
        "headcount": str(facts.get("workers") or ""),
        "sector": str(facts.get("sector") or ""),
        "area": areas[0] if len(areas) == 1 else "",
        "closes_on": (today() + timedelta(days=days)).isoformat(),
    }
    return _page(visit, Typed(known))


@owner.post("/<firm_id>/voice")
def surveys_now(firm_id: str) -> AnyResponse:
    """Open a survey: from here on its protection is fixed."""
    visit = open_voice(firm_id, "start")
    form = sent()
    opening = _opening(visit, form)
    if opening is None:
        return _page(visit, form)
    try:
        with working() as work:
            open_survey(work, firm_id, opening, on=today())
    except OpenAlreadyError:
        form.errors["headcount"] = _("C'è già un questionario aperto. Prima si chiude quello.")
    except NoConsultancyError:
        form.errors["headcount"] = _("Serve un incarico a un ente che faccia il questionario con voi.")
    return _page(visit, form) if form.errors else back("owner.surveys", "saved", firm_id=firm_id)


def _areas(firm_id: str) -> Sequence[str]:
    with reading() as session:
        return areas_for(session, firm_id, today())


def _opening(visit: VoiceVisit, form: Typed) -> Opening | None:
    book = survey_book()
    headcount = _headcount(form)
    if "consultant" not in visit.roles and not form.errors:
        _bound(form, headcount, declared_workers(visit.id))
    sector = form.choice("sector", sectors(), _("Scegliete il settore."))
    areas = _areas(visit.id)
    area = form.choice("area", areas or ("",), _("Scegliete la zona."))
    closes_on = form.day("closes_on", missing=_("Scrivete l'ultimo giorno per rispondere."))
    if closes_on is not None and not today() <= closes_on <= today() + timedelta(days=MOST_OPEN_DAYS):
        form.errors["closes_on"] = _("Scegliete un giorno da oggi a %(most)s giorni.") % {"most": MOST_OPEN_DAYS}
    if form.errors or book is None or closes_on is None or not areas:
        return None
    wanted = next((one.cards for one in book.structure.questions if one.cards is not None), 0)
    asked = closed_questions(book, _cards(visit.id, headcount, wanted))
    return Opening(headcount, sector, area, closes_on, book.structure.id, asked, protection_of(book))


def _headcount(form: Typed) -> int:
    text = form.raw("headcount")
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= 4999):
        form.errors["headcount"] = _("Scrivete un numero intero, per esempio 7.")
        return 1
    return int(text)


def declared_workers(firm_id: str) -> int | None:
    """How many people the firm's newest check-up says that work there; None if it does not say."""
    workers = _facts(firm_id).get("workers")
    return int(workers) if isinstance(workers, int | float) else None


def _bound(form: Typed, headcount: int, declared: int | None) -> None:
    """More codes than people would let the employer answer unnoticed: only who runs the survey may say more."""
    if declared is None:
        form.errors["headcount"] = _(
            "Scrivete prima nel check-up quante persone lavorano da voi, o fate aprire all'ente."
        )
    elif headcount > declared:
        text = _("Nel check-up le persone sono %(num)s. Se sono di più, correggetelo prima, o fate aprire all'ente.")
        form.errors["headcount"] = text % {"num": declared}


def sectors() -> tuple[str, ...]:
    """The kinds of firm that the model in force knows."""
    return tuple(option.id for option in newest_pack().facts["sector"].options)


def sector_words(sector: str) -> str:
    """A kind of firm in words."""
    options = {option.id: option for option in newest_pack().facts["sector"].options}
    return getattr(options[sector], current()) if sector in options else sector


def _facts(firm_id: str) -> dict[str, FactValue]:
    return dict(newest_answers(firm_id).facts)


def newest_answers(firm_id: str) -> Answers:
    """The answers of the firm's newest check-up, as today's model reads them; none where there is no check-up."""
    with reading() as session:
        found = check_ups_without_results(session, firm_id)
        stored = current_answers(session, found[0].id) if found else None
    if stored is None:
        return Answers()
    return readable(bind(newest_pack(), today()), stored.file).answers


def _cards(firm_id: str, headcount: int, many: int) -> tuple[str, ...]:
    """The measures to show: those that fit the firm best, by its newest check-up."""
    answers = newest_answers(firm_id)
    if not answers.facts:
        answers = Answers(facts={"workers": headcount})
    result = check_up_bound(bind(newest_pack(), today()), answers)
    return tuple([one.id for one in result.measures] + [one.id for one in result.could_fit])[:many]


def _page(visit: VoiceVisit, form: Typed) -> Response:
    with reading() as session:
        found = surveys_of(session, visit.id)
        given = mandates_given(session, visit.id)
    running = [one for one in given if one.mandate.in_force(today()) and "survey" in one.mandate.scopes]
    return form.page(
        "owner/surveys.html",
        visit=visit,
        book=survey_book(),
        opened=next((one for one in found if one.published is None), None),
        closed=[one for one in found if one.published is not None],
        running=running,
        declared=declared_workers(visit.id),
        sectors=[(one, sector_words(one)) for one in sectors()],
        areas=[(one, one) for one in _areas(visit.id)],
        sector_words=sector_words,
        today=today(),
        done=done_words(),
    )


@owner.post("/<firm_id>/voice/<survey_id>/codes")
def survey_codes(firm_id: str, survey_id: str) -> AnyResponse:
    """Draw the codes and show them this once: only their digests stay. As PDF where asked, else as a page to print."""
    visit, survey = open_survey_visit(firm_id, survey_id, "draw_codes")
    form = sent()
    again = form.ticked("lost", "yes")
    if survey.codes_drawn and not again:
        return _ask_again(visit, survey, form)
    as_pdf = form.raw("as") == "pdf" and may_get_document()
    try:
        with working() as work:
            load_for(work.session, actor(), SURVEY, survey_id, action="draw_codes", parent=firm_id)
            codes = [
                code_in_groups(code) for code in draw_codes(work, survey_id, ids.new_code, on=today(), again=again)
            ]
    except DrawnAlreadyError:
        # Somebody else drew them between the two readings.
        return _ask_again(visit, survey, form)
    except NotOpenError:
        return not_now(409, _("Il questionario è finito"), _("Dopo l'ultimo giorno non si danno altri codici."))
    address = url_for("worker.start", survey_id=survey_id, _external=True)
    if as_pdf:
        sheet = codes_sheet(CodesPaper(current(), today(), address, survey.closes_on, tuple(codes)))
        try:
            return attached(state().pdf.render(sheet), PDF, f"codici-{today().isoformat()}.pdf")
        except RefusalError:
            # The codes exist only in this answer: without the PDF the page shows them.
            as_pdf = False
    page = render_template(
        "owner/survey_codes.html",
        visit=visit,
        survey=survey,
        codes=codes,
        address=address,
        qr=Markup(qr_svg(address, _("Codice QR che apre il questionario"))),  # noqa: S704 made of our own text
    )
    return Response(page, mimetype="text/html")


def _ask_again(visit: VoiceVisit, survey: Survey, form: Typed) -> Response:
    """The page that asks before answers get lost: also after a reload, or a button that was pressed twice."""
    form.errors["lost"] = _("Mettete la spunta: le risposte già date si cancellano.")
    return form.page("owner/survey_codes_again.html", visit=visit, survey=survey)


@owner.post("/<firm_id>/voice/<survey_id>/close")
def close_now(firm_id: str, survey_id: str) -> AnyResponse:
    """Close it for good and count once. Before the last day is past only whoever runs it may, never the employer."""
    visit, _survey = open_survey_visit(firm_id, survey_id, "close")
    try:
        with working() as work:
            load_for(work.session, actor(), SURVEY, survey_id, action="close", parent=firm_id)
            close_survey(work, vault(), survey_id, on=today(), early="consultant" in visit.roles)
    except TooEarlyError:
        return not_now(
            409,
            _("È ancora presto per chiudere"),
            _(
                "Si chiude da solo dopo l'ultimo giorno. Prima può chiuderlo solo l'ente: chi dà lavoro non sceglie "
                "quando."
            ),
        )
    return back("owner.survey_result", "saved", firm_id=firm_id, survey_id=survey_id)


def answer_by(survey: Survey, within: int) -> date:
    """Until when the firm answers on the notice board."""
    return (survey.closed_on or survey.closes_on) + timedelta(days=within)

"""How the workers were heard about the plan: a form like the others, one answer in the same history."""

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.merging import Question
from cip.assessment.plan import HEARD, day_of
from cip.assessment.plan_heard import WAYS, Heard, read_heard
from cip.documents.plan_words import way_words
from cip.rulebook.packs import Pack
from cip.web.fields import DayField, NoteField, SeveralField
from cip.web.firm import firm
from cip.web.firm.answering import FormPage, answer_page, show
from cip.web.firm.plan_fields import LONGEST_SIGNER, MOST_SIGNERS, SignersField
from cip.web.firm.plan_status import plan_status
from cip.web.firm.saving import Changes
from cip.web.firm.sheet import Sheet, answer, form_class
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.form_names import render_form
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.state import today

_WAYS, _ON, _SAID, _SIGNERS = "ways", "on", "said", "signers"


@firm.get("/<check_up_id>/plan/heard")
def plan_heard(check_up_id: str) -> str:
    """The form."""
    return show(_page(check_up_id))


@firm.post("/<check_up_id>/plan/heard")
def save_heard(check_up_id: str) -> Response:
    """Save what is right; show the page again where something is not."""
    return answer_page(_page(check_up_id))


def _page(check_up_id: str) -> FormPage:
    return FormPage(
        section="plan",
        source="plan:heard",
        open=lambda action: open_visit(check_up_id, action, with_result=True),
        form=_form,
        changes=_changes,
        values=_values,
        draw=_draw,
        names=_names,
        leads=lambda visit, _go: url_for("firm.plan_agree", check_up_id=visit.id),
        holds=lambda _visit, identifier: identifier == HEARD,
        here=lambda visit, anchor: url_for("firm.plan_heard", check_up_id=visit.id, _anchor=anchor),
    )


def _names(_question: Question) -> tuple[str, ...]:
    return (_WAYS, _ON, _SAID, _SIGNERS)


def _form(_pack: Pack) -> type[FlaskForm]:
    return form_class(
        {_WAYS: SeveralField(choices=WAYS), _ON: DayField(), _SAID: NoteField(), _SIGNERS: SignersField()}
    )


def _changes(_visit: Visit, form: FlaskForm, sheet: Sheet) -> Changes:
    on = day_of(answer(form, _ON).data)
    if on and on > today():
        sheet.refuse(_ON, _("Questo giorno deve ancora venire: scrivete quando avete ascoltato le persone."))
    heard = Heard(
        ways=tuple(way for way in WAYS if way in (answer(form, _WAYS).data or ())),
        on=on,
        said=str(answer(form, _SAID).data or ""),
        signers=tuple(answer(form, _SIGNERS).data or ()),
    )
    return {} if sheet.mistakes else {("plan", HEARD): heard.as_stored()}


def _values(visit: Visit) -> dict[str, object]:
    heard = read_heard(visit.stored.extra["plan"])
    return {_WAYS: list(heard.ways), _ON: heard.on, _SAID: heard.said, _SIGNERS: "\n".join(heard.signers)}


def _draw(visit: Visit, sheet: Sheet) -> str:
    return render_form(
        "firm/plan_heard.html",
        visit=visit,
        sheet=sheet,
        status=plan_status(visit),
        ways=way_words(current()),
        closed=visit.check_up.closed_at is not None,
        most_signers=MOST_SIGNERS,
        longest_signer=LONGEST_SIGNER,
        **page_words(visit),
    )

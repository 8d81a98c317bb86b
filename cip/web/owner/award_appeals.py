"""A firm asks for a review of the ranking, or tells the office of an appeal; it follows what becomes of it."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.appeal import (
    LateAppealError,
    SecondAppealError,
    WrongAppealStateError,
    file_appeal,
    withdraw_appeal,
)
from cip.incentives.actions.move_call import WrongCallStateError
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.appeal_states import appeal_moves
from cip.incentives.appeals import APPEAL_WAYS, AppealTerm, appeal_term, in_time
from cip.incentives.reads import APPLICATION, pack_of_call
from cip.incentives.reads.acceptances import OWN_APPEAL, appeals_of_application, steps_of_appeal
from cip.incentives.reads.awards import award_of_application
from cip.incentives.reads.rankings import published_ranking
from cip.kernel.clock import today as day_of
from cip.parties.access import NotYoursError, load_for
from cip.parties.permissions import allowed
from cip.web.applying.visit import ApplicationVisit, open_application
from cip.web.award_words import appeal_words, way_name, way_title, way_words
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.state import actor, reading, today, working
from cip.web.typed import LONGEST_TYPED, Typed, sent

PAGE = "/<firm_id>/applications/<application_id>/appeals"


@owner.get(PAGE)
def appeals(firm_id: str, application_id: str) -> Response:
    """What was brought, until when something may be, and the form."""
    return _page(open_application(firm_id, application_id, "read"), Typed())


@owner.post(PAGE)
def file_appeal_now(firm_id: str, application_id: str) -> AnyResponse:
    """Bring one."""
    visit = open_application(firm_id, application_id, "dispute")
    form = sent()
    way = form.choice("way", APPEAL_WAYS, _("Scegliete che cosa chiedete."))
    said = form.raw("said")
    if not said:
        form.errors["said"] = _("Scrivete che cosa non va e perché.")
    elif len(said) > LONGEST_TYPED - 1:
        form.errors["said"] = _("È troppo lungo: al massimo %(most)s caratteri.") % {"most": LONGEST_TYPED - 1}
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), APPLICATION, application_id, action="dispute", parent=firm_id)
            file_appeal(work, application_id, way=way, said=said)
    except LateAppealError:
        form.errors["way"] = _("Il termine per questa strada è passato.")
        return _page(visit, form)
    except SecondAppealError:
        form.errors["way"] = _("Questo l'avete già presentato contro questa graduatoria.")
        return _page(visit, form)
    except (WrongCallStateError, NoReasonError):
        return _not_yet()
    return back("owner.appeals", "appeal_filed", firm_id=firm_id, application_id=application_id)


@owner.post(f"{PAGE}/<appeal_id>/withdraw")
def withdraw_appeal_now(firm_id: str, application_id: str, appeal_id: str) -> AnyResponse:
    """Take one back."""
    open_application(firm_id, application_id, "read")
    try:
        with working() as work:
            found = load_for(work.session, actor(), OWN_APPEAL, appeal_id, action="withdraw", parent=firm_id)
            if found.application_id != application_id:
                raise NotYoursError
            withdraw_appeal(work, appeal_id)
    except WrongAppealStateError:
        return _not_yet()
    return back("owner.appeals", "appeal_withdrawn", firm_id=firm_id, application_id=application_id)


def _page(visit: ApplicationVisit, form: Typed) -> Response:
    with reading() as session:
        call = visit.prepared.call
        ranking = published_ranking(session, call.id)
        brought = appeals_of_application(session, visit.application.id)
        steps = {one.id: steps_of_appeal(session, one.id) for one in brought}
        award = award_of_application(session, visit.application.id)
        law = pack_of_call(session, call).content.law.parameters
    terms: list[AppealTerm | None] = []
    if ranking is not None and ranking.published_at is not None:
        terms = [appeal_term(law, way, day_of(ranking.published_at)) for way in APPEAL_WAYS]
    open_ways = [way for way, term in zip(APPEAL_WAYS, terms, strict=False) if in_time(term, today())]
    return form.page(
        "owner/appeals.html",
        visit=visit,
        call=call,
        ranking=ranking,
        award=award,
        brought=brought,
        steps=steps,
        moves={one.id: appeal_moves(one.state, visit.roles) for one in brought},
        may_file=allowed("application", "dispute", visit.roles),
        ways=[(way, way_words(way)) for way in open_ways],
        terms=[(way, term) for way, term in zip(APPEAL_WAYS, terms, strict=False)],
        way_name=way_name,
        way_title=way_title,
        state_words=appeal_words,
        done=done_words(),
    )


def _not_yet() -> AnyResponse:
    return not_now(409, _("Ora non si può fare"), _("La pratica è andata avanti. Guardate a che punto è."))

"""The days that come from plans, from mandates, from surveys and from joinings."""

from collections.abc import Iterator
from datetime import date

from cip.agreement.adherence import Adherence
from cip.agreement.duties import duties_of
from cip.agreement.lives import life_of
from cip.agreement.reads import adherences_of
from cip.assessment.plan import Appointment, read_plan
from cip.assessment.reads import current_answers, plan_in_force
from cip.assessment.reads.of_firm import check_ups_without_results
from cip.assessment.stored import StoredCheckUp
from cip.database.work import Session
from cip.documents.calendar import CalendarEvent
from cip.parties.belonging import NamedMandate
from cip.parties.firms import Firm
from cip.parties.reads import find_firm
from cip.parties.reads.mandates import mandates_given, mandates_held
from cip.parties.standing import Standing
from cip.rulebook.packs import PackError
from cip.rulebook.shapes.agreement import Agreement
from cip.voice.reads import surveys_of
from cip.web.calendar import register_source
from cip.web.language import current, ngettext
from cip.web.language import gettext as _
from cip.web.shown import in_words
from cip.web.state import state, today


def plan_days(session: Session, standing: Standing) -> Iterator[CalendarEvent]:
    """When the measures of the plans of one's own firms begin and end, and when somebody looks how they go."""
    for firm_id in standing.firms:
        firm = find_firm(session, firm_id)
        found = check_ups_without_results(session, firm_id)
        followed = {check_up.previous_id for check_up in found}
        for check_up in found:
            # A check-up that was followed by another one left it its plan.
            if firm is not None and check_up.id not in followed:
                yield from _days_of_plan(session, check_up, firm)


def mandate_days(session: Session, standing: Standing) -> Iterator[CalendarEvent]:
    """The last days of mandates that one's own firms gave, and of those that one's own bodies hold."""
    given = [each for firm_id in standing.firms for each in mandates_given(session, firm_id)]
    held = [
        each
        for body_id in standing.bodies("consultancy")
        for each in mandates_held(session, body_id)
        if each.mandate.person_id in (None, standing.person_id)
    ]
    for named in given:
        yield from _mandate_end(named, f"firm/{named.mandate.firm_id}")
    for named in held:
        yield from _mandate_end(named, f"body/{named.mandate.body_id}")


def survey_days(session: Session, standing: Standing) -> Iterator[CalendarEvent]:
    """The last days of open surveys: of one's own firms, and of those under a mandate for surveys of one's bodies."""
    held = [
        each.mandate.firm_id
        for body_id in standing.bodies("consultancy")
        for each in mandates_held(session, body_id)
        if each.mandate.person_id in (None, standing.person_id)
        and "survey" in each.mandate.scopes
        and each.mandate.in_force(today())
    ]
    for firm_id in dict.fromkeys([*standing.firms, *held]):
        firm = find_firm(session, firm_id)
        for survey in surveys_of(session, firm_id):
            if firm is not None and survey.published is None:
                summary = _("Ultimo giorno del questionario di %(firm)s") % {"firm": firm.name}
                path = f"/{current()}/firm/{firm_id}/voice"
                yield CalendarEvent(f"survey/{survey.id}/end", summary, survey.closes_on, url=path)


def _mandate_end(named: NamedMandate, party: str) -> Iterator[CalendarEvent]:
    last = named.mandate.to_day
    if last is None or named.mandate.revoked:
        return
    said = _("Ultimo giorno dell'incarico di %(firm)s a %(body)s")
    summary = said % {"firm": named.firm_name, "body": named.body_name}
    yield CalendarEvent(f"mandate/{named.id}/end", summary, last, url=f"/{current()}/{party}/mandates")


def _days_of_plan(session: Session, check_up: StoredCheckUp, firm: Firm) -> Iterator[CalendarEvent]:
    signed = plan_in_force(session, check_up.id)
    plan = read_plan(current_answers(session, check_up.id).extra["plan"], signed.follow_up_months if signed else ())
    if not plan.days:
        return
    names = _names(session, check_up)
    path = f"/{current()}/check-up/{check_up.id}/plan"
    for day in plan.days:
        what = {"measure": names.get(day.code, day.code), "firm": firm.name}
        key = f"plan/{check_up.id}/{day.code}/{day.kind}/{day.months}"
        yield CalendarEvent(key, _summary(day, what), day.on, url=path)


def _names(session: Session, check_up: StoredCheckUp) -> dict[str, str]:
    """The measures' names; none if nobody has the pack any more: the plan's page says so, the days are right anyway."""
    try:
        pack = state().packs.pinned(session, check_up.pack_sha256)
    except PackError:
        return {}
    return {code: in_words(measure.name) for code, measure in pack.measures.items()}


def _summary(day: Appointment, what: dict[str, str]) -> str:
    if day.kind == "start":
        return _("Inizia: %(measure)s (%(firm)s)") % what
    if day.kind == "end":
        return _("Finisce: %(measure)s (%(firm)s)") % what
    passed = ngettext(
        "Dopo %(count)s mese guardate come va: %(measure)s (%(firm)s)",
        "Dopo %(count)s mesi guardate come va: %(measure)s (%(firm)s)",
        day.months,
    )
    return passed % {**what, "count": day.months}


def adherence_days(session: Session, standing: Standing) -> Iterator[CalendarEvent]:
    """The last days of the duties that follow a joining, of notices to leave, and of the agreements themselves."""
    book = state().packs.newest_on(today()).content.agreements
    for firm_id in standing.firms:
        firm = find_firm(session, firm_id)
        for one in adherences_of(session, firm_id):
            agreement = book.by_id.get(one.agreement_id) if book is not None else None
            if firm is not None and book is not None and agreement is not None and one.live:
                path = f"/{current()}/firm/{firm_id}/agreement/{one.id}"
                yield from _days_of_joining(one, agreement, life_of(agreement, book, today()).last, firm, path)


def _days_of_joining(
    one: Adherence, agreement: Agreement, last: date | None, firm: Firm, path: str
) -> Iterator[CalendarEvent]:
    named = {"firm": firm.name, "agreement": in_words(agreement.name)}
    for duty in duties_of(one, agreement, today()):
        if duty.due is not None and duty.done_on is None:
            summary = {
                "committee": _("Ultimo giorno per la copia al comitato: %(agreement)s (%(firm)s)"),
                "workers": _("Ultimo giorno per informare chi lavora: %(agreement)s (%(firm)s)"),
            }[duty.kind]
            yield CalendarEvent(f"adherence/{one.id}/{duty.kind}", summary % named, duty.due, url=path)
    if one.leaves_on is not None:
        summary = _("Ultimo giorno nell'accordo: %(agreement)s (%(firm)s)")
        yield CalendarEvent(f"adherence/{one.id}/leaves", summary % named, one.leaves_on, url=path)
    if last is not None:
        summary = _("Finisce l'accordo: %(agreement)s (%(firm)s)")
        yield CalendarEvent(f"adherence/{one.id}/ends", summary % named, last, url=path)


register_source("plans", plan_days)
register_source("mandates", mandate_days)
register_source("surveys", survey_days)
register_source("adherences", adherence_days)

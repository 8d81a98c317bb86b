"""A version of a ranking as it is told to everybody: the duty's fields, names hidden, the act's annex. For the office
before it is published, for everybody afterwards.
"""

from collections.abc import Collection, Iterable
from datetime import date

from cip.database.work import Session
from cip.documents.papers.ranking_act import RankingAct, ranking_act
from cip.documents.sheets import Sheet
from cip.incentives.calls import OfficeCall
from cip.incentives.publication import Beneficiary, CallTold, PublishedRanking, threshold_on, told_ranking
from cip.incentives.rankings import StoredRanking
from cip.incentives.reads.calls import pack_of_call
from cip.incentives.reads.rankings import awarded_in_year, entrants_of
from cip.kernel.clock import today as day_of
from cip.parties.reads import find_body
from cip.parties.reads.acting import firm_names
from cip.parties.reads.ties import codes_of_firms
from cip.rulebook.call_packs import CallPack
from cip.web.call_words import mark_words
from cip.web.language import current
from cip.web.shown import in_words
from cip.web.state import state


def told_by(session: Session, call: OfficeCall, ranking: StoredRanking) -> PublishedRanking:
    """What a version of a call's ranking says to everybody."""
    pack = pack_of_call(session, call)
    on = _day(ranking)
    return told_ranking(ranking, _call_told(session, call, pack, on), _who(session, call, ranking))


def beneficiaries_of(
    session: Session, call: OfficeCall, ranking: StoredRanking, firm_ids: Collection[str]
) -> dict[str, Beneficiary]:
    """Firms of a call as a version of its ranking tells them, by id."""
    names, codes = firm_names(session, firm_ids), codes_of_firms(session, firm_ids)
    besides = awarded_in_year(session, call, _day(ranking).year)
    return {id: Beneficiary(names.get(id, ""), codes.get(id, ""), besides.get(id, 0)) for id in firm_ids}


def _day(ranking: StoredRanking) -> date:
    return ranking.approval.act_on if ranking.approval else day_of(ranking.made_at)


def act_of(session: Session, call: OfficeCall, ranking: StoredRanking, on: date) -> Sheet:
    """The annex of the act."""
    pack, told = pack_of_call(session, call), told_by(session, call, ranking)
    excluded = {row["id"]: _reasons(row["reasons"]) for row in ranking.told["excluded"]}
    return ranking_act(RankingAct(told, excluded, mark_words(pack.call.about.nature), on, current()))


def _reasons(reasons: Iterable[dict[str, str]]) -> list[str]:
    return [reason[current()] for reason in reasons]


def _call_told(session: Session, call: OfficeCall, pack: CallPack, on: date) -> CallTold:
    body = find_body(session, call.body_id)
    office = body.name if body else ""
    page = f"{state().settings.base_url}/{current()}/calls/{call.id}"
    about = pack.call.about
    return CallTold(
        address=f"{page}/ranking",
        call_id=call.id,
        title=call.title,
        rules=call.rule_id,
        office=office,
        responsible=call.settings.contact or office,
        basis=tuple(", ".join(filter(None, (one.act, one.article))) for one in about.sources)
        or (in_words(about.label),),
        procedure="counter" if pack.call.policy.procedure == "counter" else "ranking",
        criteria=page,
        seed=call.seed,
        seed_sha256=call.seed_sha256,
        threshold=threshold_on(pack.content.law.parameters, on),
    )


def _who(session: Session, call: OfficeCall, ranking: StoredRanking) -> dict[str, Beneficiary]:
    entrants = entrants_of(session, ranking.id)
    firms = beneficiaries_of(session, call, ranking, {one.firm_id for one in entrants.values()})
    return {entry: firms[one.firm_id] for entry, one in entrants.items()}

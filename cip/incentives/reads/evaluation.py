"""The evaluation of a call as its office follows it: who may judge what, how far it is, the scores that the ranking
reads. An officer who judges too is told nothing of an application that they have still to hand in.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import cast

from sqlalchemy import Table, case, func, select, true
from sqlalchemy.orm import Session

from cip.agreement.reads.spoken import unions_that_spoke
from cip.incentives.calls import OfficeCall
from cip.incentives.conflicts import FirmLinks, PartyPeople, conflicts_of, tied
from cip.incentives.dossier import Admission
from cip.incentives.drawing import Pair
from cip.incentives.evaluation import (
    GONE_STATES,
    IN_STATES,
    OPEN_STATES,
    Given,
    Item,
    evaluators_needed,
    final,
    items_of,
)
from cip.incentives.judging import Consensus, FileProgress, JudgedFile, Place, Review, points
from cip.incentives.reads.admissibility import admitted
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.reviews import consensus_of, reviews_where
from cip.incentives.reads.state_aid_entries import links_where
from cip.incentives.records import (
    ApplicationRow,
    CallRow,
    DeclaredLinkRow,
    JudgedFileRow,
    PanelPlaceRow,
    ReviewMoveRow,
    ReviewRow,
    ReviewScoreRow,
)
from cip.kernel.texts import Reason, Text
from cip.parties.reads.acting import firm_names
from cip.parties.reads.belonging import people_ever_of
from cip.parties.reads.ties import codes_of_firms, ever_advised, firms_of_codes

_C = cast("Table", CallRow.__table__).c
_F = cast("Table", JudgedFileRow.__table__).c
_L = cast("Table", DeclaredLinkRow.__table__).c
_M = cast("Table", ReviewMoveRow.__table__).c
_P = cast("Table", PanelPlaceRow.__table__).c
_R = cast("Table", ReviewRow.__table__).c
_S = cast("Table", ReviewScoreRow.__table__).c

Scores = dict[str, dict[str, Given]]
"""By review and item."""

_NOT_DRAWN = Text(
    it="Mancano le persone che valutano {count} domande: serve un sorteggio.",
    en="{count} applications have too few people to judge them: a draw is needed.",
)
_STILL_OPEN = Text(
    it="Domanda {number}: non tutti i punteggi sono consegnati.",
    en="Application {number}: not all scores are handed in.",
)
_FAR_APART = Text(
    it="Domanda {number}: i punteggi sono lontani e manca l'accordo di chi valuta.",
    en="Application {number}: the scores lie far apart, and the evaluators have not agreed yet.",
)


def items_of_call(session: Session, call: OfficeCall) -> tuple[Item, ...]:
    """What people judge in a published call."""
    return items_of(pack_of_call(session, call).call.grid)


def to_judge(session: Session, call_id: str) -> dict[str, Admission]:
    """The applications that admissibility let in, by id."""
    return {id: one for id, one in admitted(session, call_id).items() if one.admitted}


def find_judged_file(session: Session, application_id: str) -> JudgedFile | None:
    """An application that was drawn for evaluation, under its pseudonym; None if it was not."""
    query = select(_F.application_id, _F.call_id, _C.body_id, _F.number).join(CallRow, _C.id == _F.call_id)
    row = session.execute(query.where(_F.application_id == application_id)).one_or_none()
    return None if row is None else JudgedFile(**row._mapping)


def find_application_firm(session: Session, application_id: str) -> str | None:
    """The firm of an application; for actions, never for a page of who judges it."""
    return session.scalar(select(ApplicationRow.firm_id).where(ApplicationRow.id == application_id))


def file_numbers(session: Session, call_id: str) -> dict[str, int]:
    """The pseudonym of each application of a call that was drawn, by id."""
    query = select(_F.application_id, _F.number).where(_F.call_id == call_id).order_by(_F.number)
    return {row.application_id: row.number for row in session.execute(query)}


def known_conflicts(
    session: Session, places: Iterable[Place], firms: Mapping[str, str]
) -> dict[Pair, tuple[Reason, ...]]:
    """Why people may not judge applications, by (place, application); only pairs with a reason. `firms` names the firm
    of each application.
    """
    links = firm_links(session, set(firms.values()))
    parties = sorted(set().union(*(one.parties for one in links.values())))
    ever = people_ever_of(session, parties)
    people = PartyPeople({party: frozenset(some) for party, some in ever.items()})
    found = {
        (place.id, application): conflicts_of(place.person_id, links[firm], people)
        for place in places
        for application, firm in firms.items()
    }
    return {pair: reasons for pair, reasons in found.items() if reasons}


def declared_pairs(session: Session, call_id: str) -> set[tuple[str, str]]:
    """Who declared a link to the firm of which application of a call: (person, application)."""
    query = select(_P.person_id, _L.application_id).select_from(DeclaredLinkRow)
    query = query.join(PanelPlaceRow, _P.id == _L.place_id)
    return {(row.person_id, row.application_id) for row in session.execute(query.where(_P.call_id == call_id))}


def firms_to_declare(session: Session, place: Place) -> dict[str, str]:
    """The firms whose applications are judged in a call, by id and in the order of their names, but for those that are
    excluded for this person already. It does not say which firm has which number.
    """
    firms = {id: one.sent.firm_id for id, one in to_judge(session, place.call_id).items()}
    out = {application for _place, application in known_conflicts(session, [place], firms)}
    out |= {application for person, application in declared_pairs(session, place.call_id) if person == place.person_id}
    names = firm_names(session, {firm for id, firm in firms.items() if id not in out})
    return dict(sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def firm_links(session: Session, firm_ids: Collection[str]) -> dict[str, FirmLinks]:
    """Who is tied to each of these firms."""
    advised, spoke = ever_advised(session, firm_ids), unions_that_spoke(session, firm_ids)
    linked = _linked_firms(session, firm_ids)
    return {
        id: FirmLinks(
            id,
            linked_firms=linked[id],
            consultancies=frozenset(advised[id].bodies),
            advisers=frozenset(advised[id].people),
            unions=frozenset(spoke[id]),
        )
        for id in firm_ids
    }


def _linked_firms(session: Session, firm_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Of each of these firms those that it was ever tied to by what any firm recorded, as far as they are known."""
    # Few firms have ties, so all of them are read at once: a chain may pass through firms that apply nowhere.
    webs = tied((link.a.tax_code, link.b.tax_code) for link in links_where(session, true()))
    if not webs:
        return dict.fromkeys(firm_ids, frozenset())
    codes = codes_of_firms(session, firm_ids)
    known = firms_of_codes(session, {code for id in firm_ids for code in webs.get(codes[id], ())})
    return {id: frozenset(known[code] for code in webs.get(codes[id], ()) if code in known) for id in firm_ids}


def reviews_of_call(session: Session, call_id: str) -> list[Review]:
    """Every review of a call, those that ended too, by the number of the file. For the draw and the actions: no page of
    somebody who judges reads it.
    """
    return reviews_where(session, _R.call_id == call_id)


def reviews_of_file(session: Session, application_id: str) -> list[Review]:
    """The reviews of an application that stand."""
    return reviews_where(session, _R.application_id == application_id, _R.state.not_in(GONE_STATES))


def progress(session: Session, call_id: str, person_id: str) -> list[FileProgress]:
    """How far each application is, by its number, as somebody of the office is told: counts, never a score."""
    numbers = file_numbers(session, call_id)
    files: dict[str, list[Review]] = {id: [] for id in numbers}
    for review in reviews_where(session, _R.call_id == call_id, _R.state.not_in(GONE_STATES)):
        files[review.application_id].append(review)
    needed = evaluators_needed(items_of_call(session, call_of(session, call_id)))
    return [_progress(id, numbers[id], reviews, person_id, needed) for id, reviews in files.items()]


def loads(session: Session, call_id: str, person_id: str) -> dict[str, tuple[int, int | None]]:
    """How many files each place has, and how many of them are handed in: None for others' places while this person has
    a file of the call to hand in, for the count would tell whether they are done with it.
    """
    done = func.sum(case((_R.state.in_(IN_STATES), 1), else_=0))
    columns = (_R.place_id, _P.person_id, func.count(), done)
    query = select(*columns).select_from(ReviewRow).join(PanelPlaceRow, _P.id == _R.place_id)
    standing = query.where(_R.call_id == call_id, _R.state.not_in(GONE_STATES)).group_by(_R.place_id, _P.person_id)
    judges = person_id in waiting_people(session, call_id)
    return {
        place: (given, None if judges and person != person_id else handed)
        for place, person, given, handed in session.execute(standing)
    }


def waiting_people(session: Session, call_id: str) -> dict[str, int]:
    """How many files each person has still to hand in, of those who have any."""
    query = select(_P.person_id, func.count()).select_from(ReviewRow).join(PanelPlaceRow, _P.id == _R.place_id)
    waiting = query.where(_R.call_id == call_id, _R.state.in_(OPEN_STATES)).group_by(_P.person_id)
    return {row[0]: row[1] for row in session.execute(waiting)}


def scores_for_office(session: Session, application_id: str) -> Scores | None:
    """What was handed in on an application, by review and item; None until everybody handed in, also who has still to
    be drawn: so an officer who judges it, or may be drawn for it, is told nothing either.
    """
    reviews = reviews_of_file(session, application_id)
    if not reviews or not all(review.done for review in reviews):
        return None
    if len(reviews) < evaluators_needed(items_of_call(session, call_of(session, reviews[0].call_id))):
        return None
    return scores_handed_in(session, [review.id for review in reviews])


def scores_handed_in(session: Session, review_ids: Collection[str]) -> Scores:
    """Of each of these reviews and items the newest score that counts as handed in. For actions and the ranking."""
    query = (
        select(_S.review_id, _S.item, _S.hundredths, _S.reason)
        .join(ReviewRow, _R.id == _S.review_id)
        .where(_S.review_id.in_(sorted(review_ids)), _S.seq <= _R.handed_seq, _S.hundredths.is_not(None))
        .order_by(_S.review_id, _S.seq)
    )
    found: Scores = {id: {} for id in review_ids}
    for row in session.execute(query):
        found[row.review_id][row.item] = Given(points(row.hundredths), row.reason)
    return found


def standing_consensus(session: Session, application_ids: Collection[str]) -> dict[str, Consensus]:
    """The last meeting on each of these applications, where no review was opened again after it."""
    ids = sorted(application_ids)
    query = select(_R.application_id, func.max(_M.made_at).label("at")).join(ReviewRow, _R.id == _M.review_id)
    again = query.where(_R.application_id.in_(ids), _M.to_state == "reopened").group_by(_R.application_id)
    reopened: dict[str, datetime] = {row.application_id: row.at for row in session.execute(again)}
    met = consensus_of(session, ids)
    return {id: one for id, one in met.items() if id not in reopened or reopened[id] < one.made_at}


def final_scores(session: Session, call_id: str) -> dict[str, dict[str, dict[str, Fraction]]]:
    """What the ranking reads: points by application, item and evaluator (`evaluator-2`, never a name). Where all of
    them agreed on a score it alone counts, under `consensus`. What is not settled is left out.
    """
    items = items_of_call(session, call_of(session, call_id))
    by_file = _by_file(reviews_where(session, _R.call_id == call_id, _R.state.not_in(GONE_STATES)))
    handed = scores_handed_in(session, [review.id for reviews in by_file.values() for review in reviews if review.done])
    met = standing_consensus(session, by_file)
    out = {}
    for application_id, reviews in by_file.items():
        given = {
            f"evaluator-{review.evaluator}": {id: one.points for id, one in handed.get(review.id, {}).items()}
            for review in reviews
        }
        out[application_id] = final(items, given, agreed_on(met.get(application_id), reviews))
    return out


def agreed_on(consensus: Consensus | None, reviews: Collection[Review]) -> dict[str, Fraction]:
    """The points that all evaluators of an application agreed on; nothing while one of them has not."""
    if consensus is None or not {review.id for review in reviews} <= consensus.agreed:
        return {}
    return {id: given.points for id, given in consensus.scores.items()}


def ready_for_ranking(session: Session, call_id: str) -> tuple[Reason, ...]:
    """What still keeps a call from being ranked: applications without enough people, reviews that are open, scores that
    lie far apart. Empty where the grid has nothing for people to judge.
    """
    needed = evaluators_needed(items_of_call(session, call_of(session, call_id)))
    if not needed:
        return ()
    by_file = _by_file(reviews_where(session, _R.call_id == call_id, _R.state.not_in(GONE_STATES)))
    wanted = to_judge(session, call_id)
    short = [id for id in wanted if len(by_file.get(id, ())) < needed]
    holes = [Reason("evaluation.not_drawn", _NOT_DRAWN, {"count": len(short)})] if short else []
    for id in sorted(set(wanted) - set(short), key=lambda one: by_file[one][0].file_number):
        reviews = by_file[id]
        if not all(review.state == "closed" for review in reviews):
            far = all(review.done for review in reviews)
            rule, said = ("evaluation.far_apart", _FAR_APART) if far else ("evaluation.open", _STILL_OPEN)
            holes.append(Reason(rule, said, {"number": f"{reviews[0].file_number:02}"}))
    return tuple(holes)


def _by_file(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    found: dict[str, list[Review]] = {}
    for review in reviews:
        found.setdefault(review.application_id, []).append(review)
    return found


def _progress(id: str, number: int, reviews: Collection[Review], person_id: str, needed: int) -> FileProgress:
    if any(review.open and review.person_id == person_id for review in reviews):
        return FileProgress(id, number, len(reviews), 0, 0, hidden=True)
    done = sum(review.done for review in reviews)
    closed = sum(review.state == "closed" for review in reviews)
    whole = bool(reviews) and done == len(reviews) >= needed
    return FileProgress(id, number, len(reviews), done, closed, meet=whole and closed < done)

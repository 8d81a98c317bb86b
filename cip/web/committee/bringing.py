"""What a firm or a union brings before the committee of an agreement: disputes about clauses, and questions."""

from collections.abc import Sequence

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import NotThatMoveError, WrongStateError
from cip.agreement.actions.ask_committee import ask_committee
from cip.agreement.actions.open_dispute import (
    DisputeOpenError,
    Opening,
    open_dispute,
    withdraw_dispute,
)
from cip.agreement.disputes import GROUNDS, Dispute, Opener, clock, moves
from cip.agreement.duties import number_on
from cip.agreement.matters import MatterFirm
from cip.agreement.reads import COMMITTEE_MATTER, OWN_DISPUTE
from cip.agreement.reads.committee_kinds import party_roles
from cip.agreement.reads.committees import committee_of, disputes_of_adherence, questions_of_adherence
from cip.agreement.reads.unions import joined_firm, unions_for
from cip.database.work import Session
from cip.parties.access import load_for
from cip.parties.permissions import Action, allowed
from cip.parties.reads import Body, bodies_by_id
from cip.web.account.guards import need_person
from cip.web.committee import matters
from cip.web.committee.visit import agreement_named
from cip.web.committee.words import ground_words, opener_words, outcome_words, state_words
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.state import act_for, actor, agreement_book, reading, today, working
from cip.web.typed import Typed, sent


@matters.get("/adherences/<firm_id>/<adherence_id>/committee")
def of_adherence(firm_id: str, adherence_id: str) -> Response:
    """The disputes about a joining, the questions of the firm, and the forms for new ones."""
    adherence = _open(firm_id, adherence_id, "read")
    return _page(adherence, Typed({"clause": request.args.get("clause", "")}))


@matters.post("/adherences/<firm_id>/<adherence_id>/disputes")
def dispute_now(firm_id: str, adherence_id: str) -> AnyResponse:
    """Bring a clause before the committee."""
    adherence = _open(firm_id, adherence_id, "dispute")
    form = sent()
    clauses = agreement_named(adherence.agreement_id).obligations
    clause = form.choice("clause", clauses or ("",), _("Scegliete la clausola."))
    ground = form.choice("ground", GROUNDS, _("Scegliete di che cosa si tratta."))
    statement = form.note("statement") or ""
    if form.errors:
        return _page(adherence, form)
    by, body_id = _side(adherence)
    opening = Opening(adherence.agreement_id, adherence_id, clause, ground, by, body_id, statement)
    try:
        with working() as work:
            load_for(work.session, actor(), COMMITTEE_MATTER, adherence_id, action="dispute", parent=firm_id)
            open_dispute(work, opening, on=today())
    except WrongStateError:
        return not_now(
            409, _("L'adesione è finita"), _("Le controversie già aperte vanno avanti. Una nuova non si apre.")
        )
    except DisputeOpenError:
        form.errors["clause"] = _("Avete già una controversia aperta su questa clausola.")
        return _page(adherence, form)
    return back("matters.of_adherence", "opened", firm_id=firm_id, adherence_id=adherence_id)


@matters.post("/adherences/<firm_id>/<adherence_id>/disputes/<dispute_id>/withdraw")
def withdraw_dispute_now(firm_id: str, adherence_id: str, dispute_id: str) -> AnyResponse:
    """Take back what one's own side opened."""
    adherence = _open(firm_id, adherence_id, "dispute")
    by, _body = _side(adherence)
    try:
        with working() as work:
            load_for(work.session, actor(), OWN_DISPUTE, dispute_id, action="withdraw", parent=adherence_id)
            withdraw_dispute(work, dispute_id, by, on=today())
    except NotThatMoveError:
        return not_now(409, _("Non si può ritirare"), _("È già chiusa, oppure l'ha aperta un'altra parte."))
    return back("matters.of_adherence", "withdrawn", firm_id=firm_id, adherence_id=adherence_id)


@matters.post("/adherences/<firm_id>/<adherence_id>/questions")
def ask_now(firm_id: str, adherence_id: str) -> AnyResponse:
    """Ask the committee something."""
    adherence = _open(firm_id, adherence_id, "answer")
    form = sent()
    text = form.note("question")
    if text is None:
        form.errors.setdefault("question", _("Scrivete la domanda."))
    if form.errors or text is None:
        return _page(adherence, form)
    with working() as work:
        load_for(work.session, actor(), COMMITTEE_MATTER, adherence_id, action="answer", parent=firm_id)
        ask_committee(work, adherence.agreement_id, "firm", text, adherence_id=adherence_id)
    return back("matters.of_adherence", "asked", firm_id=firm_id, adherence_id=adherence_id)


def _open(firm_id: str, adherence_id: str, action: Action) -> MatterFirm:
    known = need_person()
    with reading() as session:
        found = load_for(session, actor(), COMMITTEE_MATTER, adherence_id, action=action, parent=firm_id)
    if known.standing.in_firm(firm_id):
        act_for(firm_id, "check_up")
    return found


def _side(adherence: MatterFirm) -> tuple[Opener, str | None]:
    """In whose name whoever asks acts: the firm's, or that of a union of theirs that works there."""
    asks = actor()
    with reading() as session:
        if "union" not in party_roles(session, asks, adherence):
            return "firm", None
        firm = joined_firm(session, adherence.id)
        mine = unions_for(session, asks, firm) if firm is not None else ()
    return "union", mine[0] if mine else None


def _page(adherence: MatterFirm, form: Typed) -> Response:
    asks, agreement = actor(), agreement_named(adherence.agreement_id)
    with reading() as session:
        roles = party_roles(session, asks, adherence)
        found = disputes_of_adherence(session, adherence.id)
        committee = committee_of(session, agreement.id)
        names = {body.id: body.name for body in _unions(session, found)}
        # What the firm asked and was told is the firm's.
        asked = questions_of_adherence(session, adherence.id) if "union" not in roles else ()
    mine = asks.standing.bodies("union") if asks.standing is not None else ()
    return form.page(
        "committee/brought.html",
        adherence=adherence,
        agreement=agreement,
        committee=committee,
        disputes=found,
        clocks={one.id: clock(one, number_on(agreement, "dispute_days", one.opened_on), today()) for one in found},
        clauses=[agreement_book().clause_of[clause] for clause in agreement.obligations],
        clause_of=agreement_book().clause_of,
        own={one.id for one in found if _own(one, roles, mine)},
        withdrawable={one.id for one in found if _own(one, roles, mine) and "withdraw" in moves(one, roles)},
        asked=asked,
        may_dispute=allowed("committee_matter", "dispute", roles) and adherence.runs(today()),
        may_ask=allowed("committee_matter", "answer", roles),
        names=names,
        states=state_words(),
        outcomes=outcome_words(),
        grounds=ground_words(),
        openers=opener_words(),
        back=url_for("owner.home", firm_id=adherence.firm_id) if "union" not in roles else "",
        done=done_words(),
    )


def _own(dispute: Dispute, roles: frozenset[str], unions: tuple[str, ...]) -> bool:
    """Whether the statement is one's own side's: nobody else but the committee reads it."""
    if dispute.opened_by == "firm":
        return "owner" in roles or "collaborator" in roles
    return dispute.opened_by == "union" and dispute.body_id in unions


def _unions(session: Session, found: Sequence[Dispute]) -> list[Body]:
    return list(bodies_by_id(session, [one.body_id for one in found if one.body_id]).values())

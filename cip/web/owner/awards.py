"""«Il vostro contributo»: what was awarded, by when to answer, what the firm takes on, what happens next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Work
from cip.incentives.acceptance import Acceptance, Promise, answer_is_proposal, promises_of, promises_text
from cip.incentives.actions.accept_award import NotAllAgreedError, TooLateError, accept_award
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.actions.stop_payments import PaymentOnItsWayError
from cip.incentives.actions.waive_award import BreachIsOpenError, NotProvedError, waive_award
from cip.incentives.awards import AwardStep, StoredAward
from cip.incentives.calls import OfficeCall
from cip.incentives.money import total
from cip.incentives.payments import PartOfAward, still_to_come
from cip.incentives.rankings import LONGEST_REASON
from cip.incentives.reads import OWN_AWARD, awards_of_firm, call_of, pack_of_call
from cip.incentives.reads.acceptances import acceptance_of, appeals_of_application, due_answer
from cip.incentives.reads.award_letters import letter_kept
from cip.incentives.reads.awards import steps_of_award
from cip.incentives.reads.money import shares_of
from cip.incentives.reads.tranches import PAID_STATES, tranches_of
from cip.kernel.canonical import sha256_of
from cip.parties.access import Actor, load_for, roles_on_firm
from cip.parties.firms import Firm
from cip.parties.permissions import Action, Role, allowed
from cip.parties.reads import find_firm
from cip.rulebook.call_packs import CallPack
from cip.web.account.guards import need_person
from cip.web.applying.visit import open_applying
from cip.web.award_words import appeal_words, award_chip, award_words, part_look, part_words, way_name
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.award_things import award_things
from cip.web.owner.next_thing import NextThing
from cip.web.state import act_for, actor, reading, today, working
from cip.web.typed import Typed, sent

PAGE = "/<firm_id>/awards/<award_id>"


@dataclass(frozen=True, slots=True)
class AwardVisit:
    """An award from the firm's side, as somebody sees it in this request."""

    firm: Firm
    actor: Actor
    roles: frozenset[Role]
    award: StoredAward
    call: OfficeCall
    pack: CallPack

    @property
    def id(self) -> str:
        """The firm's id: what frames of its pages link to."""
        return self.firm.id

    def may(self, action: Action) -> bool:
        """Whether whoever asks may do this to the award: what they may not is not drawn."""
        return allowed("own_award", action, self.roles)

    def url(self, endpoint: str) -> str:
        """The address of one of its pages."""
        return url_for(endpoint, firm_id=self.firm.id, award_id=self.award.id)


@dataclass(frozen=True, slots=True)
class Money:
    """Cents of an award: in whole, paid (tax kept back included), what may still come, and what is to be given back."""

    whole: int
    paid: int
    left: int
    owed: int

    @property
    def gone(self) -> int:
        """What is never paid: the report proved less, or the award ended before."""
        return self.whole - self.paid - self.left


def open_award(firm_id: str, award_id: str, action: Action) -> AwardVisit:
    """Load an award for who belongs to the firm, or has its mandate for applications. Raises NotYoursError, or the
    detour to what is missing.
    """
    need_person()
    asks = actor()
    with reading() as session:
        found = load_for(session, asks, OWN_AWARD, award_id, action=action, parent=firm_id)
        firm, call = find_firm(session, firm_id), call_of(session, found.call_id)
        pack = pack_of_call(session, call)
    if firm is None:  # pragma: no cover - the award hangs on it
        raise LookupError(firm_id)
    act_for(firm_id, "application")
    return AwardVisit(firm, asks, roles_on_firm(asks, firm_id, "application"), found, call, pack)


@owner.get(PAGE)
def award(firm_id: str, award_id: str) -> Response:
    """The award: what to do now, by when, with which obligations."""
    return _page(open_award(firm_id, award_id, "read"), Typed())


@owner.post(f"{PAGE}/accept")
def accept_award_now(firm_id: str, award_id: str) -> AnyResponse:
    """Accept it, with every obligation."""
    visit = open_award(firm_id, award_id, "submit")
    form = sent()
    promises = promises_of(visit.pack.call)
    agreed = [one.id for one in promises if form.ticked("agreed", one.id)]
    if len(agreed) < len(promises):
        form.errors["agreed"] = _("Per accettare segnate ogni impegno.")
        return _page(visit, form)
    seen = form.line("seen", 64)

    def accept(work: Work) -> None:
        accept_award(work, award_id, agreed=agreed, seen_sha256=seen)

    return _done(visit, "submit", accept, "award_accepted")


@owner.post(f"{PAGE}/waive")
def waive_award_now(firm_id: str, award_id: str) -> AnyResponse:
    """Give it up, with the reason."""
    visit = open_award(firm_id, award_id, "withdraw")
    form = sent()
    reason = form.line("reason", LONGEST_REASON, missing=_("Scrivete perché rinunciate."))
    if not form.ticked("sure", "yes"):
        form.errors["sure"] = _("Confermate che rinunciate.")
    if form.errors:
        return _page(visit, form)

    def waive(work: Work) -> None:
        waive_award(work, award_id, reason=reason)

    return _done(visit, "withdraw", waive, "award_waived")


def _done(visit: AwardVisit, action: Action, do: Callable[[Work], None], done: str) -> AnyResponse:
    try:
        with working() as work:
            load_for(work.session, actor(), OWN_AWARD, visit.award.id, action=action, parent=visit.id)
            do(work)
    except TooLateError:
        return not_now(409, _("Il termine è passato"), _("Non si può più accettare. Scrivete all'ufficio del bando."))
    except BreachIsOpenError:
        why = _(
            "L'ufficio sta guardando un impegno non mantenuto. Prima decide, poi potete rinunciare a ciò che resta."
        )
        return not_now(409, _("Ora non potete rinunciare"), why)
    except NotProvedError:
        why = _("Una parte è già pagata e non è ancora provata. Scrivete all'ufficio del bando: decide che cosa torna.")
        return not_now(409, _("Ora non potete rinunciare"), why)
    except PaymentOnItsWayError:
        return not_now(409, _("Un pagamento è già in banca"), _("Aspettate che arrivi, poi rinunciate al resto."))
    except (WrongAwardStateError, NotAllAgreedError, NoReasonError):
        return not_now(409, _("Ora non si può fare"), _("Il contributo è andato avanti. Guardate a che punto è."))
    return back("owner.award", done, firm_id=visit.id, award_id=visit.award.id)


@dataclass(frozen=True)
class AwardPage:
    """What the page of an award tells: by when to answer and whether that is a proposal, what is agreed or asked, its
    money, its moves; by the Italian words of an obligation, for how many months it is.
    """

    until: date | None
    until_proposal: bool
    accepted: Acceptance | None
    promises: Sequence[Promise]
    seen: str
    money: Money
    steps: Sequence[AwardStep]
    appeals: Sequence[tuple[str, str, str]]
    parts: Sequence[PartOfAward]
    letter: bool
    months: Mapping[str, int | None]
    things: Sequence[NextThing]


def _page(visit: AwardVisit, form: Typed) -> Response:
    with reading() as session:
        shares = shares_of(session, [visit.award.id]).get(visit.award.id, [])
        appeals = appeals_of_application(session, visit.award.application_id)
        accepted = acceptance_of(session, visit.award.id)
        promises, told = promises_of(visit.pack.call), letter_kept(session, visit.award.id)
        parts = tranches_of(session, visit.award.id, today()) if visit.award.state in PAID_STATES else ()
        page = AwardPage(
            until=due_answer(session, visit.award),
            until_proposal=answer_is_proposal(visit.pack.call),
            accepted=accepted,
            promises=promises if accepted is None else accepted.agreed,
            seen=sha256_of(promises_text(promises)),
            money=Money(
                visit.award.cents,
                sum(one.settled for one in shares),
                still_to_come(total(shares, "committed", "due"), parts),
                sum(one.owed + one.interest for one in shares),
            ),
            steps=steps_of_award(session, visit.award.id),
            letter=told is not None and visit.award.granted_on is not None,
            months={one.label.it: one.months for one in told.letter.duties} if told else {},
            parts=parts,
            things=[one for one in award_things(session, visit.id, visit.roles, visit.award) if one.what != "award"],
            appeals=[(one.id, way_name(one.way), appeal_words(one.state)) for one in appeals],
        )
    return form.page(
        "owner/award.html",
        visit=visit,
        page=page,
        state_words=award_words,
        chip=award_chip,
        part_state=part_words,
        part_look=part_look,
        today=today(),
        done=done_words(),
    )


@owner.get("/<firm_id>/awards")
def awards(firm_id: str) -> Response:
    """The contributions of a firm, the newest first."""
    visit = open_applying(firm_id, "read")
    with reading() as session:
        found = [
            (one, call_of(session, one.call_id), due_answer(session, one)) for one in awards_of_firm(session, firm_id)
        ]
    return Typed().page(
        "owner/awards.html", visit=visit, found=found, state_words=award_words, chip=award_chip, done=done_words()
    )

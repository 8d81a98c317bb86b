"""What unions say of the clauses of a firm's joining, and the firm's answers; what is to be looked at again."""

from dataclasses import dataclass
from datetime import date

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import NotThatMoveError
from cip.agreement.actions.attest_clause import BadAnswerError, answer_attestation
from cip.agreement.actions.raise_rechecks import SettledAlreadyError, settle_recheck
from cip.agreement.attestations import ANSWERS, Attestation, ClauseVoices, voices_of
from cip.agreement.reads import ADHERENCE
from cip.agreement.reads.attestations import ATTESTATION, RECHECK, rechecks_on, statements_on, visits_on
from cip.agreement.rechecks import OUTCOMES, Looker, Recheck
from cip.agreement.sightings import UnionVisit
from cip.database.work import Session
from cip.parties.access import load_for
from cip.parties.permissions import allowed
from cip.parties.reads import bodies_by_id
from cip.rulebook.agreements import AgreementBook
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.visit import FirmVisit, open_firm
from cip.web.state import actor, reading, state, today, working
from cip.web.typed import Typed, sent
from cip.web.union.words import all_words


@dataclass(frozen=True, slots=True)
class Statements:
    """What `owner/adherence_statements.html` draws: what holds clause by clause, what has ended, what is to be looked
    at again, visits ahead; the names of the unions; the words.
    """

    adherence_id: str
    voices: dict[str, ClauseVoices]
    past: tuple[Attestation, ...]
    rechecks: tuple[Recheck, ...]
    visits: tuple[UnionVisit, ...]
    names: dict[str, str]
    book: AgreementBook | None
    on: date
    words: dict[str, object]

    @property
    def waiting(self) -> int:
        """How many statements wait for the firm's answer."""
        return sum(one.waits(self.on) for voice in self.voices.values() for one in voice.all)

    def title(self, clause_id: str) -> str:
        """What a clause is called; nothing for one that today's rules do not hold."""
        clause = self.book.clause_of.get(clause_id) if self.book else None
        return clause.title.in_language(current()) if clause else ""


def statements_of(session: Session, adherence_id: str) -> Statements:
    """Everything that a firm sees of what unions say of one of its joinings."""
    on = today()
    said = statements_on(session, adherence_id)
    visits = tuple(one for one in visits_on(session, adherence_id) if one.state == "planned")
    bodies = {one.body_id for one in said} | {one.body_id for one in visits}
    return Statements(
        adherence_id,
        voices_of(said, on),
        tuple(one for one in said if one.state(on) in ("withdrawn", "expired")),
        tuple(one for one in rechecks_on(session, adherence_id) if one.open),
        visits,
        {body.id: body.name for body in bodies_by_id(session, sorted(bodies)).values()},
        state().packs.newest_on(on).content.agreements,
        on,
        all_words(),
    )


@owner.get("/<firm_id>/agreement/<adherence_id>/statements")
def statements(firm_id: str, adherence_id: str) -> Response:
    """What unions say, with the forms to answer."""
    return _page(open_firm(firm_id, "read"), adherence_id, Typed())


@owner.post("/<firm_id>/agreement/<adherence_id>/statements/<attestation_id>/answer")
def answer_statement_now(firm_id: str, adherence_id: str, attestation_id: str) -> AnyResponse:
    """Answer a dispute or a question."""
    visit = open_firm(firm_id, "read")
    with reading() as session:
        load_for(session, actor(), ADHERENCE, adherence_id, action="read", parent=firm_id)
        load_for(session, actor(), ATTESTATION, attestation_id, action="answer", parent=adherence_id)
    form = sent()
    answer = form.choice("answer", ANSWERS, _("Scegliete una risposta."))
    promised = form.day("promised_on")
    promise = promised if answer == "will_keep" else None
    if answer == "will_keep" and promise is None and not form.errors:
        form.errors["promised_on"] = _("Scrivete entro quale giorno.")
    if not form.errors:
        try:
            with working() as work:
                load_for(work.session, actor(), ATTESTATION, attestation_id, action="answer", parent=adherence_id)
                answer_attestation(work, attestation_id, answer, promised_on=promise, on=today())
            return back("owner.statements", "replied", firm_id=firm_id, adherence_id=adherence_id)
        except BadAnswerError:
            form.errors["promised_on"] = _("Scrivete un giorno da oggi in poi.")
        except NotThatMoveError:
            return not_now(409, _("Non serve più una risposta"), _("È ritirata, scaduta o ha già risposta."))
    return _page(visit, adherence_id, form, wrong=attestation_id)


@owner.post("/<firm_id>/agreement/<adherence_id>/rechecks/<recheck_id>")
def settle_recheck_now(firm_id: str, adherence_id: str, recheck_id: str) -> AnyResponse:
    """Say what was found where something had to be looked at again."""
    visit = open_firm(firm_id, "read")
    with reading() as session:
        load_for(session, actor(), ADHERENCE, adherence_id, action="read", parent=firm_id)
        load_for(session, actor(), RECHECK, recheck_id, action="settle", parent=adherence_id)
    form = sent()
    outcome = form.choice("outcome", OUTCOMES, _("Scegliete che cosa avete trovato."))
    if form.errors:
        return _page(visit, adherence_id, form)
    looker: Looker = "consultant" if "consultant" in visit.roles else "firm"
    try:
        with working() as work:
            load_for(work.session, actor(), RECHECK, recheck_id, action="settle", parent=adherence_id)
            settle_recheck(work, recheck_id, outcome, looker=looker, on=today())
    except SettledAlreadyError:
        return not_now(409, _("Qualcuno ha già guardato"), _("Questo nuovo controllo è già chiuso."))
    return back("owner.statements", "looked", firm_id=firm_id, adherence_id=adherence_id)


def _page(visit: FirmVisit, adherence_id: str, form: Typed, wrong: str = "") -> Response:
    with reading() as session:
        load_for(session, actor(), ADHERENCE, adherence_id, action="read", parent=visit.id)
        found = statements_of(session, adherence_id)
    return form.page(
        "owner/statements.html",
        visit=visit,
        adherence_id=adherence_id,
        statements=found,
        may_answer=allowed("attestation", "answer", visit.roles),
        outcome_choices=OUTCOMES,
        wrong=wrong,
        done=done_words(),
    )

"""The calls of a world's office: one of the past, from draft to a published ranking, and one that is open now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache

from cip.agreement.days import national_holidays
from cip.assessment.bound import bind
from cip.cli.worlds.acting import Stage
from cip.cli.worlds.applicants import Applying, apply_as, send_application, settle_firm
from cip.cli.worlds.people import Cast
from cip.cli.worlds.samples import try_one_sample
from cip.database.work import Session, open_reading
from cip.incentives.actions.answer_clarification import answer_clarification
from cip.incentives.actions.ask_clarification import ask_clarification
from cip.incentives.actions.check_application import Says, confirm_rows, judge_row, take_application
from cip.incentives.actions.decide_admissibility import admit_application
from cip.incentives.actions.draw_evaluators import draw_evaluators, plan_draw
from cip.incentives.actions.judge import declare_no_conflict, hand_in, save_scores
from cip.incentives.actions.move_call import hold_call, move_call
from cip.incentives.actions.name_evaluators import name_evaluator
from cip.incentives.actions.prepare_call import MadeRehearsal, start_call, store_rehearsal
from cip.incentives.actions.publish_call import publish_call
from cip.incentives.actions.rank_call import approve_ranking, make_ranking, publish_ranking
from cip.incentives.actions.start_application import start_application
from cip.incentives.calls import CallSettings
from cip.incentives.clarifying import Item as AskedItem
from cip.incentives.evaluation import Item
from cip.incentives.judging import Review
from cip.incentives.reads.admissibility import dossier_of
from cip.incentives.reads.applications import applications_of_call
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.evaluation import items_of_call, reviews_of_call
from cip.incentives.reads.formal_rows import checklist_of
from cip.incentives.reads.prepared import known_of
from cip.incentives.rehearsal import rehearse, sample_applications
from cip.incentives.sampling import Sample, draw
from cip.kernel.canonical import canonical_json
from cip.kernel.clock import ROME, today
from cip.rulebook.call_packs import CallPack

RULE = "pilot-2026"
EVALUATORS = ("evaluator", "second_evaluator", "third_evaluator")
LAW = "L. 241/1990 art. 6-bis"
_WHO = (
    "Il piano nomina una persona per ogni misura",
    "Chi segue le misure si capisce solo dal verbale",
    "La titolare tiene per sé tutte le misure",
    "Due persone si dividono i compiti con un foglio comune",
    "Il responsabile è indicato, il sostituto manca",
    "Ogni reparto ha scelto chi segue la prova",
    "I nomi ci sono, ma per una misura soltanto",
)
_WHEN = (
    "le date di avvio sono nel calendario appeso",
    "manca il mese in cui si comincia",
    "la partenza è divisa in tre tappe",
    "si comincia dopo la stagione alta",
    "la scadenza coincide con la fine della scuola",
)
_PROOF = (
    "come prova si allega il modulo delle richieste",
    "nessun documento mostrerebbe l'uso delle misure",
    "il costo è stimato e coperto dal bilancio",
    "le persone hanno provato gli orari per un mese",
    "la verifica è affidata al registro delle presenze",
)
FOUND_OUT = Says("met", "Visto nel registro inventato.", "registro inventato della dimostrazione")
_REHEARSED, _SEED = 10, "prova"
# How many days before the day of the demonstration each thing happened.
_STARTED, _PUBLISHED, _OPENED, _SENT, _CLOSED = 120, 112, 110, 95, 80
_CHECKED, _ANSWERED, _ADMITTED, _DRAWN, _JUDGED, _RANKED, _APPROVED = 76, 72, 70, 60, 50, 40, 35
_DAYS_TO_ANSWER = 10
_CENTS = 7_500_000


@dataclass(frozen=True)
class Office:
    """Who works on the calls of a world, beside what all who apply share."""

    applying: Applying
    cast: Cast
    template: CallPack
    secret_key: str

    @property
    def body_id(self) -> str:
        """The id of the office."""
        return self.cast.bodies["office"]

    @property
    def call_id(self) -> str:
        """The id of the call that people apply to."""
        return self.applying.call_id

    def with_call(self, call_id: str) -> "Office":
        """The same office at work on one of its calls."""
        return replace(self, applying=replace(self.applying, call_id=call_id))

    def ago(self, days: int) -> Stage:
        """The stage so many days before the day of the demonstration."""
        return self.applying.stage.on(self.day(days))

    def day(self, days: int) -> date:
        """The day so many days before that of the demonstration."""
        return self.applying.bound.on - timedelta(days=days)


def before(office: Office, days: int) -> Office:
    """The same office so many days earlier: what is seeded there happened by so much before."""
    applying, day = office.applying, office.day(days)
    earlier = replace(applying, stage=applying.stage.on(day), bound=bind(applying.bound.pack, day))
    return replace(office, applying=earlier)


def invented_firm(office: Office, number: int) -> tuple[str, str]:
    """A new invented firm that could apply to the past call that `office` stands at; its id and that of its owner."""
    with open_reading(office.applying.stage.database) as session:
        pack = pack_of_call(session, call_of(session, office.call_id))
    (sample,) = _samples(office, pack, 1)
    return settle_firm(office.applying, number, sample, office.day(_SENT))


def open_past(office: Office, title: str, moment: datetime, cents: int = _CENTS) -> str:
    """A call of some months ago that has so many cents on each line; its id."""
    opens, closes = _noon(moment, -_OPENED), _noon(moment, -_CLOSED)
    return _open(office, title, started=_STARTED, published=_PUBLISHED, opens=opens, closes=closes, cents=cents)


def open_now(office: Office, title: str, moment: datetime) -> str:
    """A call that takes applications for another month; its id."""
    opens, closes = _noon(moment, -10), _noon(moment, 30)
    return _open(office, title, started=20, published=15, opens=opens, closes=closes)


def _noon(moment: datetime, days: int) -> datetime:
    """Noon in Italy, so many days after a moment."""
    return datetime.combine(today(moment) + timedelta(days=days), time(12), ROME)


@lru_cache(maxsize=4)
def _rehearsed(canonical: str, on: date) -> str:
    """The report of a rehearsal: neither dates nor sums of a call change it, so one does for all of a template."""
    pack = CallPack.from_canonical(canonical)
    firms = [one.as_json() for one in sample_applications(pack, seed=_SEED, size=_REHEARSED, on=on)]
    return canonical_json(rehearse(pack, firms, seed=_SEED).as_json())


def _open(
    office: Office, title: str, *, started: int, published: int, opens: datetime, closes: datetime, cents: int = _CENTS
) -> str:
    """A call that the officer prepared and rehearsed, and the head of the office published; its id."""
    people, sums = office.cast.people, {line.id: cents for line in office.template.call.funding}
    settings = CallSettings(title, opens, closes, sums, contact=f"bandi@{office.applying.world.key}.example")
    with office.ago(started).of(people["officer"]) as work:
        call_id = start_call(work, office.body_id, office.template.id, settings)
        pack = settings.applied_to(office.template)
        report = _rehearsed(office.template.canonical, office.applying.bound.on)
        store_rehearsal(work, call_id, MadeRehearsal(pack.sha256, "invented", _REHEARSED, _SEED, report))
    with office.ago(published).of(people["head"]) as work:
        publish_call(work, call_id, office.template, office.secret_key)
    return call_id


def seed_past_call(office: Office, firm_id: str, applicants: int) -> dict[str, str]:
    """Everything that happened to a call that was opened: who applied, the formal check, scores, the ranking; the ids
    by the names that addresses give them.
    """
    applying, people, call_id = office.applying, office.cast.people, office.call_id
    with open_reading(applying.stage.database) as session:
        pack = pack_of_call(session, call_of(session, call_id))
    own = send_application(applying, firm_id, people["collaborator"], people["owner"], None, office.day(_SENT))
    for number, sample in enumerate(_samples(office, pack, applicants), 1):
        apply_as(applying, number, sample, office.day(_SENT - number % 10))
    clarification_id = _check(office, call_id, own, firm_id)
    judged = _judge(office, call_id)
    with office.ago(_RANKED).of(people["officer"]) as work:
        move_call(work, call_id, "start_ranking")
        ranking_id = make_ranking(work, call_id, key=office.secret_key)
    with office.ago(_APPROVED).of(people["head"]) as work:
        approve_ranking(work, ranking_id, act_number="PROVA/1", act_on=office.day(_APPROVED))
        publish_ranking(work, ranking_id)
        move_call(work, call_id, "allocate")
    return {
        "office.body_id": office.body_id,
        "application_id": own,
        "clarification_id": clarification_id,
        **judged,
        "ranking_id": ranking_id,
    }


def seed_open_call(office: Office, firm_id: str) -> dict[str, str]:
    """The firm of the world has begun to apply to the call that is open."""
    stage, rules, owner = office.applying.stage, office.applying.rules(), office.cast.people["owner"]
    with open_reading(stage.database) as session:
        pack = pack_of_call(session, call_of(session, office.call_id))
        known = known_of(session, pack, firm_id, stage.moment, rules)
    with stage.by(owner, firm_id) as work:
        return {"draft.application_id": start_application(work, office.call_id, firm_id, known)}


def _samples(office: Office, pack: CallPack, count: int) -> list[Sample]:
    """As many invented firms as apply, each of a sort that may apply."""
    found = sample_applications(
        pack, seed=f"imprese {office.applying.world.key}", size=2 * count + 2, on=office.day(_SENT)
    )
    fit = [one for one in found if _small(one)]
    return fit[:count]


def _small(sample: Sample) -> bool:
    workers = sample.facts.get("workers")
    return isinstance(workers, int) and 1 <= workers <= 49


def _check(office: Office, call_id: str, own: str, firm_id: str) -> str:
    """The officer takes up every application, confirms what the system sees and finds out the rest; the world's own
    firm is asked something first. The id of what it was asked.
    """
    officer, on = office.cast.people["officer"], office.day(_CHECKED)
    with office.ago(_CHECKED).of(officer) as work:
        hold_call(work, call_id)
        move_call(work, call_id, "start_admissibility")
        sent = [one.application_id for one in applications_of_call(work.session, call_id)]
    with office.ago(_CHECKED).of(officer) as work:
        take_application(work, own, officer, on=on)
        asked = (AskedItem("fact", "workers", "Il numero non è quello del prospetto inventato."),)
        asked_id = ask_clarification(
            work, own, asked, "Serve per la fascia.", _DAYS_TO_ANSWER, on=on, free=national_holidays()
        )
    for application_id in (one for one in sent if one != own):
        admit(office, call_id, application_id, office.ago(_CHECKED), on)
    with office.ago(_ANSWERED).by(office.cast.people["owner"], firm_id) as work:
        answer_clarification(
            work, asked_id, {"workers": office.applying.world.firm.workers}, "", on=office.day(_ANSWERED)
        )
    admit(office, call_id, own, office.ago(_ADMITTED), office.day(_ADMITTED))
    return asked_id


def admit(office: Office, call_id: str, application_id: str, stage: Stage, on: date) -> None:
    """The officer takes up an application, confirms what the system sees, finds out the rest and admits it."""
    officer = office.cast.people["officer"]
    with stage.of(officer) as work:
        take_application(work, application_id, officer, on=on)
        rows = _rows(work.session, call_id, application_id)
        confirm_rows(work, application_id, [row_id for row_id, seen in rows if seen == "met"], on=on)
        for row_id in (row_id for row_id, seen in rows if seen != "met"):
            judge_row(work, application_id, row_id, FOUND_OUT, on=on)
        admit_application(work, application_id, on=on)


def _rows(session: Session, call_id: str, application_id: str) -> list[tuple[str, str]]:
    """The rows of a checklist that decide and nobody judged, each with what the system sees."""
    call = call_of(session, call_id)
    dossier = dossier_of(session, application_id)
    if dossier is None:
        raise LookupError(f"there is no application {application_id}")
    found = checklist_of(session, call, pack_of_call(session, call), dossier)
    return [(line.row.id, line.row.automatic) for line in found.open]


def _judge(office: Office, call_id: str) -> dict[str, str]:
    """Three people judge, each application two of them, after a sample file; the ids of what the first of them has."""
    people = office.cast.people
    with office.ago(_DRAWN).of(people["officer"]) as work:
        move_call(work, call_id, "start_evaluation")
        places = {name: name_evaluator(work, call_id, people[name]) for name in EVALUATORS}
    sample_id = try_one_sample(office.ago(_DRAWN), call_id, people["officer"], [people[name] for name in EVALUATORS])
    with office.ago(_DRAWN).of(people["officer"]) as work:
        plan = plan_draw(work.session, call_of(work.session, call_id))
        draw_evaluators(work, call_id, previewed=plan.asked.digest)
    with open_reading(office.applying.stage.database) as session:
        reviews, items = reviews_of_call(session, call_id), items_of_call(session, call_of(session, call_id))
    for review in reviews:
        with office.ago(_JUDGED).of(review.person_id) as work:
            declare_no_conflict(work, review.id, LAW)
            save_scores(work, review.id, invented_scores(review, items))
            hand_in(work, review.id)
    first = next((one for one in reviews if one.person_id == people[EVALUATORS[0]]), reviews[0])
    return {
        "review_id": first.id,
        "given_id": first.id,
        "file_id": first.application_id,
        "place_id": places[EVALUATORS[0]],
        "sample_id": sample_id,
    }


def invented_scores(review: Review, items: Sequence[Item]) -> dict[str, tuple[Fraction | None, str]]:
    """Levels that hang on the file, now and then one apart; the reasons of one person are all different."""
    given: dict[str, tuple[Fraction | None, str]] = {}
    for at, item in enumerate(items):
        levels = [Fraction(level.score) for level in item.levels]
        half = len(levels) // 2
        place = half + int(draw(review.file_number, item.id) * (len(levels) - half))
        lower = levels[place] - levels[place - 1] < item.spread and (review.file_number + review.evaluator) % 3 == 0
        given[item.id] = (levels[place - 1 if lower else place], _reason(review.file_number, at))
    return given


def _reason(number: int, at: int) -> str:
    """A sentence that the same person never writes twice."""
    left, first = divmod(2 * number + at, len(_WHO))
    left, second = divmod(left, len(_WHEN))
    return f"{_WHO[first]}, {_WHEN[second]}; {_PROOF[left % len(_PROOF)]}."

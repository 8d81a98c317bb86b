"""Firms of one owner each that apply: registered, signed in, all their answers signed off. No password is ever made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import JsonValue
from stdnum import luhn

from benchmarks.calls.office import CallOfOffice, Somebody
from cip.database.work import Work
from cip.incentives.actions.save_application import save_application
from cip.incentives.actions.sign_application import sign_off
from cip.incentives.actions.start_application import start_application
from cip.incentives.actions.submit_application import submit_application
from cip.incentives.prefill import answerable
from cip.incentives.reads.prepared import RulesOfDay, known_of, preparing
from cip.incentives.rehearsal import sample_applications
from cip.incentives.sampling import Sample
from cip.kernel.canonical import sha256_of
from cip.kernel.ids import new_secret
from cip.parties.actions.add_person import add_person
from cip.parties.actions.open_web_session import open_web_session
from cip.parties.actions.register_firm import FirmDetails, register_firm

SAMPLES = 100
IN_ONE_WORK = 50
SAMPLE_SEED = "bench"


@dataclass(frozen=True, slots=True)
class Applicant:
    """A firm with an application that was signed off. `secret` is that of its owner's browser."""

    marker: str
    firm_id: str
    owner_id: str
    application_id: str
    secret: str


def marker_of(number: int) -> str:
    """What stands in the name of a firm and on no page of another one."""
    return f"Segno-{number:06d}"


def applicants(call: CallOfOffice, count: int, now: datetime, rules: RulesOfDay) -> list[Applicant]:
    """So many firms whose applications are ready to be sent."""
    samples = sample_applications(call.pack, seed=SAMPLE_SEED, size=min(count, SAMPLES), on=now.date())
    found = []
    for start in range(0, count, IN_ONE_WORK):
        with call.work(now) as work:
            numbers = range(start, min(start + IN_ONE_WORK, count))
            found += [_apply(work, call, number, samples[number % len(samples)], rules) for number in numbers]
    return found


def send_all(call: CallOfOffice, who: list[Applicant], now: datetime) -> None:
    """Send the applications, each by its owner."""
    for start in range(0, len(who), IN_ONE_WORK):
        with call.work(now) as work:
            for one in who[start : start + IN_ONE_WORK]:
                own = replace(work, actor=Somebody(one.owner_id))
                submit_application(own, one.application_id, key=work.new_id(), person_id=one.owner_id, is_owner=True)


def _apply(work: Work, call: CallOfOffice, number: int, sample: Sample, rules: RulesOfDay) -> Applicant:
    owner = add_person(work, email=f"{number}@firms.example", name=f"Titolare {number}", language="it")
    details = FirmDetails(f"Impresa {marker_of(number)}")
    firm = register_firm(work, details, tax_code=_tax_code(number), owner_id=owner)
    secret = new_secret()
    open_web_session(work, owner, digest=sha256_of(secret), browser="benchmark")
    own, prepare = replace(work, actor=Somebody(owner)), preparing(work.now, rules)
    known = known_of(work.session, call.pack, firm, work.now, rules)
    application = start_application(own, call.call_id, firm, known)
    save_application(own, application, dict(_answers(call, sample)), drawn=0)
    sign_off(own, application, prepare, person_id=owner, digest=prepare(work.session, application).digest)
    return Applicant(marker_of(number), firm, owner, application, secret)


def _answers(call: CallOfOffice, sample: Sample) -> Iterator[tuple[str, JsonValue]]:
    """What a firm itself says."""
    for fact in call.pack.call.facts:
        if answerable(fact):
            value = sample.facts[fact.id]
            yield fact.id, [*value] if isinstance(value, list) else value


def _tax_code(number: int) -> str:
    start = f"{number:010d}"
    return start + luhn.calc_check_digit(start)

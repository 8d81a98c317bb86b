"""An application read with all that belongs to it: its call, what is known of the firm, its files."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from cip.assessment.reads.known_firm import Pinned
from cip.files.reads import find_file
from cip.incentives.aid_law import Law
from cip.incentives.application import Application
from cip.incentives.application_content import FirmName, HandedIn, attached_of
from cip.incentives.bound_call import BoundCall, day_of_call
from cip.incentives.prefill import Known
from cip.incentives.prepared import Prepared
from cip.incentives.reads.applications import files_of_application, find_application
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.known import known_for
from cip.kernel.clock import today
from cip.parties.reads import find_firm
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.call_packs import CallPack

Prepare = Callable[[Session, str], Prepared]
"""Reads an application anew, by its id: what an action asks once it holds it."""
_MOST_BOUND = 64


@dataclass(frozen=True, slots=True)
class RulesOfDay:
    """What reading a firm needs of the rules: packs by their sha256, the agreements and the law of the day."""

    pinned: Pinned
    book: AgreementBook | None
    law: Law | None = None


@lru_cache(maxsize=_MOST_BOUND)
def bound_to(pack: CallPack) -> BoundCall:
    """A call bound to its day, kept for the process: the pages of one call ask for it again and again."""
    return BoundCall(pack, day_of_call(pack, ()))


def known_of(session: Session, pack: CallPack, firm_id: str, now: datetime, rules: RulesOfDay) -> Known:
    """What is known of a firm for a call at a moment."""
    return known_for(session, pack, firm_id, now, today(now), pinned=rules.pinned, book=rules.book, law=rules.law)


def prepared(session: Session, application: Application, now: datetime, rules: RulesOfDay) -> Prepared:
    """An application as it stands at a moment. Raises LookupError where the firm is gone."""
    call = call_of(session, application.call_id)
    pack = pack_of_call(session, call)
    firm = find_firm(session, application.firm_id)
    if firm is None:
        raise LookupError(f"there is no firm {application.firm_id}")
    known = known_of(session, pack, firm.id, now, rules)
    name = FirmName(firm.id, firm.name, firm.tax_code)
    return Prepared(application, call, name, bound_to(pack), known, attached_of(known), _files(session, application.id))


def preparing(now: datetime, rules: RulesOfDay) -> Prepare:
    """What an action asks to read an application anew while it holds it."""

    def prepare(session: Session, application_id: str) -> Prepared:
        application = find_application(session, application_id)
        if application is None:
            raise LookupError(f"there is no application {application_id}")
        return prepared(session, application, now, rules)

    return prepare


def _files(session: Session, application_id: str) -> dict[str, tuple[HandedIn, ...]]:
    """The files that are handed in, by document: what the scanner refused is none."""
    found: defaultdict[str, tuple[HandedIn, ...]] = defaultdict(tuple)
    for entry in files_of_application(session, application_id):
        file = find_file(session, entry.file_id)
        if file is not None and file.state in ("quarantined", "clean"):
            handed = HandedIn(entry.id, file.id, file.name, file.sha256, file.state == "clean")
            found[entry.document_id] = (*found[entry.document_id], handed)
    return dict(found)

"""The facts that payments of a call wait for, all in one table: what is missing of each firm, entered and sent at once.

Each row is recorded on its own, by the action of the single form: one that is refused keeps what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.look_before_payment import FactKnownError, NewFact, record_missing_facts
from cip.incentives.awards import StoredAward
from cip.incentives.payment_checks import LONGEST_SOURCE, PAYMENT_FACTS, PaymentFactKind
from cip.incentives.payments import PartOfAward
from cip.incentives.reads.award_kinds import AWARD
from cip.incentives.reads.tranches import tranches_of_call
from cip.parties.access import load_for
from cip.parties.reads.acting import firm_names
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.award_visit import may_award
from cip.web.office.links import CallLink, register_link
from cip.web.office.payment_words import TOLD, fact_kinds, fact_values, short_fact_kinds, why_not_paid
from cip.web.office.payments import PAYMENTS
from cip.web.office.visit import CallVisit, open_call
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed

FACTS = f"{PAYMENTS}/facts"
MOST_ROWS = 50
"""How many rows one page has: what it sends stays below the largest form. The others come once these are written."""
IN_TABLE: tuple[PaymentFactKind, ...] = tuple(kind for kind in PAYMENT_FACTS if kind != "durc_offset")
"""What can be missing. An offset is a decision about a debt that is known: it has its sum, and the single form."""
WITH_END: tuple[PaymentFactKind, ...] = ("durc", "insurance")
"""What says itself until when it holds."""

register_link(
    CallLink(
        "office.payment_facts",
        lambda: _("Verifiche che mancano"),
        lambda: _("Tutte le imprese in una tabella"),
        ("allocated",),
    )
)


@dataclass
class Sheet(Typed):
    """The table as it was sent; rows that were recorded (`taken`) are shown without what was typed into them."""

    taken: set[str] = field(default_factory=set)

    def value(self, name: str) -> str:
        """What a field shows."""
        return "" if any(name.startswith(f"{key}.") for key in self.taken) else super().value(name)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a part of an award and what it still lacks."""

    award: StoredAward
    part: PartOfAward
    firm: str

    @property
    def key(self) -> str:
        """What the names of its fields begin with."""
        return f"{self.award.id}.{self.part.id}"

    def shown(self, form: Typed) -> tuple[PaymentFactKind, ...]:
        """What is asked: what is missing, and what was typed and is not recorded."""
        return tuple(one for one in IN_TABLE if one in self.part.lacks or form.value(f"{self.key}.{one}"))


@dataclass(frozen=True, slots=True)
class Said:
    """What holds for all rows that say nothing else: the day, and by kind where it comes from ("" where not said)."""

    on_day: date | None
    sources: Mapping[PaymentFactKind, str]


@office.get(FACTS)
def payment_facts(body_id: str, call_id: str) -> Response:
    """What is missing, a row a firm and part."""
    return _page(open_call(body_id, call_id, "read"), Sheet({"on_day": today().isoformat()}))


@office.post(FACTS)
def payment_facts_now(body_id: str, call_id: str) -> AnyResponse:
    """Record what was written, row by row."""
    visit, form = open_call(body_id, call_id, "manage"), Sheet(sent=True)
    said = _said(form)
    written = [line for line in _lines(visit) if _written(form, line)]
    if not written:
        form.errors.setdefault("on_day", _("Scegliete almeno una risposta nella tabella."))
    for line in written:
        _record(visit, form, line, said)
    if form.errors:
        return _page(visit, form)
    return back("office.payment_facts", "saved", body_id=body_id, call_id=call_id)


def _said(form: Sheet) -> Said:
    found = {kind: form.line(f"source.{kind}", LONGEST_SOURCE) for kind in IN_TABLE}
    right = {kind: "" if form.error(f"source.{kind}") else text for kind, text in found.items()}
    return Said(form.day("on_day"), right)


def _lines(visit: CallVisit) -> list[Line]:
    """Every part of every award of the call, by the name of its firm."""
    with reading() as session:
        awards = tranches_of_call(session, visit.id, today())
        firms = firm_names(session, [award.firm_id for award, _parts in awards])
    found = [Line(award, part, firms[award.firm_id]) for award, parts in awards for part in parts]
    return sorted(found, key=lambda line: line.firm.casefold())


def _written(form: Typed, line: Line) -> bool:
    ends = [f"{line.key}.{kind}.to" for kind in WITH_END]
    names = [*(f"{line.key}.{kind}" for kind in IN_TABLE), *ends, f"{line.key}.day", f"{line.key}.source"]
    return any(map(form.raw, names))


def _record(visit: CallVisit, form: Sheet, line: Line, said: Said) -> None:
    """Record one row, or say at the row why not."""
    facts = _facts(form, line, said)
    if _mistakes(form, line):
        return
    try:
        with working() as work:
            load_for(work.session, actor(), AWARD, line.award.id, action="manage", parent=visit.id)
            record_missing_facts(work, line.award.id, line.part.id, facts)
    except FactKnownError as error:
        known = _("Nel frattempo qualcuno l'ha già scritto. Per cambiarlo aprite la pagina dell'impresa.")
        form.errors.update({f"{line.key}.{kind}": known for kind in error.kinds})
    except TOLD as error:
        form.errors[f"{line.key}.day"] = why_not_paid(error)
    else:
        form.taken.add(line.key)


def _facts(form: Sheet, line: Line, said: Said) -> list[NewFact]:
    """What was written in a row; what is wrong with it stands at its fields."""
    at_day = f"{line.key}.day"
    day = form.day(at_day) or said.on_day
    own = form.line(f"{line.key}.source", LONGEST_SOURCE)
    kinds = [kind for kind in IN_TABLE if form.raw(f"{line.key}.{kind}")]
    if not kinds:
        first = next(iter(line.shown(form)), "day")
        form.errors.setdefault(f"{line.key}.{first}", _("Dite che cosa risulta."))
    if day is None:
        form.errors.setdefault(at_day, _("Scrivete il giorno, qui o in alto."))
    return [_fact(form, line, kind, day or today(), own or said.sources[kind]) for kind in kinds]


def _fact(form: Sheet, line: Line, kind: PaymentFactKind, day: date, source: str) -> NewFact:
    name = f"{line.key}.{kind}"
    value = form.choice(name, [value for value, _words in fact_values(kind)], _("Dite che cosa risulta."))
    end = form.day(f"{name}.to") if kind in WITH_END else None
    if not source:
        form.errors.setdefault(name, _("Dite da dove viene il dato, o perché decidete così: in alto o nella riga."))
    return NewFact(kind, value, day, source, end)


def _page(visit: CallVisit, form: Sheet) -> Response:
    lines = [line for line in _lines(visit) if line.shown(form)]
    shown = [line for line in lines if any(name.startswith(f"{line.key}.") for name in form.errors)]
    shown += [line for line in lines if line not in shown][: max(0, MOST_ROWS - len(shown))]
    shown.sort(key=lines.index)
    names = fact_kinds()
    return form.page(
        "office/payment_facts.html",
        visit=visit,
        may=may_award(visit, "manage"),
        lines=shown,
        more=len(lines) - len(shown),
        kinds=[kind for kind in IN_TABLE if any(kind in line.shown(form) for line in shown)],
        names=names,
        short=short_fact_kinds(),
        values=fact_values,
        with_end=WITH_END,
        wrong_rows=[(line, _mistakes(form, line)) for line in shown if _mistakes(form, line)],
        done=done_words(),
    )


def _mistakes(form: Typed, line: Line) -> list[tuple[str, str]]:
    """What is wrong in a row, each with the field to go to."""
    return [(name, text) for name, text in form.errors.items() if name.startswith(f"{line.key}.")]

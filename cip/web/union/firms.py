"""The firms that joined where a union works, and the page of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template, request, url_for

from cip.agreement.attestations import Attestation, ClauseVoices, statement_moves, voices_of
from cip.agreement.reads.attestations import (
    marks_on_all,
    rechecks_on_all,
    statements_on,
    statements_on_all,
    visits_ahead,
    visits_on,
)
from cip.agreement.rechecks import Mark
from cip.agreement.union_firms import (
    JoinedFirm,
    UnionClause,
    UnionStatus,
    by_letter,
    count_statuses,
    rechecks_shown,
    status_shown,
)
from cip.documents.clauses import letter_names, mark_of
from cip.documents.plan_words import way_words
from cip.incentives.reads import awards_of_firm
from cip.parties.reads import bodies_by_id
from cip.rulebook.agreements import AgreementBook
from cip.web.done import done_words
from cip.web.language import current
from cip.web.state import agreement_book, reading, today
from cip.web.union import union
from cip.web.union.statuses import stands_for
from cip.web.union.visit import UnionVisit, firms_seen, my_unions, open_joined
from cip.web.union.words import all_words

# What ends or is due so soon is shown apart.
SOON = timedelta(days=30)
FILTERS = ("all", "asked", "disputed", "recheck", "silent")


@dataclass(frozen=True, slots=True)
class FirmLine:
    """A firm in the list: how its clauses stood when somebody looked last, and what unions say."""

    firm: JoinedFirm
    counts: dict[UnionStatus, int]
    voices: dict[str, ClauseVoices]
    rechecks: int
    waiting: int
    visit_on: date | None

    @property
    def attested(self) -> int:
        """Clauses that at least one union attests."""
        return sum(bool(one.attests) for one in self.voices.values())

    @property
    def disputed(self) -> int:
        """Clauses that at least one union disputes."""
        return sum(bool(one.disputes) for one in self.voices.values())

    def fits(self, wanted: str) -> bool:
        """Whether it belongs to a filter."""
        return {
            "all": True,
            "asked": self.waiting > 0,
            "disputed": self.disputed > 0,
            "recheck": self.rechecks > 0,
            "silent": not self.voices,
        }[wanted]


@union.get("")
def index() -> str:
    """The list, all of it or what a filter asks for."""
    bodies = my_unions()
    lines, own = _lines(bodies, agreement_book())
    wanted = request.args.get("show", "")
    shown = wanted if wanted in FILTERS else "all"
    place = request.args.get("place", "")
    places = sorted({name for line in lines for name in line.firm.places})
    here = [line for line in lines if line.fits(shown) and place in ("", *line.firm.places)]
    with reading() as session:
        names = sorted(body.name for body in bodies_by_id(session, bodies).values())
    return render_template(
        "union/index.html",
        lines=here,
        own=own,
        counts={one: sum(line.fits(one) for line in lines) for one in FILTERS},
        shown=shown,
        places=places,
        place=place,
        unions=names,
        book=agreement_book(),
        mark_of=mark_of,
        language=current(),
        done=done_words(),
    )


def _lines(bodies: tuple[str, ...], book: AgreementBook) -> tuple[list[FirmLine], list[JoinedFirm]]:
    on = today()
    with reading() as session:
        firms, own = firms_seen(session, bodies)
        ids = [firm.id for firm in firms]
        said, open_ones = statements_on_all(session, ids), rechecks_on_all(session, ids)
        marks = marks_on_all(session, ids)
        ahead = {one.adherence_id: one.planned_on for one in reversed(visits_ahead(session, bodies))}
    lines = [
        FirmLine(
            firm,
            _counts(book, marks[firm.id]),
            voices_of(said[firm.id], on),
            sum(one.open for one in rechecks_shown(book, open_ones[firm.id])),
            sum(one.waits(on) for one in said[firm.id]),
            ahead.get(firm.id),
        )
        for firm in firms
    ]
    return lines, own


def _counts(book: AgreementBook, marks: dict[str, Mark]) -> dict[UnionStatus, int]:
    here = (mark for mark in marks.values() if mark.clause_id in book.clause_of)
    return count_statuses(status_shown(book, mark.clause_id, mark.status) for mark in here)


@union.get("/firms/<adherence_id>")
def firm(adherence_id: str) -> str:
    """One firm: clauses by letter, what unions say of them, what was seen, what is due soon."""
    visit = open_joined(adherence_id)
    with reading() as session:
        said = statements_on(session, visit.id)
        stands = stands_for(session, visit, said)
        bodies = bodies_by_id(session, sorted({one.body_id for one in said} | set(visit.bodies)))
        awards = [one for one in awards_of_firm(session, visit.firm.firm_id) if one.live or one.held]
        planned = [one for one in visits_on(session, visit.id) if one.body_id in visit.bodies]
    on, clauses = today(), stands.clauses
    return render_template(
        "union/firm.html",
        visit=visit,
        letters=by_letter(clauses),
        letter_names=letter_names(current()),
        counts=count_statuses(one.status for one in clauses),
        differ=[one for one in clauses if one.voices.differ],
        rechecks=[again for one in clauses for again in one.rechecks if again.open],
        soon=_soon(said, clauses, on),
        past=[one for one in said if one.state(on) in ("withdrawn", "expired")],
        names={body.id: body.name for body in bodies.values()},
        visits=planned,
        awards=awards,
        ways=[way_words(current())[way] for way in stands.ways],
        heard_on=stands.heard_on,
        mark=mark_of(visit.agreement, current()),
        matters=url_for("matters.of_adherence", firm_id=visit.firm.firm_id, adherence_id=visit.id),
        may_withdraw=lambda one: "withdraw" in _moves(one, visit, on),
        done=done_words(),
        today=on,
        **all_words(),
    )


def _moves(one: Attestation, visit: UnionVisit, on: date) -> tuple[str, ...]:
    return statement_moves(one.state(on), one.verdict, {"union"}) if one.body_id in visit.bodies else ()


def _soon(said: Sequence[Attestation], clauses: Sequence[UnionClause], on: date) -> list[tuple[date, str, str]]:
    """What ends or is due in the next days: the day, what it is (answer, end, term), the clause."""
    found = [(one.answer_by, "answer", one.clause_id) for one in said if one.answer_by and one.waits(on)]
    found += [(one.to_day, "end", one.clause_id) for one in said if one.holds(on)]
    found += [(one.by, "term", one.id) for one in clauses if one.by]
    return sorted(item for item in found if item[0] <= on + SOON)

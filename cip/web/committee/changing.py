"""What changes in the text of an agreement between two days, or beside the one that it renews: a page for everybody."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, render_template, request

from cip.agreement.force import renewed_by
from cip.agreement.lives import life_of
from cip.agreement.versions import Comparison, Difference, Said, Side, change_days, compare, latest_change
from cip.agreement.wording import HEADS, HOURLY
from cip.documents.agreement_values import amount_said
from cip.parties.access import NotYoursError
from cip.rulebook.agreements import AgreementBook, checks_of, terms_of
from cip.rulebook.shapes import checks
from cip.rulebook.shapes.agreement import STATUTE, Agreement, Clause
from cip.web.committee import matters
from cip.web.committee.visit import agreement_named
from cip.web.fields import read_day
from cip.web.language import current, ngettext
from cip.web.language import gettext as _
from cip.web.shown import day, in_words
from cip.web.state import agreement_book, today

_HEAD_MORE = ("signed_on", "effective_from", "routes")


@dataclass(frozen=True, slots=True)
class Row:
    """One difference in words: what it is, before, after."""

    what: str
    before: str
    after: str
    source: str


@matters.get("/agreements/<agreement_id>/changes")
def changes(agreement_id: str) -> Response:
    """The newest change of a text, or the two days that are asked for; what the renewal changes."""
    if agreement_id == STATUTE:
        raise NotYoursError
    agreement, book = agreement_named(agreement_id), agreement_book()
    on, others = today(), _renewals(agreement, book)
    days = list(change_days(agreement)[1:])
    asked = read_day(request.args.get("on", "")) or latest_change(agreement, on)
    own = _between_days(agreement, asked) if asked in days and asked is not None else None
    page = render_template(
        "committee/changes.html",
        agreement=agreement,
        life=life_of(agreement, book, on),
        own=_rows(own, book) if own else [],
        asked=asked if own else None,
        days=days,
        renewals=[(side.before.agreement, side.after.agreement, _rows(side, book), side) for side in others],
        clause_of=book.clause_of,
    )
    return Response(page, mimetype="text/html")


def _renewals(agreement: Agreement, book: AgreementBook) -> list[Comparison]:
    """Beside the agreement that it renews and the one that renews it: the old one on its last day, the new one on its
    first.
    """
    before = book.by_id.get(agreement.renews or "")
    after = renewed_by(book, agreement, date.max)
    pairs = [(before, agreement)] if before is not None else []
    pairs += [(agreement, after)] if after is not None else []
    return [compare(_last_side(old), _first_side(new)) for old, new in pairs]


def _first_side(agreement: Agreement) -> Side:
    return Side(agreement, agreement.effective_from or today())


def _last_side(agreement: Agreement) -> Side:
    last = agreement.expires_on
    return Side(agreement, last if isinstance(last, date) else today())


def _between_days(agreement: Agreement, on: date) -> Comparison:
    return compare(Side(agreement, on - timedelta(days=1)), Side(agreement, on))


def _rows(comparison: Comparison, book: AgreementBook) -> list[Row]:
    return [_row(one, book) for one in comparison.differences]


def _row(one: Difference, book: AgreementBook) -> Row:
    unit = _unit(one.name, book) if one.part == "param" else ""
    before, after = (_said(one.name, said, unit) for said in (one.before, one.after))
    return Row(_what(one, book), before, after, one.after.source or one.before.source)


def _what(one: Difference, book: AgreementBook) -> str:
    if one.part == "hourly":
        words = in_words(HOURLY[one.name])
    elif one.part == "param":
        found = _clauses(one.name, book)
        words = "; ".join(f"{in_words(clause.title)} ({clause.id})" for clause in found) or one.name
    else:
        more = {
            "signed_on": _("giorno della firma"),
            "effective_from": _("da quando vale"),
            "routes": _("come si aderisce"),
        }
        words = more[one.name] if one.name in _HEAD_MORE else in_words(HEADS[one.name])
    return words[:1].upper() + words[1:]


def _clauses(param: str, book: AgreementBook) -> list[Clause]:
    return [
        clause
        for clause in book.clauses
        if any(term.param == param for check in checks_of(clause) for term in terms_of(check))
        or any(isinstance(check, checks.TextCheck) and check.param == param for check in checks_of(clause))
    ]


def _unit(param: str, book: AgreementBook) -> str:
    for clause in book.clauses:
        for check in checks_of(clause):
            for term in terms_of(check):
                if term.param == param and isinstance(term, checks.Term):
                    return term.unit
    return ""


def _said(name: str, said: Said, unit: str) -> str:
    if said.kind == "missing":
        return _("non ne parla")
    if said.kind == "none":
        return _("nessuna regola")
    if said.kind == "unknown":
        return _("non lo sappiamo")
    if isinstance(said.value, bool):
        return _("sì") if said.value else _("no")
    if isinstance(said.value, date):
        return day(said.value)
    return _number(name, said.value, unit) if isinstance(said.value, int) else _words(str(said.value))


def _number(name: str, value: int, unit: str) -> str:
    words = {
        "hour": ngettext("%(count)s ora", "%(count)s ore", value) % {"count": value},
        "calendar_day": ngettext("%(count)s giorno", "%(count)s giorni", value) % {"count": value},
        "working_day": ngettext("%(count)s giorno lavorativo", "%(count)s giorni lavorativi", value) % {"count": value},
        "month": ngettext("%(count)s mese", "%(count)s mesi", value) % {"count": value},
    }
    return words.get(unit) or amount_said(name, value, current())


def _words(value: str) -> str:
    known = {
        "accepted": _("vale come sì"),
        "refused": _("vale come no"),
        "allowed": _("si può"),
        "forbidden": _("non si può"),
        "calendar_day": _("giorni di calendario"),
        "working_day": _("giorni lavorativi"),
        "contractual_average": _("la media del contratto"),
        "membership": _("con l'iscrizione a chi ha firmato"),
        "full_ccnl": _("applicando il contratto nazionale di chi ha firmato"),
        "mandate": _("con un mandato"),
        "stop": _("smette di valere"),
        "keep_until_renewal": _("vale fino al rinnovo"),
        "subsidiary": _("vale dove altri testi tacciono"),
        "improves": _("vale dove migliora"),
        "replaces": _("prende il posto degli altri"),
    }
    return "; ".join(known.get(one, one) for one in value.split(","))

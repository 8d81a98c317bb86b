"""The money of a call for its office: by source on any day, transaction by transaction, award by award, as a table."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response, render_template, request

from cip.database.work import Session
from cip.incentives.ledger import Kind
from cip.incentives.money_log import MoneyEntry, SourceSums, as_csv, together
from cip.incentives.reads.applications import applications_of_call
from cip.incentives.reads.awards import awards_of_call
from cip.incentives.reads.money_log import award_sums, count_entries, entries_of_call, sources_on
from cip.parties.reads.acting import firm_names
from cip.web.fields import EARLIEST, LATEST, read_day
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.award_words import award_state_looks, award_state_names
from cip.web.office.links import CallLink, register_link
from cip.web.office.money_words import account, happened, money_words
from cip.web.office.visit import CallVisit, open_call
from cip.web.people_named import named_doers
from cip.web.printed import attached
from cip.web.state import reading, today

CALL_MONEY = "/<body_id>/calls/<call_id>/money"
PER_PAGE = 30
WIDE = 100.0
# What a bar is made of, by class, from left to right; the last is what is still there.
BAR: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("cip-money-paid", ("paid", "withheld")),
    ("cip-money-open", ("committed", "due")),
    ("cip-money-kept", ("reserved",)),
    ("cip-money-left", ("available",)),
)

register_link(
    CallLink(
        "office.money",
        lambda: _("Conti del bando"),
        lambda: _("Somme per fonte, movimenti, contributo per contributo"),
        ("ranking", "allocated"),
    )
)


@office.get(CALL_MONEY)
def money(body_id: str, call_id: str) -> Response:
    """What stands on each source of the call, today or at the end of a past day."""
    visit = open_call(body_id, call_id, "read")
    asked = request.args.get("on", "")[:20].strip()
    day = read_day(asked) if asked else today()
    wrong = day is None or not EARLIEST <= day <= LATEST
    on = today() if wrong or day is None else day
    with reading() as session:
        sources = sources_on(session, visit.id, on)
    page = render_template(
        "office/money.html",
        visit=visit,
        sources=sources,
        whole=together(sources),
        names=_source_names(visit),
        bars={one.source_id: _bar(one) for one in sources},
        asked=asked,
        on=on,
        wrong=wrong,
        past=on < today(),
    )
    return Response(page, mimetype="text/html")


@office.get(f"{CALL_MONEY}/transactions")
def money_transactions(body_id: str, call_id: str) -> Response:
    """The transactions, the newest first, some at a time."""
    visit = open_call(body_id, call_id, "read")
    wanted = request.args.get("page", "1")
    with reading() as session:
        pages = max(1, -(-count_entries(session, visit.id) // PER_PAGE))
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
        number = min(max(1, number), pages)
        entries = entries_of_call(session, visit.id, skip=(number - 1) * PER_PAGE, most=PER_PAGE)
        shown = _beside(session, visit, entries)
    page = render_template(
        "office/money_transactions.html",
        visit=visit,
        entries=entries,
        number=number,
        pages=pages,
        names=_source_names(visit),
        happened=happened,
        account=account,
        **shown,
    )
    return Response(page, mimetype="text/html")


@office.get(f"{CALL_MONEY}/awards")
def money_awards(body_id: str, call_id: str) -> Response:
    """Every award with its sums."""
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        sums = award_sums(session, visit.id)
        firms = _firms(session, visit)
    page = render_template(
        "office/money_awards.html",
        visit=visit,
        sums=sorted(sums, key=lambda one: firms[one.award.id][1]),
        firms=firms,
        states=award_state_names(),
        looks=award_state_looks(),
    )
    return Response(page, mimetype="text/html")


@office.get(f"{CALL_MONEY}/transactions.csv")
def money_csv(body_id: str, call_id: str) -> Response:
    """All transactions as a table, oldest first, one leg a row."""
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        entries = entries_of_call(session, visit.id)[::-1]
        shown = _beside(session, visit, entries)
    words = money_words()
    # Spreadsheets take a file for UTF-8 by its first sign.
    text = "\N{ZERO WIDTH NO-BREAK SPACE}" + as_csv(entries, shown["firms"], shown["who"], words.__getitem__)
    return attached(text.encode(), "text/csv", f"conti-{call_id[:8]}-{_compact(today())}.csv")


def _beside(session: Session, visit: CallVisit, entries: Sequence[MoneyEntry]) -> dict[str, Any]:
    return {
        "firms": _firms(session, visit),
        "who": named_doers(session, {entry.by_label for entry in entries}),
    }


def _firms(session: Session, visit: CallVisit) -> dict[str, tuple[str, int]]:
    """By award the firm's name and the number of its application."""
    awards = awards_of_call(session, visit.id)
    names = firm_names(session, {one.firm_id for one in awards})
    numbers = {one.application_id: one.number for one in applications_of_call(session, visit.id)}
    return {one.id: (names.get(one.firm_id, ""), numbers.get(one.application_id, 0)) for one in awards}


def _source_names(visit: CallVisit) -> dict[str, Any]:
    return {line.id: line.label for line in visit.pack.call.funding}


def _bar(source: SourceSums) -> list[tuple[str, float, float]]:
    """Each piece of a bar: how it looks, where it begins, how wide it is; a hundred in all."""
    pieces, at = [], 0.0
    for look, kinds in BAR:
        wide = WIDE * source.of(*kinds) / source.budget if source.budget else 0.0
        if wide:
            pieces.append((look, round(at, 3), round(wide, 3)))
        at += wide
    return pieces


def _compact(day: date) -> str:
    return day.strftime("%Y%m%d")

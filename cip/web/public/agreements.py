"""What everybody may read of agreements: the list with marks and sources, the text of each as data, who joined, and
what the code on a joining form says.
"""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date

from flask import Response, abort, render_template

from cip.agreement.lives import Life, life_of
from cip.agreement.reach import matters_of
from cip.agreement.reads import count_joined, joined_firms, joining_of_digest
from cip.agreement.reads.committees import parties_joined
from cip.database.work import Session
from cip.documents.agreement_values import one_source, sure_words, themes
from cip.documents.citing import Citer
from cip.documents.clauses import letter_names, mark_of
from cip.documents.joining_words import matter_words
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.public import public
from cip.web.shown import in_words
from cip.web.state import agreement_book, reading, state, today

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Listed:
    """An agreement in the list."""

    agreement: Agreement
    mark: str
    life: Life
    firms: int


def _agreement(agreement_id: str) -> tuple[AgreementBook, Agreement]:
    book = agreement_book()
    found = book.by_id.get(agreement_id)
    if found is None:
        abort(404)
    return book, found


@public.get("/agreements")
def agreements() -> str:
    """Every agreement that we know, with what it is: real, a proposal, or invented."""
    book, on = agreement_book(), today()
    with reading() as session:
        joined = count_joined(session, on)
    listed = [
        Listed(one, mark_of(one, current()), life_of(one, book, on), joined.get(one.id, 0)) for one in book.agreements
    ]
    order = ("in_force", "ultra", "not_yet", "unknown", "proposal", "expired")
    listed.sort(key=lambda one: (order.index(one.life.status), in_words(one.agreement.name)))
    return render_template("public/agreements.html", listed=listed, sources=_sources)


@public.get("/agreements/<agreement_id>")
def agreement(agreement_id: str) -> str:
    """The text of one agreement as we know it: values with source and certainty, doubts, clauses, parties."""
    book, found = _agreement(agreement_id)
    matters = matter_words(current())
    letters = letter_names(current())
    clauses = {
        letter: [book.clause_of[one] for one in found.obligations if one.startswith(letter) and one in book.clause_of]
        for letter in letters
    }
    values = themes(book, found, current())
    with reading() as session:
        firms = count_joined(session, today()).get(found.id, 0)
        parties = _parties(session, found)
    return render_template(
        "public/agreement.html",
        agreement=found,
        mark=mark_of(found, current()),
        life=life_of(found, book, today()),
        themes=values,
        source=one_source(values),
        contracts=_contracts(book, found),
        parties=parties,
        doubts=[doubt for doubt in book.doubts if doubt.id in found.doubts],
        letters=[(letter, letters[letter], items) for letter, items in clauses.items() if items],
        law=Citer(book.law, today(), current()).parameters(found.law),
        matters=[matters[one] for one in matters if one in matters_of(found)],
        territory=book.territory_of.get(found.territory.list) if found.territory else None,
        renews=book.by_id.get(found.renews) if found.renews else None,
        sources=_sources,
        firms=firms,
    )


@public.get("/agreements/<agreement_id>/firms")
def agreement_firms(agreement_id: str) -> str:
    """Who joined (clause A-09): name, municipality, since when; without those that objected for a lawful reason."""
    _book_of, found = _agreement(agreement_id)
    with reading() as session:
        joined = joined_firms(session, agreement_id, today())
    return render_template(
        "public/agreement_firms.html", agreement=found, mark=mark_of(found, current()), joined=joined, on=today()
    )


@public.get("/agreements/<agreement_id>/firms.csv")
def agreement_firms_csv(agreement_id: str) -> Response:
    """The same list for a spreadsheet; the mark of a proposal or of an invention stands in each line."""
    _book_of, found = _agreement(agreement_id)
    with reading() as session:
        joined = joined_firms(session, agreement_id, today())
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow([_("accordo"), _("avvertenza"), _("impresa"), _("comune"), _("adesione dal")])
    for one in joined:
        row = [
            in_words(found.name),
            mark_of(found, current()),
            one.name,
            one.seat_name or "",
            one.joined_on.isoformat(),
        ]
        lines.writerow([_harmless(cell) for cell in row])
    answer = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"imprese-{found.id}-{today().isoformat()}.csv")
    return answer


@public.get("/joining/<digest>")
def joining_check(digest: str) -> Response:
    """That a form is, or is not, one of a joining kept here; who asks learns no name and no firm."""
    found = None
    if _DIGEST.fullmatch(digest):
        with reading() as session:
            found = joining_of_digest(session, digest)
    book = state().packs.newest_on(today()).content.agreements
    named = book.by_id.get(found.agreement_id) if found is not None and book is not None else None
    page = render_template(
        "public/joining_check.html", found=found, agreement=named, mark=mark_of(named, current()) if named else ""
    )
    return Response(page, 200 if found else 404, mimetype="text/html")


def _parties(session: Session, agreement: Agreement) -> list[tuple[str, date | None]]:
    """Who is a party today, in one list: those of the text, and those that joined later, with their day."""
    later = [
        (one.name, one.from_day)
        for one in parties_joined(session, agreement.id)
        if one.from_day <= today() and (one.to_day is None or one.to_day >= today())
    ]
    since = [(one.name, one.since if isinstance(one.since, date) else None) for one in agreement.parties]
    named = {name.casefold() for name, _day in since}
    signed = [(name, day if day != agreement.signed_on else None) for name, day in since]
    return signed + [(name, day) for name, day in later if name.casefold() not in named]


def _contracts(book: AgreementBook, agreement: Agreement) -> list[str]:
    """The national contracts that an agreement is for: the name beside the code, the code alone where we have none."""
    names = {card.code: in_words(card.name) for card in book.cards if card.code is not None}
    return [f"{names[code]} ({code})" if code in names else code for code in agreement.sectors]


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _sources(agreement: Agreement) -> list[tuple[str, str]]:
    """Where a text is written, and how sure we are."""
    return [
        (f"{one.act}, {one.article}" if one.article else one.act, sure_words(one.confidence, current()))
        for one in agreement.sources
    ]

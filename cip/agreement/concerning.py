"""Which agreements concern a firm on a day, by what it told: those that bind it and those that it may join. Pure.

An agreement of which it is not known that it fits is left out here; a design binds nobody and is only there when named.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cip.agreement.force import in_force, in_sector, in_territory
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement

# joined: the firm joined it. contract: the national contract that it applies. open: it may join. named: somebody asked
# to see it.
How = Literal["joined", "contract", "open", "named"]


@dataclass(frozen=True, slots=True)
class Concerning:
    """An agreement that concerns a firm, and how."""

    agreement: Agreement
    how: How

    @property
    def binds(self) -> bool:
        """Whether the firm owes what it asks."""
        return self.how in ("joined", "contract")


def concerning(
    book: AgreementBook,
    on: date,
    ccnl: str | None,
    places: tuple[str, ...] | None,
    joined: Collection[str] = (),
    named: Collection[str] = (),
) -> tuple[Concerning, ...]:
    """The agreements that concern a firm, in the order of the book.

    `ccnl` is the CNEL code of its national contract, `places` are the ISTAT codes or names of the municipalities of its
    seats (each None while unknown); `joined` and `named` are ids of agreements.
    """
    found = [Concerning(item, how) for item in book.agreements if (how := _how(book, item, on, ccnl, places, joined))]
    seen = {item.agreement.id for item in found}
    extra = [Concerning(item, "named") for item in book.agreements if item.id in named and item.id not in seen]
    order = {item.id: index for index, item in enumerate(book.agreements)}
    return tuple(sorted([*found, *extra], key=lambda item: order[item.agreement.id]))


def _how(
    book: AgreementBook,
    agreement: Agreement,
    on: date,
    ccnl: str | None,
    places: tuple[str, ...] | None,
    joined: Collection[str],
) -> How | None:
    if agreement.id in joined:
        return "joined"
    if agreement.level == "national" and ccnl is not None and in_sector(agreement, ccnl):
        return "contract" if in_force(book, agreement, on) else None
    return "open" if _open(book, agreement, on, ccnl, places) else None


def _open(
    book: AgreementBook, agreement: Agreement, on: date, ccnl: str | None, places: tuple[str, ...] | None
) -> bool:
    """Whether a firm may join: with a form, in the territory and the sector, before the agreement's last day."""
    over = isinstance(agreement.expires_on, date) and on > agreement.expires_on
    if agreement.level != "territorial" or agreement.joining is None or over:
        return False
    fitting = (in_force(book, agreement, on), in_territory(book, agreement, on, places), in_sector(agreement, ccnl))
    return all(answer is True for answer in fitting)

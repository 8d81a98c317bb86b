"""What an agreement is to a firm on a day, by what it told, and so which ones concern it. Pure; unknown is never no.

An agreement of which it is not known that it fits is left out here; a design binds nobody and is only there when named.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cip.agreement.force import in_sector, in_territory
from cip.agreement.lives import Life, life_of
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import STATUTE, Agreement

# joined: bound by it. contract: the national contract that the firm applies, and so is bound by. open: may join.
# unknown: something that decides it is not known. away: it reaches others. closed: nobody joins it now (proposal, not
# begun, over, no joining). law: the statute.
Concern = Literal["joined", "contract", "open", "unknown", "away", "closed", "law"]
# named: it binds nobody, somebody asked to see it.
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


def concern_of(
    book: AgreementBook,
    agreement: Agreement,
    on: date,
    ccnl: str | None,
    places: tuple[str, ...] | None,
    *,
    joined: bool = False,
) -> Concern:
    """What an agreement is to a firm (see `concerning`); `joined`: the firm joined it and has not left."""
    if agreement.level == STATUTE:
        return "law"
    if joined:
        return "joined"
    # No seat that we know of is no seat elsewhere.
    fits = (in_territory(book, agreement, on, places or None), in_sector(agreement, ccnl))
    if False in fits:
        return "away"
    life = life_of(agreement, book, on)
    if agreement.level == "national":
        return _of_contract(life, known=ccnl is not None and None not in fits)
    # What nobody joins now is closed wherever the firm is: a missing answer would change nothing.
    if agreement.level != "territorial" or agreement.joining is None or life.status not in ("in_force", "unknown"):
        return "closed"
    return "unknown" if life.status == "unknown" or None in fits else "open"


def _of_contract(life: Life, *, known: bool) -> Concern:
    """What a national contract is to a firm that applies it, or may (`known` is false)."""
    if life.status == "unknown" or not known:
        return "unknown"
    return "contract" if life.holds else "closed"


def _how(
    book: AgreementBook,
    agreement: Agreement,
    on: date,
    ccnl: str | None,
    places: tuple[str, ...] | None,
    joined: Collection[str],
) -> How | None:
    found = concern_of(book, agreement, on, ccnl, places, joined=agreement.id in joined)
    return found if found in ("joined", "contract", "open") else None

"""Which text rules leave by the hour for who works in a firm on a day, by what is known of the firm. Pure.

It says too which texts may come first that nobody of us has read.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cip.agreement.concerning import concern_of
from cip.agreement.regime import Candidate, Regime, regime_on
from cip.kernel.texts import Reason, Text
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import STATUTE

PRECEDENCE = "precedence"
"""The doubt that stays open wherever two texts meet."""
_SENTENCES: Mapping[str, Text] = {
    "contract_unknown": Text(
        it="Non sappiamo quale contratto nazionale applicate. Se regola il congedo a ore, viene prima della legge.",
        en="We do not know which national contract you apply. If it regulates leave by the hour, it precedes the law.",
    ),
    "contract_unread": Text(
        it="Del contratto {ccnl} non abbiamo le regole sul congedo a ore. Se ci sono, vengono prima della legge.",
        en="Of contract {ccnl} we have no rules on leave by the hour. If there are any, they precede the law.",
    ),
    "other_text": Text(
        it="Avete dichiarato un altro accordo sul congedo a ore. Se è dell'impresa, viene prima: non l'abbiamo letto.",
        en="You declared another agreement on leave by the hour. If it is the firm's own, it comes first: "
        "we have not read it.",
    ),
}


@dataclass(frozen=True, slots=True)
class FirmRegime:
    """What binds by the texts that we have, and why; `unread`: what may come first and that we do not have."""

    regime: Regime
    unread: tuple[Reason, ...] = ()


def regime_of_firm(
    book: AgreementBook,
    on: date,
    ccnl: str | None,
    places: tuple[str, ...] | None,
    joined: Collection[str],
    *,
    joins_known: bool = True,
    other_text: bool = False,
) -> FirmRegime:
    """The regime of a firm (see `concern_of` for `ccnl` and `places`); `joined` are the ids of the agreements that it
    joined, and with `joins_known` false it may have joined others. `other_text`: it declared another second-level text
    on leave by the hour (clause A-07).
    """
    found = regime_on(book, tuple(_candidates(book, on, ccnl, places, joined, joins_known)), on)
    unread = tuple(_unread(book, ccnl, other_text=other_text))
    if other_text or (unread and found.binding.level != STATUTE):
        # A text that nobody read stands beside the one that binds.
        open_now = {item.id for item in found.doubts} | {PRECEDENCE}
        found = replace(found, doubts=tuple(item for item in book.doubts if item.id in open_now))
    return FirmRegime(found, unread)


def _candidates(
    book: AgreementBook,
    on: date,
    ccnl: str | None,
    places: tuple[str, ...] | None,
    joined: Collection[str],
    joins_known: bool,
) -> Iterator[Candidate]:
    """The texts that reach the firm. Proposals bind nobody and are left out; of contracts that it may apply none is
    named: that its contract is not known is said once.
    """
    for agreement in book.agreements:
        concern = concern_of(book, agreement, on, ccnl, places, joined=agreement.id in joined)
        own_contract = agreement.level == "national" and concern in ("contract", "closed")
        if concern == "joined" or own_contract:
            yield Candidate(agreement.id, True)
        elif concern == "open" or (concern == "unknown" and agreement.level == "territorial"):
            yield Candidate(agreement.id, False if joins_known else None)


def _unread(book: AgreementBook, ccnl: str | None, *, other_text: bool) -> Iterator[Reason]:
    if other_text:
        yield _reason("other_text")
    if ccnl is None:
        yield _reason("contract_unknown")
    elif not any(item.level == "national" and ccnl in item.sectors for item in book.agreements):
        yield _reason("contract_unread", ccnl)


def _reason(rule: str, ccnl: str | None = None) -> Reason:
    return Reason(f"regime.{rule}", _SENTENCES[rule], {} if ccnl is None else {"ccnl": ccnl})

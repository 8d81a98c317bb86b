"""A tried ledger in words: each event with the rule that refused it, then sources and awards as tables."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple

from cip.incentives.ledger_trial import Trial, Tried
from cip.incentives.money_events import (
    Award,
    Budget,
    Event,
    Expense,
    Net,
    Pay,
    Refund,
    Revoke,
    Waive,
)
from cip.kernel.money import euros
from cip.kernel.texts import Language, Text

_DONE, _REFUSED = Text(it="fatto", en="done"), Text(it="rifiutato", en="refused")
# By what follows the event's own name in a rule's name.
_WHY = {
    "source_unknown": Text(it="questa fonte non ha fondi", en="this source has no budget"),
    "id_used": Text(it="questo nome è già usato", en="this id is used already"),
    "above_left": Text(it="la fonte non ha più così tanto", en="this is more than the source has left"),
    "award_unknown": Text(it="questa concessione non esiste", en="there is no such award"),
    "award_waived": Text(it="l'impresa ha rinunciato", en="the firm waived the award"),
    "award_revoked": Text(it="la concessione è revocata", en="the award was revoked"),
    "above_unpaid": Text(it="resta da pagare meno di così", en="less than this is still to be paid"),
    "above_awarded": Text(it="le spese supererebbero la concessione", en="expenses would pass the award"),
    "owed_above_paid": Text(it="è stato pagato meno di così", en="less than this was paid"),
    "not_same_firm": Text(it="le concessioni sono di imprese diverse", en="the awards are of two firms"),
    "above_owed": Text(it="il debito è minore", en="less than this is owed"),
}
_SOURCES = (
    Text(it="fonte", en="source"),
    Text(it="fondi", en="budget"),
    Text(it="concesso", en="awarded"),
    Text(it="pagato", en="paid"),
    Text(it="da restituire", en="owed"),
    Text(it="resta", en="left"),
)
_AWARDS = (
    Text(it="concessione", en="award"),
    Text(it="concesso", en="awarded"),
    Text(it="pagato", en="paid"),
    Text(it="spese accettate", en="accepted"),
    Text(it="da restituire", en="owed"),
)


def ledger_in_words(trial: Trial, language: Language) -> str:
    """The whole trial as lines of text."""
    return "\n".join(_lines(trial, language))


def _lines(trial: Trial, language: Language) -> Iterator[str]:
    yield from _table([_event(one, language) for one in trial.events])
    for heads, stands in ((_SOURCES, trial.sources), (_AWARDS, trial.awards)):
        if stands:
            yield ""
            rows = [[head.in_language(language) for head in heads]]
            for name, one in stands.items():
                rows.append([name, *(euros(cents).in_language(language) for cents in astuple(one))])
            yield from _table(rows)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _event(one: Tried, language: Language) -> list[str]:
    said = _SAID[type(one.event)].in_language(language).format_map(_shown(one.event, language))
    if one.rule is None:
        return [str(one.n), _DONE.in_language(language), said]
    why = _WHY[one.rule.split(".")[1]].in_language(language)
    return [str(one.n), _REFUSED.in_language(language), f"{said}: {why} ({one.rule})"]


_SAID: dict[type[Event], Text] = {
    Budget: Text(it="{cents} alla fonte {source}", en="{cents} for the source {source}"),
    Award: Text(it="{cents} concessi a {id} da {source}", en="{cents} of {source} awarded to {id}"),
    Pay: Text(it="{cents} pagati a {award}", en="{cents} paid to {award}"),
    Expense: Text(it="{cents} di spese accettate a {award}", en="{cents} of expenses accepted for {award}"),
    Waive: Text(it="rinuncia a {award}", en="{award} waived"),
    Revoke: Text(it="revoca di {award}, {owed} da restituire", en="{award} revoked, {owed} to come back"),
    Net: Text(
        it="{cents} del debito di {owing} compensati con {against}",
        en="{cents} owed for {owing} set against {against}",
    ),
    Refund: Text(it="{cents} restituiti per {award}", en="{cents} given back for {award}"),
}


def _shown(event: Event, language: Language) -> dict[str, str]:
    values = {name: getattr(event, name) for name in type(event).__slots__}
    return {
        name: euros(value).in_language(language) if name in ("cents", "owed") else str(value)
        for name, value in values.items()
    }

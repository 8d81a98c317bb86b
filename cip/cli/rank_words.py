"""A ranking in words: a table of places and awards, then who has none, then the money."""

from collections.abc import Iterator

from cip.incentives.rank_results import RankResult
from cip.incentives.wording import in_words
from cip.kernel.money import euros
from cip.kernel.texts import Language, Text

_STATUS = {
    "funded": Text(it="finanziata", en="funded"),
    "partial": Text(it="finanziata in parte", en="funded in part"),
    "reserve": Text(it="in riserva", en="on the reserve list"),
    "unfunded": Text(it="non finanziata", en="not funded"),
}
_HEADS = (
    Text(it="posto", en="rank"),
    Text(it="domanda", en="application"),
    Text(it="punti", en="points"),
    Text(it="importo", en="amount"),
    Text(it="esito", en="outcome"),
)
_EXCLUDED = Text(it="Senza posto", en="Without a place")
_MONEY = Text(
    it="Fondi {total}, assegnati {awarded}, restano {left}.", en="Money {total}, awarded {awarded}, left {left}."
)
_UNKNOWN = Text(it="non noti", en="not known")


def ranking_in_words(result: RankResult, language: Language) -> str:
    """The whole ranking as lines of text."""
    return "\n".join(_lines(result, language))


def _lines(result: RankResult, language: Language) -> Iterator[str]:
    rows = [tuple(head.in_language(language) for head in _HEADS)]
    for row, award in zip(result.ranking, result.awards, strict=True):
        total, cents = in_words(row.total), euros(award.award.cents)
        status = _STATUS[award.award.status]
        texts = [text.in_language(language) for text in (total, cents, status)]
        rows.append((str(row.rank), row.id, *texts))
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    for one in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(one, widths, strict=True)).rstrip()
    if result.excluded:
        yield ""
        yield _EXCLUDED.in_language(language)
        for excluded in result.excluded:
            yield f"{excluded.id}: {' '.join(reason.in_language(language) for reason in excluded.reasons)}"
    yield ""
    yield _money(result, language)


def _money(result: RankResult, language: Language) -> str:
    budget = result.budget
    left = None if budget.total is None else budget.total - budget.awarded
    amounts = {"total": budget.total, "awarded": budget.awarded, "left": left}
    return _MONEY.in_language(language).format(
        **{key: (_UNKNOWN if cents is None else euros(cents)).in_language(language) for key, cents in amounts.items()}
    )

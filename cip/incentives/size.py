"""The size of a firm by Recommendation 2003/361/EC: micro, small, medium or large, with reasons. Pure.

Figures are yearly: AWU (work units) as an exact fraction, turnover and balance sheet total in whole cents; None is
unknown. Limits and shares come from the law on the day asked for.

The class is that of the first year listed. It changes only after as many closed years in a row as the law says (two)
beyond the limit of the current class, or below it; it then becomes the class that all these years support: going up
the smallest of theirs, going down the largest. A year between two others that does not go the same way starts anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, cast, get_args

from cip.incentives import size_sentences as sentences
from cip.incentives.aid_law import (
    CLASSES,
    LINKED,
    PARTNER_FROM,
    PARTNER_TO,
    PUBLIC,
    TWO_YEARS,
    Law,
    cents_on,
    number_on,
    share_on,
    source_on,
    whole_on,
)
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Text, Value, require_reasons

SizeClass = Literal["micro", "small", "medium", "large"]
ORDER: tuple[SizeClass, ...] = get_args(SizeClass)
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of a firm in a closed year; None is unknown."""

    awu: Fraction | None = None
    turnover: int | Fraction | None = None
    balance: int | Fraction | None = None

    def plus(self, other: "Figures", share: Fraction) -> "Figures":
        """These figures and a share of another firm's; unknown where one of them is."""
        return Figures(
            _sum(self.awu, other.awu, share),
            _sum(self.turnover, other.turnover, share),
            _sum(self.balance, other.balance, share),
        )

    def as_json(self) -> dict[str, int | float | None]:
        """Work units as a number, money in whole cents (half a cent goes up)."""
        return {"awu": _plain(self.awu), "turnover": _cents(self.turnover), "balance": _cents(self.balance)}


@dataclass(frozen=True, slots=True)
class ClosedYear:
    """The firm's own figures of one closed year."""

    year: int
    own: Figures


@dataclass(frozen=True, slots=True)
class PartnerFirm:
    """A firm tied by a share (0 to 1) of capital or votes, and its figures."""

    share: Fraction
    figures: Figures


@dataclass(frozen=True, slots=True)
class SizeFile:
    """What is stated: closed years one after the other, newest last; partners, linked firms, public share (0 to 1).
    None: nothing is said of them.
    """

    years: tuple[ClosedYear, ...] = ()
    partners: tuple[PartnerFirm, ...] | None = None
    linked: tuple[Figures, ...] | None = None
    public_share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class YearSize:
    """One year with partners and linked firms counted in, and the class of that year alone (None: not known)."""

    year: int
    figures: Figures
    size: SizeClass | None


@dataclass(frozen=True, slots=True)
class SizeResult:
    """The class (None: it cannot be told), what it rests on, and why."""

    size: SizeClass | None
    years: tuple[YearSize, ...]
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, "the size of a firm")

    @property
    def aggregated(self) -> Figures:
        """The newest year with partners and linked firms counted in; all unknown where there is no year."""
        return self.years[-1].figures if self.years else Figures()

    @property
    def newest(self) -> SizeClass | None:
        """The class of the newest year alone: calls rarely accept the rule of two years, so both are shown."""
        return self.years[-1].size if self.years else None

    def as_json(self) -> dict[str, object]:
        """The shape printed by `cip size --json`."""
        return {
            "class": self.size,
            "aggregated": self.aggregated.as_json(),
            "because": [reason.as_json() for reason in self.because],
        }


def size_of(file: SizeFile, law: Law, on: date) -> SizeResult:
    """The size class by the law of a day. Raises ParameterError on a day without limits."""
    added, because = _counted_in(file, law, on)
    years = tuple(_year_size(year, added, law, on) for year in file.years)
    because += [_year_reason(year, law, on) for year in years]
    public = _public_reason(file.public_share, law, on)
    if public is not None and public.rule == "size.public":
        return SizeResult("large", years, (public, *because))
    because += [public] if public is not None else []
    if not years:
        return SizeResult(None, (), (*because, _say("size.no_years", sentences.NO_YEARS)))
    unknown = [year for year in years if year.size is None]
    if unknown:
        return SizeResult(None, years, (*because, _unknown_reason(unknown[0])))
    size, steps = _walk([(year.year, cast(SizeClass, year.size)) for year in years], law, on)
    return SizeResult(size, years, (*steps, *because))


def class_of(figures: Figures, law: Law, on: date) -> SizeClass | None:
    """The class of one year's figures, by their limits alone; None where an unknown figure could change it.

    Work units stay below their limit; turnover or balance, one of the two, does not go beyond its own.
    """
    for index, name in enumerate(CLASSES):
        within = _within(figures, name, law, on)
        if within is not False:
            return ORDER[index] if within else None
    return ORDER[-1]


def _within(figures: Figures, name: str, law: Law, on: date) -> bool | None:
    few = None if figures.awu is None else figures.awu < number_on(law, f"sme_{name}", on)
    turnover = _at_most(figures.turnover, cents_on(law, f"sme_{name}_turnover", on))
    balance = _at_most(figures.balance, cents_on(law, f"sme_{name}_balance", on))
    money = True if turnover or balance else (None if turnover is None or balance is None else False)
    if few is False or money is False:
        return False
    return True if few and money else None


def _at_most(amount: int | Fraction | None, limit: int) -> bool | None:
    return None if amount is None else amount <= limit


def _counted_in(file: SizeFile, law: Law, on: date) -> tuple[list[tuple[Figures, Fraction]], list[Reason]]:
    """The figures to add to every year with the share of each, and why."""
    full = share_on(law, LINKED, on)
    added: list[tuple[Figures, Fraction]] = []
    because: list[Reason] = []
    for partner in file.partners or ():
        counted, reason = _partner(partner.share, full, law, on)
        added += [(partner.figures, counted)] if counted else []
        because.append(reason)
    linked = file.linked or ()
    added += [(figures, full) for figures in linked]
    if linked:
        because.append(_say("size.linked", sentences.LINKED, count=len(linked), source=source_on(law, LINKED, on)))
    if file.partners is None or file.linked is None:
        because.append(_say("size.ties_not_said", sentences.TIES_NOT_SAID))
    return added, because


def _partner(share: Fraction, full: Fraction, law: Law, on: date) -> tuple[Fraction, Reason]:
    """By how much a firm tied by a share counts, and why: not at all, pro rata, or in full, for then it is linked."""
    least, shown = share_on(law, PARTNER_FROM, on), _percent(share)
    if share > share_on(law, PARTNER_TO, on):
        return full, _say("size.linked", sentences.PARTNER_ABOVE, share=shown, source=source_on(law, LINKED, on))
    sentence = sentences.PARTNER if share >= least else sentences.PARTNER_BELOW
    source = source_on(law, PARTNER_FROM, on)
    reason = _say("size.partner", sentence, share=shown, least=_percent(least), source=source)
    return (share if share >= least else Fraction(0)), reason


def _year_size(year: ClosedYear, added: Sequence[tuple[Figures, Fraction]], law: Law, on: date) -> YearSize:
    total = year.own
    for figures, share in added:
        total = total.plus(figures, share)
    return YearSize(year.year, total, class_of(total, law, on))


def _walk(classes: list[tuple[int, SizeClass]], law: Law, on: date) -> tuple[SizeClass, list[Reason]]:
    """The class after the last year, and each step that led to it."""
    span = whole_on(law, TWO_YEARS, on)
    source = source_on(law, TWO_YEARS, on)
    current = ORDER.index(classes[0][1])
    steps = [_say("size.start", sentences.START, year=classes[0][0], size=sentences.NAMES[ORDER[current]])]
    for end in range(span, len(classes) + 1):
        run = classes[end - span : end]
        becomes = _becomes(current, [ORDER.index(size) for _, size in run])
        if becomes != current:
            current = becomes
            years = ", ".join(str(year) for year, _ in run)
            steps.append(
                _say(
                    "size.changed", sentences.CHANGED, years=years, size=sentences.NAMES[ORDER[current]], source=source
                )
            )
    newest, size = classes[-1]
    if size != ORDER[current]:
        steps.append(
            _say("size.kept", sentences.KEPT, year=newest, alone=sentences.NAMES[size], count=span, source=source)
        )
    said = _say("size.class", sentences.CLASS, size=sentences.NAMES[ORDER[current]])
    return ORDER[current], [said, *steps]


def _becomes(current: int, run: list[int]) -> int:
    """The class after a run of years: the one that all of them support, if all go the same way."""
    if min(run) > current:
        return min(run)
    return max(run) if max(run) < current else current


def _year_reason(year: YearSize, law: Law, on: date) -> Reason:
    figures = year.figures
    return Reason(
        "size.year",
        sentences.YEAR,
        {
            "year": year.year,
            "awu": sentences.UNKNOWN if figures.awu is None else decimal(figures.awu),
            "turnover": _money(figures.turnover),
            "balance": _money(figures.balance),
            "size": sentences.UNKNOWN if year.size is None else sentences.NAMES[year.size],
        },
        {"year": year.year, **figures.as_json(), "class": year.size, "limits": _limits(law, on)},
    )


def _limits(law: Law, on: date) -> str:
    """The limits of the classes as one line of data: work units, turnover and balance in euros."""
    parts = ("", "_turnover", "_balance")
    return "; ".join(
        f"{name} {' / '.join(str(_plain(number_on(law, f'sme_{name}{part}', on))) for part in parts)}"
        for name in CLASSES
    )


def _unknown_reason(year: YearSize) -> Reason:
    missing = [name for name, value in _named(year.figures) if value is None]
    names = Text(
        it=", ".join(sentences.FIGURES[name].it for name in missing),
        en=", ".join(sentences.FIGURES[name].en for name in missing),
    )
    return Reason("size.unknown", sentences.NOT_KNOWN, {"year": year.year, "missing": names})


def _named(figures: Figures) -> Iterator[tuple[str, object]]:
    yield from (("awu", figures.awu), ("turnover", figures.turnover), ("balance", figures.balance))


def _public_reason(share: Fraction | None, law: Law, on: date) -> Reason | None:
    if share is None:
        return _say("size.public_not_said", sentences.PUBLIC_NOT_SAID)
    limit = share_on(law, PUBLIC, on)
    if share < limit:
        return None
    source = source_on(law, PUBLIC, on)
    return _say("size.public", sentences.PUBLIC, share=_percent(share), limit=_percent(limit), source=source)


def _say(rule: str, sentence: Text, **values: Value) -> Reason:
    return Reason(rule, sentence, values)


def _sum(one: Fraction | int | None, other: Fraction | int | None, share: Fraction) -> Fraction | None:
    return None if one is None or other is None else one + other * share


def decimal(number: Fraction) -> Text:
    """A number with a finite decimal expansion as people write it; others to four decimals."""
    plain = _plain(number)
    text = str(plain) if isinstance(plain, int) else f"{plain:.4f}".rstrip("0").rstrip(".")
    return Text(it=text.replace(".", ","), en=text)


def _percent(share: Fraction) -> Text:
    number = decimal(share * _WHOLE)
    return Text(it=f"{number.it} %", en=f"{number.en}%")


def _money(amount: int | Fraction | None) -> Text:
    cents = _cents(amount)
    return sentences.UNKNOWN if cents is None else euros(cents)


def _cents(amount: int | Fraction | None) -> int | None:
    """Whole cents; half a cent goes up."""
    return None if amount is None else int((2 * Fraction(amount) + 1) // 2)


def _plain(number: Fraction | None) -> int | float | None:
    if number is None:
        return None
    return number.numerator if number.denominator == 1 else float(number)

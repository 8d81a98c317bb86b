"""The words for what a programme reached, alike on page, paper and spreadsheet."""

from collections.abc import Sequence

from cip.documents.target_chart import TargetBar
from cip.documents.translation import translations
from cip.kernel.texts import Language
from cip.monitoring.indicators import LEAST_FIRMS, Actual, Known
from cip.monitoring.timetable import SlotState
from cip.rulebook.shapes.programme import IndicatorType

_HUNDRED = 100


def value_words(hundredths: int, kind: IndicatorType, language: Language) -> str:
    """A value of an indicator: `116`, `20,18 %`, `sì`."""
    _ = translations(language).gettext
    if kind == "yes_no":
        return _("sì") if hundredths else _("no")
    whole, rest = divmod(hundredths, _HUNDRED)
    if kind == "count" and not rest:
        return str(whole)
    text = f"{whole}.{rest:02d}"
    text = text.replace(".", ",") if language == "it" else text
    return f"{text} %" if kind == "percent" else text


def actual_words(one: Actual, language: Language, *, office: bool) -> str:
    """What was reached; for everybody but the office `<5` where few firms stand behind it, and why there is none."""
    _ = translations(language).gettext
    if one.actual is None:
        return known_words(one.known, language)
    if one.small and not office:
        # Of people and services the limit of firms says nothing: there the number is only withheld.
        by_firm = one.indicator.measured in ("firms_applied", "firms_joined", "firms_with_measures", "trials")
        return f"<{LEAST_FIRMS}" if by_firm else _("meno di %(firms)s imprese") % {"firms": LEAST_FIRMS}
    return value_words(one.actual, one.indicator.type, language)


def target_words(one: Actual, language: Language) -> str:
    """What was to be reached."""
    return value_words(one.target, one.indicator.type, language)


def known_words(known: Known, language: Language) -> str:
    """How an actual is known."""
    _ = translations(language).gettext
    return {
        "computed": _("contato dal sistema"),
        "by_hand": _("scritto dall'ufficio"),
        "nothing_written": _("non ancora scritto"),
        "not_measured": _("non si misura qui"),
    }[known]


def slot_words(state: SlotState, language: Language) -> str:
    """Where a meeting of the timetable stands."""
    _ = translations(language).gettext
    return {
        "held": _("tenuto"),
        "held_late": _("tenuto in ritardo"),
        "overdue": _("in ritardo"),
        "due": _("in arrivo"),
        "later": _("più avanti"),
    }[state]


def bars_of(actuals: Sequence[Actual], language: Language, *, office: bool) -> list[TargetBar]:
    """The bars of a chart, without yes or no: they have no length."""
    _ = translations(language).gettext
    return [
        TargetBar(
            one.indicator.label.in_language(language),
            _("%(actual)s, obiettivo %(target)s")
            % {"actual": actual_words(one, language, office=office), "target": target_words(one, language)},
            None if one.small and not office else one.share,
        )
        for one in actuals
        if one.indicator.type != "yes_no"
    ]

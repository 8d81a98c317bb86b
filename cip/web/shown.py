"""How values are written on a page, and what every template may use."""

from datetime import date, datetime
from typing import Any

from flask import Flask
from markupsafe import Markup

from cip.documents import formats
from cip.kernel.clock import ROME, today
from cip.kernel.texts import Reason, Text
from cip.rulebook.shapes.model import NotApplicable, Option
from cip.web import glossing, language
from cip.web.state import state


def in_words(text: Text | Reason) -> str:
    """A content text in the language of this page."""
    return text.in_language(language.current())


def option_in_words(option: Option | NotApplicable) -> str:
    """An answer of a choice, or a reason, in the language of this page."""
    return in_words(Text(it=option.it, en=option.en))


def with_stop(text: str) -> str:
    """A sentence or a value with its full stop, and only one."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def quoted(text: str) -> str:
    """A text in the quotes of the language of this page."""
    return f"«{text}»" if language.current() == "it" else f"“{text}”"


def decimal(text: str) -> str:
    """A number as typed or stored, with the decimal sign of the language of this page."""
    return text.replace(".", ",") if language.current() == "it" else text


def number(value: float) -> str:
    """A number as it is written in the language of this page."""
    return formats.number(value, language.current())


def interval(low: float | None, high: float | None) -> str:
    """Both ends of an interval, or a dash where there is none."""
    return "–" if low is None or high is None else formats.interval(low, high, language.current())


def day(value: date) -> str:
    """`21 novembre 2026`; of a moment its Italian day."""
    return formats.long_day(today(value) if isinstance(value, datetime) else value, language.current())


def hour(moment: datetime) -> str:
    """`10:42`, as the clocks in Italy showed it."""
    return moment.astimezone(ROME).strftime("%H:%M")


def when(moment: datetime, now: datetime) -> str:
    """`10:42`, or the day with it where that was not today."""
    if today(moment) == today(now):
        return hour(moment)
    return f"{day(today(moment))}, {hour(moment)}"


def _context() -> dict[str, Any]:
    return {
        "language": language.current(),
        "other_language": language.other_language(),
        "language_names": language.NAMES,
        "contact": state().settings.contact,
        "retention_days": state().settings.retention_days,
        "keep_days": state().settings.keep_days,
        "demonstration": state().settings.demo,
        "restored_copy": state().settings.restored_mark.exists(),
    }


def install(app: Flask) -> None:
    """Filters and globals of all templates."""
    app.jinja_env.filters.update(
        t=in_words,
        option=option_in_words,
        number=number,
        decimal=decimal,
        day=day,
        stop=with_stop,
        quoted=quoted,
        glossed=glossing.glossed,
        safe_svg=Markup,  # charts escape their own texts
    )
    app.jinja_env.globals.update(interval=interval, same_page_in=language.same_page_in)
    app.context_processor(_context)

"""Fields of the answer forms: they check the shape of what was typed; the rules check the rest.

Pages draw them with macros, so they have no widgets. `given` tells a field left out of the request from one left empty.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from wtforms import Field

from cip.kernel.characters import plain_text
from cip.kernel.days import parse_day
from cip.web.language import gettext as _

LONGEST_NOTE = 1_000
LONGEST_TEXT = 60
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 12, 31)
"""The days that people may type; further off it is a slip of the hand, and spreadsheets know no day before 1900."""
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


def _no_widget(field: "AnswerField", **_kwargs: object) -> str:
    raise TypeError(f"{field.name} is drawn by a macro")


class AnswerField(Field):
    """One answer. `data` is what the rules read (None: nothing was said), `shown` what the person sees in the field."""

    widget: Callable[..., Any] = staticmethod(_no_widget)
    data: Any

    @property
    def given(self) -> bool:
        """Whether the request held this field."""
        return bool(self.raw_data)

    @property
    def typed(self) -> str:
        """What was sent, without spaces around it and without characters that nobody sees."""
        return plain_text(str(self.raw_data[0])).strip() if self.raw_data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent; an empty value is no answer. Raises ValueError with a sentence for the person."""
        self.data = None
        if len(valuelist) > 1:
            # No browser sends one of our fields twice: guessing which one was meant could save what nobody chose.
            raise ValueError(_("Questa risposta è arrivata due volte: datela di nuovo."))
        if valuelist and self.typed:
            self.data = self.parse(self.typed)

    def parse(self, text: str) -> object:
        """One line of text. Raises ValueError with a sentence for the person."""
        line = " ".join(text.split())
        if len(line) > LONGEST_TEXT:
            raise ValueError(_("È troppo lungo: al massimo %(most)s caratteri.") % {"most": LONGEST_TEXT})
        return line


class ChoiceField(AnswerField):
    """One of several radio buttons."""

    def __init__(self, *, choices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = choices

    def parse(self, text: str) -> object:
        """The choice. Raises ValueError for one that is not there."""
        if text not in self.choices:
            raise ValueError(_("Scegliete una delle risposte."))
        return text


class SeveralField(AnswerField):
    """Check boxes. An empty hidden field of the same name says that they were shown."""

    def __init__(self, *, choices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = choices

    def process_formdata(self, valuelist: list[Any]) -> None:
        """What was ticked, in the order of the choices. Raises ValueError for what is not there."""
        ticked = [str(value) for value in valuelist if value]
        self.data = [choice for choice in self.choices if choice in ticked] or None
        if not set(ticked) <= set(self.choices):
            raise ValueError(_("Scegliete tra le risposte."))


class NumberField(AnswerField):
    """A number, written with a comma or a point; `refusal` is said of anything else."""

    def __init__(self, *, whole: bool, refusal: Callable[[], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.whole = whole
        self.refusal = refusal

    def parse(self, text: str) -> object:
        """The number. Raises ValueError."""
        plain = text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        if self.whole and _THOUSANDS.fullmatch(plain):
            plain = plain.replace(".", "")
        plain = plain.replace(",", ".")
        pattern = r"-?\d{1,12}" if self.whole else r"-?\d{1,12}(\.\d{1,6})?"
        if not re.fullmatch(pattern, plain, re.ASCII):
            raise ValueError(self.refusal())
        value = float(plain)
        return int(value) if value.is_integer() else value


class DayField(AnswerField):
    """A day, as the browser's date field sends it or as an Italian writes it."""

    def parse(self, text: str) -> object:
        """The day in ISO. Raises ValueError."""
        day = self.day(text)
        if day is None:
            raise ValueError(self.refusal())
        if not EARLIEST <= day <= LATEST:
            years = {"first": EARLIEST.year, "last": LATEST.year}
            raise ValueError(_("Scrivete un anno tra il %(first)s e il %(last)s.") % years)
        return day.isoformat()

    def day(self, text: str) -> date | None:
        """The day that was meant, if there is such a day."""
        return read_day(text)

    def refusal(self) -> str:
        """What is said of anything that is no day."""
        return _("Scrivete un giorno che esiste, per esempio 31/1/2026.")


def read_day(text: str) -> date | None:
    """The day that was meant, as a browser's date field sends it or as an Italian writes it; None if there is none."""
    italian = _DAY.fullmatch(text)
    try:
        if italian:
            number, month, year = map(int, italian.groups())
            return date(year, month, number)
        return parse_day(text)
    except ValueError:
        return None


class CodeField(AnswerField):
    """A short code; capital letters or not, with or without spaces."""

    def parse(self, text: str) -> object:
        """The code in capitals. Raises ValueError if it is too long."""
        return super().parse("".join(text.upper().split()))


class NoteField(AnswerField):
    """A few lines of one's own, which no rule reads."""

    def parse(self, text: str) -> object:
        """The text. Raises ValueError if it is too long."""
        if len(text) > LONGEST_NOTE:
            raise ValueError(_("La nota è troppo lunga: al massimo %(most)s caratteri.") % {"most": LONGEST_NOTE})
        return text


class LineField(AnswerField):
    """One line of text of at most `most` characters."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def parse(self, text: str) -> object:
        """The line, its spaces tidied. Raises ValueError if it is too long."""
        line = " ".join(text.split())
        if len(line) > self.most:
            raise ValueError(_("È troppo lungo: al massimo %(most)s caratteri.") % {"most": self.most})
        return line

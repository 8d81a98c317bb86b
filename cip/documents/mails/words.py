"""What every letter is made of: its parts, and the values of its order as they stand in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

from cip.documents.formats import long_day
from cip.documents.translation import translations
from cip.kernel.characters import plain_text
from cip.kernel.days import parse_day
from cip.kernel.mails import Value
from cip.kernel.texts import Language


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in words: the subject, paragraphs, one link with what it opens, and what stands below it. `link` is a path
    of this site; the public address is put before it when the mail is composed.
    """

    language: Language
    subject: str
    before: tuple[str, ...]
    opens: str
    link: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What a template is given: the language, and the values as they stand in a sentence."""

    language: Language
    values: Mapping[str, Value]

    def text(self, name: str) -> str:
        """A value on one line."""
        return " ".join(plain_text(str(self.values[name])).split())

    def day(self, name: str) -> str:
        """A day with the month in letters."""
        return long_day(parse_day(str(self.values[name])), self.language)

    def number(self, name: str) -> int:
        """A whole number."""
        return int(self.values[name])

    def has(self, name: str) -> bool:
        """Whether a text is not empty."""
        return bool(self.values[name])

    def letter(self, subject: str, before: tuple[str, ...], opens: str, after: tuple[str, ...] = ()) -> Letter:
        """The letter with the link of the values."""
        return Letter(self.language, subject, before, opens, self.text("link"), after)

    def say(self, text: str) -> str:
        """A text in the language of the mail, for texts that stand in a table."""
        return translations(self.language).gettext(text)

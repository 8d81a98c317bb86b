"""What somebody typed into a form about a firm, a body or a person: read field by field, with a sentence for each that
is wrong, so that the page comes again as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from flask import Response, request

from cip.kernel.characters import plain_text
from cip.kernel.mails import is_address
from cip.parties.firm_codes import WrongCodeError
from cip.parties.people import clean_email
from cip.web.fields import EARLIEST, LATEST, read_day
from cip.web.form_names import render_form
from cip.web.language import gettext as _

LONGEST_TYPED = 2_000
LONGEST_NOTE = 1_000
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a field: its name, the id to go to, the sentence, what the field is called ("": not known)."""

    name: str
    anchor: str
    text: str
    label: str = ""


@dataclass
class Typed:
    """The fields of one form. Without a request it holds what the page should show at first (`known`)."""

    known: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    sent: bool = False
    named: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def raw(self, name: str) -> str:
        """What was sent, on as many lines as it has, without characters that nobody sees."""
        return plain_text(request.form.get(name, "")[:LONGEST_TYPED]).strip()

    def exact(self, name: str, most: int) -> str:
        """What was sent, sign by sign, cut at `most`: a password. It is never shown again."""
        return request.form.get(name, "")[:most]

    def value(self, name: str) -> str:
        """What the field shows: what was typed, else what is known."""
        return self.raw(name) if self.sent else self.known.get(name, "")

    def ticked(self, name: str, value: str) -> bool:
        """Whether a box or radio button is on."""
        return value in (request.form.getlist(name) if self.sent else self.known.get(name, "").split(","))

    def error(self, name: str) -> str:
        """The sentence about a field; empty if it is right."""
        return self.errors.get(name, "")

    @property
    def mistakes(self) -> list[Mistake]:
        """Everything that is wrong, in the order of reading."""
        found = ((name, text, self.named.get(name, ("", ""))) for name, text in self.errors.items())
        return [Mistake(name, id or name, text, label) for name, text, (id, label) in found]

    def line(self, name: str, most: int, *, missing: str = "") -> str:
        """One line; wrong if it is too long, or empty where `missing` says what is asked for."""
        text = " ".join(self.raw(name).split())
        if not text and missing:
            self.errors[name] = missing
        if len(text) > most:
            self.errors[name] = _("È troppo lungo: al massimo %(most)s caratteri.") % {"most": most}
        return text

    def note(self, name: str) -> str | None:
        """A few lines, None if there are none."""
        text = self.raw(name)
        if len(text) > LONGEST_NOTE:
            self.errors[name] = _("La nota è troppo lunga: al massimo %(most)s caratteri.") % {"most": LONGEST_NOTE}
        return text or None

    def code(self, name: str, read: Callable[[str], str], wrong: str, *, missing: str = "") -> str | None:
        """A code that `read` takes; wrong if it does not, or if it is left out where `missing` says what is asked."""
        text = self.raw(name)
        if not text:
            if missing:
                self.errors[name] = missing
            return None
        try:
            return read(text)
        except WrongCodeError:
            self.errors[name] = wrong
            return None

    def choice(self, name: str, choices: Sequence[Word], missing: str) -> Word:
        """One of several; wrong if none or something else was sent."""
        found = next((one for one in choices if one == self.raw(name)), None)
        if found is None:
            self.errors[name] = missing
            return choices[0]
        return found

    def several(self, name: str, choices: Sequence[Word], missing: str = "") -> list[Word]:
        """What was ticked, in the order of the choices."""
        ticked = set(request.form.getlist(name))
        found = [one for one in choices if one in ticked]
        if not found and missing:
            self.errors[name] = missing
        return found

    def day(self, name: str, *, missing: str = "") -> date | None:
        """A day, as the browser's field sends it or as an Italian writes it."""
        text = self.raw(name)
        if not text:
            if missing:
                self.errors[name] = missing
            return None
        found = read_day(text)
        if found is None or not EARLIEST <= found <= LATEST:
            self.errors[name] = _("Scrivete un giorno che esiste, per esempio 31/1/2026.")
            return None
        return found

    def email(self, name: str) -> str:
        """An address as it is kept."""
        address = clean_email(self.raw(name))
        if not is_address(address):
            self.errors[name] = _("Scrivete un indirizzo e-mail intero, per esempio nome@impresa.it.")
        return address

    def page(self, template: str, **shown: object) -> Response:
        """The page with this form (`sheet` in the template), as it comes or again with what is wrong."""
        text = render_form(template, sheet=self, **shown)
        return Response(text, 422 if self.errors else 200, mimetype="text/html")


def sent() -> Typed:
    """The form of this request."""
    return Typed(sent=True)

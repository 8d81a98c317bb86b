"""What a form page shows: the value and the mistake of every field, from the store or from what was just sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import request
from flask_wtf import FlaskForm

from cip.kernel.characters import plain_text
from cip.web.fields import AnswerField


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: the field it belongs to, the id of the element to go to, and what to do about it."""

    name: str
    anchor: str
    text: str


@dataclass
class Sheet:
    """Values and mistakes by field name; `seq` is the last event that the form is drawn with, `warnings` are soft
    warnings by question, `score` the ends of the total so far, `named` what its fields are called on the page.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    mistakes: dict[str, Mistake] = field(default_factory=dict)
    order: Mapping[str, int] = field(default_factory=dict)
    seq: int = 0
    warnings: Mapping[str, str] = field(default_factory=dict)
    score: tuple[float | None, float | None] = (None, None)
    named: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def listed(self) -> list[Mistake]:
        """The mistakes in the order of the page."""
        return sorted(self.mistakes.values(), key=lambda mistake: self.order.get(mistake.name, 0))

    def label(self, mistake: Mistake) -> str:
        """What the field of a mistake is called, where the page was drawn before; else an empty text."""
        at = self.named.get(mistake.anchor) or self.named.get(mistake.name)
        return at[1] if at else ""

    def value(self, name: str) -> str:
        """What stands in a field."""
        value = self.values.get(name)
        if isinstance(value, list | tuple):
            value = value[0] if value else None
        return "" if value is None else str(value)

    def ticked(self, name: str, option: str) -> bool:
        """Whether a check box is ticked."""
        value = self.values.get(name)
        return isinstance(value, list | tuple) and option in value

    def error(self, name: str) -> str:
        """What is wrong with a field, or an empty text."""
        found = self.mistakes.get(name)
        return found.text if found else ""

    def shows(self, name: str) -> bool:
        """Whether there is something to see in a field."""
        return bool(self.value(name) or self.error(name))

    def refuse(self, name: str, text: str, anchor: str | None = None) -> None:
        """Note a mistake; the first one of a field stays."""
        self.mistakes.setdefault(name, Mistake(name, anchor or name, text))


def form_class(fields: Mapping[str, object]) -> type[FlaskForm]:
    """A form with these fields."""
    return cast("type[FlaskForm]", type("AnswersForm", (FlaskForm,), dict(fields)))


def read_form(kind: type[FlaskForm], anchor: Callable[[str], str]) -> tuple[FlaskForm, Sheet]:
    """The form as sent, with the mistakes of shape; `anchor` is the element to go to for a field."""
    form = kind()
    form.validate_on_submit()
    sheet = Sheet({name: [plain_text(value) for value in sent] for name, sent in request.form.lists()})
    for name, errors in form.errors.items():
        if name and isinstance(errors, list | tuple) and errors:
            sheet.refuse(name, str(errors[0]), anchor(name))
    sheet.order = {name: index for index, name in enumerate(form._fields)}
    return form, sheet


def answer(form: FlaskForm, name: str) -> AnswerField:
    """A field of an answer form."""
    return cast("AnswerField", form[name])

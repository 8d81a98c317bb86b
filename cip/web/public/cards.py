"""Training cards of a few minutes, each with a few questions. Nothing that is answered is kept."""

from dataclasses import dataclass

from flask import abort, render_template, request

from cip.rulebook.shapes.guides import Card, Question
from cip.web.glossing import newest_book
from cip.web.public import public
from cip.web.public.glossary import citations
from cip.web.state import state, today


@dataclass(frozen=True, slots=True)
class Try:
    """A question with the option that was picked, if one was."""

    name: str
    question: Question
    picked: int | None

    @property
    def right(self) -> bool:
        """Whether what was picked is right."""
        return self.picked == self.question.right


@public.get("/cards")
def cards() -> str:
    """All cards."""
    return render_template("public/cards.html", cards=newest_book().cards.values())


@public.route("/cards/<card_id>", methods=["GET", "POST"])
def card(card_id: str) -> str:
    """One card; sent its answers, the same page says what is right and why, and forgets them."""
    found = newest_book().cards.get(card_id)
    if found is None:
        abort(404)
    pack = state().packs.newest_on(today())
    return render_template(
        "public/card.html",
        card=found,
        tries=_tries(found),
        answered=request.method == "POST",
        laws=citations(found.law),
        measures=[pack.measures[code] for code in found.measures],
    )


def _tries(found: Card) -> list[Try]:
    return [
        Try(f"q{number}", question, _picked(request.form.get(f"q{number}", ""), len(question.options)))
        for number, question in enumerate(found.questions, start=1)
    ]


def _picked(sent: str, options: int) -> int | None:
    """The option that was sent; what is none of them counts as not answered."""
    known = {str(index): index for index in range(options)}
    return known.get(sent)

"""Which agreements of the pack concern a firm, by its answers: municipality, contract, and whether it joined."""

from cip.agreement.concerning import Concerning, concerning
from cip.assessment.answers import Answers
from cip.assessment.bound import CONTRACT, KEPT_REASONS, PLACE, BoundPack
from cip.rulebook.expressions.scope import FactValue

JOINED_BY, JOINED_FROM = "R2", 3
"""The indicator that asks whether the firm joined the territorial agreement, and the step from which it did."""


def places_of(answers: Answers) -> tuple[str, ...] | None:
    """The municipality of the firm's main seat; None while it is unknown."""
    place = _text(answers.facts.get(PLACE))
    return None if place is None else (place,)


def _text(value: FactValue) -> str | None:
    return value if isinstance(value, str) else None


def says_joined(answers: Answers) -> bool | None:
    """Whether the answers say that the firm joined the territorial agreement; unknown while the question is open."""
    if JOINED_BY in answers.not_applicable:
        return False
    step = answers.steps.get(JOINED_BY)
    return None if step is None else step.step >= JOINED_FROM


def concerning_firm(bound: BoundPack, answers: Answers, joined: frozenset[str] = frozenset()) -> tuple[Concerning, ...]:
    """The agreements that concern a firm on the day; `joined` are ids that somebody knows it joined. Where its answers
    say that it joined, and it may join exactly one, that is the one it joined.
    """
    found = _by_answers(bound, answers, joined)
    if [item.how for item in found].count("open") != 1 or not says_joined(answers):
        return found
    return tuple(Concerning(item.agreement, "joined") if item.how == "open" else item for item in found)


def may_join(bound: BoundPack, answers: Answers) -> bool:
    """Whether an agreement in force is known to be open to the firm, whatever it says of having joined."""
    return any(item.how == "open" for item in _by_answers(bound, answers))


def _by_answers(bound: BoundPack, answers: Answers, joined: frozenset[str] = frozenset()) -> tuple[Concerning, ...]:
    """Firms of one municipality and contract share the list."""
    book = bound.pack.content.agreements
    contract, places = _text(answers.facts.get(CONTRACT)), places_of(answers)
    if book is None or (contract is None and places is None and not joined):
        return ()
    key = (bound.on, contract, places, joined)
    found = bound.concerning.get(key)
    if found is None:
        if len(bound.concerning) >= KEPT_REASONS:
            bound.concerning.clear()
        found = bound.concerning[key] = concerning(book, *key)
    return found

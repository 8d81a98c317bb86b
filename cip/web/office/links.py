"""The pages of a call that the office finds on the call's own page: each feature adds its own."""

from collections.abc import Callable
from dataclasses import dataclass

from cip.incentives.call_states import CallState


@dataclass(frozen=True, slots=True)
class CallLink:
    """A page of a call: its endpoint (`body_id` and `call_id` are its only arguments), its words, one line about it,
    and the states in which it is there. Words are functions, for they are in the language of the request.
    """

    endpoint: str
    title: Callable[[], str]
    line: Callable[[], str]
    states: tuple[CallState, ...]


# The order of a call's life; once the money is given out, what is about money comes first.
_JUDGING = ("office.checks", "office.panel", "office.evaluation", "office.ranking")
_MONEY = (
    "office.awards",
    "office.payments",
    "office.payment_facts",
    "office.reports",
    "office.breaches",
    "office.debts",
    "office.money",
)

_links: list[CallLink] = []


def register_link(link: CallLink) -> CallLink:
    """Make a page known and give it back. Raises ValueError if its endpoint is taken."""
    if any(one.endpoint == link.endpoint for one in _links):
        raise ValueError(f"the page {link.endpoint} is registered twice")
    _links.append(link)
    return link


def links_for(state: CallState) -> list[CallLink]:
    """The pages that a call in this state has, what is to be done now first."""
    order = (*_MONEY, *_JUDGING) if state == "allocated" else (*_JUDGING, *_MONEY)
    found = [link for link in _links if state in link.states]
    return sorted(found, key=lambda link: order.index(link.endpoint) if link.endpoint in order else len(order))

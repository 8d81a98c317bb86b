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


_links: list[CallLink] = []


def register_link(link: CallLink) -> CallLink:
    """Make a page known and give it back. Raises ValueError if its endpoint is taken."""
    if any(one.endpoint == link.endpoint for one in _links):
        raise ValueError(f"the page {link.endpoint} is registered twice")
    _links.append(link)
    return link


def links_for(state: CallState) -> list[CallLink]:
    """The pages that a call in this state has."""
    return [link for link in _links if state in link.states]

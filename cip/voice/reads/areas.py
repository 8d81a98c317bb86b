"""The areas in which a firm's answers may be pooled: never typed, or somebody makes up a pool of their own."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from cip.parties.matching import EVERYWHERE, plain_place
from cip.parties.reads import mandates_given, seats_of, territories_of


def areas_for(session: Session, firm_id: str, on: date) -> Sequence[str]:
    """The municipalities to choose from on a day, by name: those where the consultancies that may run the firm's
    surveys work, and of these only the firm's own where it has a seat in one. Where they name none, the firm's seats.
    """
    seats = {plain_place(seat.municipality): seat.municipality for seat in seats_of(session, firm_id)}
    bodies = {
        one.mandate.body_id
        for one in mandates_given(session, firm_id)
        if one.mandate.in_force(on) and "survey" in one.mandate.scopes
    }
    places = {territory.municipality for body in bodies for territory in territories_of(session, body)} - {EVERYWHERE}
    own = {place for place in places if plain_place(place) in seats}
    return sorted(own or places or set(seats.values()))

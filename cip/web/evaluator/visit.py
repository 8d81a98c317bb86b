"""One request of somebody who judges: the call's panel loaded through the one door, and one review of theirs."""

from dataclasses import dataclass

from cip.incentives.calls import OfficeCall
from cip.incentives.evaluation import Item, items_of
from cip.incentives.judging import Panel, Place, Review
from cip.incentives.reads import call_of, pack_of_call
from cip.incentives.reads.evaluation_kinds import PANEL, REVIEW
from cip.parties.access import NotYoursError, load_for
from cip.parties.permissions import Action
from cip.rulebook.call_packs import CallPack
from cip.web.account.guards import need_strong
from cip.web.state import actor, reading, today

LAW_KEY = "conflict_of_interest"


@dataclass(frozen=True, slots=True)
class DeskVisit:
    """A call as somebody who judges it sees it."""

    call: OfficeCall
    pack: CallPack
    panel: Panel
    place: Place

    @property
    def id(self) -> str:
        """The call's id."""
        return self.call.id

    @property
    def person_id(self) -> str:
        """Who asks."""
        return self.place.person_id

    @property
    def items(self) -> tuple[Item, ...]:
        """What people judge."""
        return items_of(self.pack.call.grid)

    @property
    def judging(self) -> bool:
        """Whether scores are taken now."""
        return self.call.stored_state == "evaluation"

    @property
    def law(self) -> str:
        """The rule on conflicts of interest as the call cites it; empty where it cites none."""
        parameter = self.pack.content.law.parameters.get(LAW_KEY)
        if parameter is None:
            return ""
        on = today()
        rows = [row for row in parameter.values if (row.start is None or row.start <= on)]
        return next((row.source for row in reversed(rows) if row.end is None or on <= row.end), "")


@dataclass(frozen=True, slots=True)
class ReviewVisit:
    """A review of somebody's own."""

    desk: DeskVisit
    review: Review

    @property
    def id(self) -> str:
        """The call's id."""
        return self.desk.id

    @property
    def name(self) -> str:
        """The number under which the application is judged, on two digits."""
        return f"{self.review.file_number:02}"


def open_desk(call_id: str) -> DeskVisit:
    """Load a call for somebody on its panel. Raises NotYoursError."""
    known = need_strong()
    with reading() as session:
        panel = load_for(session, actor(), PANEL, call_id, action="answer")
        call = call_of(session, call_id)
        pack = pack_of_call(session, call)
    place = panel.place_of(known.person.id)
    if place is None:  # pragma: no cover - the door let them in by it
        raise NotYoursError
    return DeskVisit(call, pack, panel, place)


def open_review(call_id: str, review_id: str, action: Action) -> ReviewVisit:
    """Load a review for the very person whom it was given to. Raises NotYoursError."""
    desk = open_desk(call_id)
    with reading() as session:
        found = load_for(session, actor(), REVIEW, review_id, action=action, parent=call_id)
    return ReviewVisit(desk, found)

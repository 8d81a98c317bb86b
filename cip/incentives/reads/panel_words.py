"""What the people who judged an application wrote, for the page that explains its score once a ranking tells of it."""

from sqlalchemy.orm import Session

from cip.incentives.calls import OfficeCall
from cip.incentives.panel_words import PanelWords, panel_words
from cip.incentives.reads.evaluation import (
    agreed_on,
    items_of_call,
    reviews_of_file,
    scores_handed_in,
    standing_consensus,
)


def words_of_panel(session: Session, call: OfficeCall, application_id: str) -> dict[str, tuple[PanelWords, ...]]:
    """The reasons by criterion, without names and without single scores; nothing until every review is closed."""
    reviews = reviews_of_file(session, application_id)
    if not reviews or any(review.state != "closed" for review in reviews):
        return {}
    handed = scores_handed_in(session, [review.id for review in reviews])
    met = standing_consensus(session, [application_id]).get(application_id)
    agreed = {id: met.scores[id] for id in agreed_on(met, reviews)} if met is not None else {}
    return panel_words(items_of_call(session, call), list(handed.values()), agreed)

"""Those who judge are told by mail: of files, of what is still open, of scores that lie far apart. A mail names the
call and how many files; never a firm, a score, or how far somebody else is.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from cip.database.work import Work
from cip.incentives.calls import OfficeCall
from cip.incentives.judging import Review
from cip.parties.actions.tell_person import tell_person

Template = Literal["files_given", "files_waiting", "scores_far_apart"]


def tell_of_files(work: Work, call: OfficeCall, people: Mapping[str, int], *, key: str) -> int:
    """Tell each of these people that they have new files, and how many; how many were told."""
    told = 0
    for person_id, count in sorted(people.items()):
        told += _tell(work, call, person_id, "files_given", key, {"count": count})
    return told


def remind_evaluators(work: Work, call: OfficeCall, people: Mapping[str, int], *, on: date) -> int:
    """Remind each of these people of the files that they have still to hand in, at most once a day; how many."""
    key, told = f"waiting/{call.id}/{on.isoformat()}", 0
    for person_id, count in sorted(people.items()):
        told += _tell(work, call, person_id, "files_waiting", key, {"count": count})
    return told


def tell_to_meet(work: Work, call: OfficeCall, reviews: Sequence[Review]) -> int:
    """Tell those who judged one application, all of them done, that they have to meet; how many."""
    key = "/".join(f"{review.id}:{review.handed_seq}" for review in reviews)
    file = {"file": f"{reviews[0].file_number:02}"}
    return sum(_tell(work, call, review.person_id, "scores_far_apart", key, file) for review in reviews)


def _tell(
    work: Work, call: OfficeCall, person_id: str, template: Template, key: str, values: Mapping[str, str | int]
) -> int:
    return tell_person(work, person_id, template, {**values, "call": call.title}, f"evaluator/{call.id}", key=key)

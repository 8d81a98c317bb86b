"""What else the same day may hold (clause B-14): the table of the text, else that of INPS message 6704/2015."""

from cip.agreement.leave import sentences
from cip.agreement.leave.requests import LeaveRequest, SameDay
from cip.agreement.leave.terms import Point, Term, Terms, say
from cip.kernel.texts import Text

_BY_LAW: dict[SameDay, str] = {
    "art39": "hourly_leave_default_cumulable_with_TU",
    "art33": "hourly_leave_default_cumulable_with_TU",
    "other_child": "hourly_leave_default_cumulable_with_TU",
    "l104": "hourly_leave_default_cumulable_with_L104",
}
"""The legal parameter that speaks of each; on the others the law is silent."""


def same_day_points(terms: Terms, request: LeaveRequest) -> tuple[Point, ...]:
    """What the table says of everything else that the request's day holds."""
    if request.same_day is None:
        return (Point((say("same_day", sentences.SAME_DAY_NOT_SAID),)),)
    return tuple(_point(terms, other) for other in dict.fromkeys(request.same_day))


def _point(terms: Terms, other: SameDay) -> Point:
    found: Term = terms.term(f"same_day_{other}")
    name = sentences.OTHER_NAMES[other]
    if found.kind == "unknown":
        return _said(sentences.CUMULATION_UNKNOWN, name, found.sources)
    if found.kind == "known":
        return _verdict(found.value == "allowed", name, found.sources)
    key = _BY_LAW.get(other)
    row = terms.law(key) if key is not None else None
    if row is None:
        return _said(sentences.LAW_SILENT, name, ())
    return _verdict(row.value is True, name, (row.source,))


def _verdict(allowed: bool, name: Text, sources: tuple[str, ...]) -> Point:
    sentence = sentences.GOES_TOGETHER if allowed else sentences.CLASH
    return Point((say("same_day", sentence, other=name),), "B-14", refuses=not allowed, law=sources)


def _said(sentence: Text, name: Text, sources: tuple[str, ...]) -> Point:
    return Point((say("same_day", sentence, other=name),), "B-14", law=sources)

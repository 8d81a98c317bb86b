"""What one check found: yes, no, unknown or not due, with its reasons, and how several findings become one (Kleene)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cip.kernel.texts import Reason, require_reasons

Verdict = Literal["yes", "no", "unknown", "not_due"]
_OPPOSITE: dict[Verdict, Verdict] = {"yes": "no", "no": "yes", "unknown": "unknown", "not_due": "not_due"}


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one check on a day.

    `decided_on` is the day on which it was decided, where one day did. `by` is the last day of a term that runs: a
    check that is not due has one while it may still become due, and none where it asks for nothing at all.
    """

    verdict: Verdict
    because: tuple[Reason, ...]
    decided_on: date | None = None
    by: date | None = None

    def __post_init__(self) -> None:
        require_reasons(self.because, "the finding of a check")

    @property
    def pending(self) -> bool:
        """Whether a term still runs."""
        return self.verdict == "not_due" and self.by is not None


def every(findings: Sequence[Finding]) -> Finding:
    """All of several: one no decides, then a running term, then one unknown. What asks for nothing counts for
    nothing, unless nothing else is there.
    """
    for deciding in (_with(findings, "no"), [item for item in findings if item.pending], _with(findings, "unknown")):
        if deciding:
            return _joined(deciding[0].verdict, deciding, first=True)
    kept = _with(findings, "yes")
    return _joined("yes", kept, first=False) if kept else _joined("not_due", findings, first=True)


def some(findings: Sequence[Finding]) -> Finding:
    """At least one of several: one yes decides, then a running term, then one unknown, then one no."""
    kept = _with(findings, "yes")
    if kept:
        return _joined("yes", kept, first=True)
    for deciding in ([item for item in findings if item.pending], _with(findings, "unknown"), _with(findings, "no")):
        if deciding:
            return _joined(deciding[0].verdict, deciding, first=False)
    return _joined("not_due", findings, first=False)


def opposite(finding: Finding) -> Finding:
    """The contrary; what is unknown or not due stays so."""
    return Finding(_OPPOSITE[finding.verdict], finding.because, finding.decided_on, finding.by)


def _with(findings: Sequence[Finding], verdict: Verdict) -> list[Finding]:
    return [item for item in findings if item.verdict == verdict]


def _joined(verdict: Verdict, findings: Sequence[Finding], *, first: bool) -> Finding:
    """One finding of those that decide; its days are the first or the last of theirs."""
    because = tuple(reason for item in findings for reason in item.because)
    choose = min if first else max
    days = [item.decided_on for item in findings if item.decided_on is not None]
    ends = [item.by for item in findings if item.by is not None]
    return Finding(verdict, because, choose(days) if days else None, choose(ends) if ends else None)

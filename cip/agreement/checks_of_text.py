"""The checks of the agreement itself: what its text fixes, where and on which days it holds."""

from cip.agreement.checks import Setting
from cip.agreement.findings import Finding, Verdict
from cip.agreement.force import in_territory
from cip.agreement.lives import in_force
from cip.agreement.wording import CONFIDENCE, HEADS, HOURLY, aside, on_day
from cip.kernel.texts import Input, Text
from cip.rulebook.agreements import row_of
from cip.rulebook.shapes import agreement as shapes
from cip.rulebook.shapes import checks
from cip.rulebook.shapes.base import UNKNOWN


def check_text(at: Setting, check: checks.TextCheck) -> Finding:
    """The text fixes a value, or a certain value, or admits a route of joining."""
    if check.route is not None:
        routes = at.agreement.joining.routes if at.agreement.joining is not None else None
        verdict: Verdict = "unknown" if routes is None else "yes" if check.route in routes else "no"
        return at.found(verdict, f"text_{verdict}", {"route": check.route}, {"what": aside(HEADS["route"])})
    if check.head is not None:
        return _head(at, check.head, check.is_)
    name = check.hourly or check.param or ""
    rows = at.agreement.params.get(name)
    if check.hourly is not None:
        rows = getattr(at.agreement.hourly_parental_leave, check.hourly, None)
    what = aside(HOURLY[name] if check.hourly is not None else None)
    row = row_of(rows, at.on)
    if row is None:
        return at.found("unknown", "text_unknown", {name: None}, {"what": what})
    return _row(at, row, check.is_, name, what)


def _row(at: Setting, row: shapes.ValueRow, wanted: bool | str | None, name: str, what: Text) -> Finding:
    verdict: Verdict = "yes" if row.kind == "known" else "no" if row.kind == "none" else "unknown"
    sentence = f"text_{verdict}"
    if verdict == "yes" and wanted is not None and row.value != wanted:
        verdict, sentence = "no", "text_other"
    inputs: dict[str, Input] = {name: "none" if row.value is None else row.value}
    finding = at.found(verdict, sentence, inputs, {"what": what})
    source = at.reason("text_source", inputs, source=row.source, confidence=CONFIDENCE[row.confidence])
    return Finding(verdict, (*finding.because, source))


def _head(at: Setting, head: str, wanted: bool | str | None) -> Finding:
    value = getattr(at.agreement, head)
    verdict: Verdict = "unknown" if value == UNKNOWN else "yes" if value else "no"
    sentence = f"text_{verdict}"
    if verdict == "yes" and wanted is not None and value != wanted:
        verdict, sentence = "no", "text_other"
    shown: Input = len(value) if isinstance(value, tuple) else str(value) if value else None
    return at.found(verdict, sentence, {head: shown}, {"what": aside(HEADS[head])})


def check_territory(at: Setting, _check: checks.TerritoryCheck) -> Finding:
    """The firm has a seat where the agreement holds."""
    inputs: dict[str, Input] = {"places": None if at.places is None else ", ".join(at.places)}
    if at.agreement.territory is None:
        return at.found("yes", "territory_everywhere", inputs, {})
    verdict = _verdict(in_territory(at.book, at.agreement, at.on, at.places))
    return at.found(verdict, f"territory_{verdict}", inputs, {})


def check_force(at: Setting, _check: checks.ForceCheck) -> Finding:
    """The agreement is in force on the day."""
    verdict = _verdict(in_force(at.book, at.agreement, at.on))
    start, end = at.agreement.effective_from, at.agreement.expires_on
    inputs = {"from": start.isoformat() if start else None, "to": str(end) if end else None}
    return at.found(verdict, f"force_{verdict}", inputs, {"day": on_day(at.on)})


def _verdict(value: bool | None) -> Verdict:
    return "unknown" if value is None else "yes" if value else "no"

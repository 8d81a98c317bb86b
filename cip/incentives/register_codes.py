"""The codes of the national register of aid and the CUP: what they are, and the checks that they are there. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from cip.incentives import award_sentences as sentences
from cip.incentives.aid_law import Law, has_value_on, source_on, whole_on
from cip.incentives.award_checks import AwardCheck
from cip.incentives.eligibility import Status
from cip.kernel.texts import Reason, Value

CodeKind = Literal["car", "cor", "vercor", "cup"]
CODE_KINDS: tuple[CodeKind, ...] = get_args(CodeKind)
OF_AWARD: tuple[CodeKind, ...] = ("cor", "vercor", "cup")
"""Those that an award has of its own; the CAR is that of the measure, so of the call. A CUP may be of either."""
CodeSource = Literal["typed", "file"]
CODE_SOURCES: tuple[CodeSource, ...] = get_args(CodeSource)
LONGEST_CODE = 30

_MEASURE_FIRST, _BEFORE_GRANT, _CONFIRM = "rna_measure_first", "rna_register_before_grant", "rna_confirm_days"
_EXTRACTS, _CUP = "rna_checks", "cup_required"
_LAW: Mapping[CodeKind, str] = {"car": _MEASURE_FIRST, "cor": _BEFORE_GRANT, "vercor": _EXTRACTS, "cup": _CUP}
_SHAPE = re.compile(rf"[A-Z0-9][A-Z0-9/-]{{0,{LONGEST_CODE - 1}}}", re.ASCII)


class OddCodeError(ValueError):
    """A text that can be no code."""


@dataclass(frozen=True, kw_only=True)
class RegisterCode:
    """A code as it was recorded. `award_id` None: of the call. `on` is its day in the register."""

    id: str
    call_id: str
    award_id: str | None
    seq: int
    kind: CodeKind
    code: str
    on: date
    source: CodeSource
    reason: str
    at: datetime
    by_label: str


Codes = Mapping[CodeKind, RegisterCode]
"""The codes that count for an award: of several of a kind the last one that was recorded, its own before the call's."""


def read_code(text: str) -> str:
    """A code as it is kept: capital letters, without spaces. Raises OddCodeError.

    >>> read_code(" g17h 26000010001 ")
    'G17H26000010001'
    """
    code = "".join(text.split()).upper()
    if not _SHAPE.fullmatch(code):
        raise OddCodeError(text)
    return code


def confirm_by(code: RegisterCode, law: Law) -> date | None:
    """Until when the day of the act is told to the register after a COR; None where the law does not say."""
    if not _said(law, _CONFIRM, code.on):
        return None
    return code.on + timedelta(days=whole_on(law, _CONFIRM, code.on))


def check_codes(codes: Codes, law: Law, on: date) -> tuple[AwardCheck, ...]:
    """The codes that an award of de minimis aid needs before its act of a day."""
    return tuple(_check(kind, codes, law, on) for kind in CODE_KINDS)


def _check(kind: CodeKind, codes: Codes, law: Law, on: date) -> AwardCheck:
    found = codes.get(kind)
    status: Status = "unknown"
    reason = _missing(kind)
    if found is not None:
        status, reason = _looked_at(found, codes, law, on)
    source = sentences.SOURCES["nowhere" if found is None else found.source]
    key = _LAW[kind]
    by = source_on(law, key, on) if _said(law, key, on) else ""
    return AwardCheck(kind, sentences.LABELS[kind], status, on, by, source, (reason,))


def _said(law: Law, key: str, on: date) -> bool:
    """Whether the law that is at hand says something of a key on a day: an old call may cite less."""
    return key in law and has_value_on(law, key, on)


def _missing(kind: CodeKind) -> Reason:
    return Reason(f"award.{kind}", sentences.CUP_MISSING if kind == "cup" else sentences.CODE_MISSING)


def _looked_at(found: RegisterCode, codes: Codes, law: Law, on: date) -> tuple[Status, Reason]:
    rule = f"award.{found.kind}"
    values: dict[str, Value] = {"code": found.code, "day": found.on}
    aid = codes.get("cor")
    if found.on > on:
        return "not_met", Reason(rule, sentences.CODE_LATER, {**values, "on": on})
    if found.kind == "car" and aid is not None and aid.on < found.on:
        return "not_met", Reason(rule, sentences.MEASURE_LATER, {"day": found.on, "aid": aid.on})
    end = confirm_by(found, law) if found.kind == "cor" else None
    if end is not None and on > end:
        told: dict[str, Value] = {**values, "days": (end - found.on).days, "end": end}
        return "not_met", Reason(rule, sentences.CODE_LAPSED, told)
    return "met", Reason(rule, sentences.CODE_THERE, values)

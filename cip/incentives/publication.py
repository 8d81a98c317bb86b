"""What is published of a ranking as open data: the fields of the transparency duty (D.Lgs. 33/2013 art. 26-27). Pure.

The same model gives the JSON, its schema and the columns of the table, so that none of them can drift from the others.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from cip.incentives.rankings import StoredRanking
from cip.kernel.money import plain_euros
from cip.rulebook.parameters import row_on
from cip.rulebook.shapes.law import Parameter

Status = Literal["funded", "partial", "reserve", "unfunded"]
Hidden = Literal["natural_person", "not_awarded", "below_threshold"]

THRESHOLD = "grant_publication_threshold"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CENTS = 100


class _Published(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PublishedAward(_Published):
    """One application: its place and what it gets. Who it is stands there only where the duty asks for it."""

    rank: int = Field(ge=1, description="Place in the ranking, from 1")
    application: str = Field(description="Number of the application within the call")
    beneficiary: str | None = Field(description="Name of the beneficiary; null where `hidden` says why")
    tax_code: str | None = Field(description="Tax code of the beneficiary; null where `hidden` says why")
    hidden: Hidden | None = Field(description="Why the beneficiary is not named; null where it is")
    points: float = Field(ge=0, description="Total points")
    status: Status = Field(description="What became of the application")
    amount_cents: int = Field(ge=0, description="Amount awarded, in cents of euro")


class PublishedBudget(_Published):
    """The money of the call, in cents of euro; null where it is not known."""

    total_cents: int | None = Field(ge=0)
    awarded_cents: int = Field(ge=0)
    left_cents: int | None


class PublishedAct(_Published):
    """The act that approved the ranking."""

    number: str
    day: date


class PublishedRanking(_Published):
    """A published ranking with what its duty asks for, and what anybody needs to check it."""

    format: Literal["cip-ranking-1"] = "cip-ranking-1"
    address: str = Field(description="Where the ranking is published")
    call: str = Field(description="Identifier of the call")
    title: str
    rules: str = Field(description="Identifier of the call's rules")
    office: str = Field(description="Office in charge of the procedure")
    responsible: str = Field(description="Official in charge, or whom to ask")
    basis: tuple[str, ...] = Field(min_length=1, description="Rule or title on which the awards rest")
    procedure: Literal["ranking", "counter"] = Field(description="How beneficiaries are chosen")
    criteria: str = Field(description="Where the criteria are published")
    act: PublishedAct | None = Field(description="The act that approves it; null while it is being prepared")
    version: int = Field(ge=1, description="Version of the ranking; a newer one replaces the older ones")
    reason: str = Field(description="Why this version was made; empty for the first")
    published_at: datetime | None = Field(description="Null while it is not published")
    currency: Literal["EUR"] = "EUR"
    name_threshold_cents: int | None = Field(description="Beneficiaries are named above this sum in a calendar year")
    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="Digest of the result, as `cip replay` prints it")
    pack_sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Digest of the call's rules as published")
    seed: str | None = Field(description="Seed of the public draw")
    seed_sha256: str | None = Field(description="Digest of the seed, published before the call opened")
    budget: PublishedBudget
    awards: tuple[PublishedAward, ...]
    excluded: tuple[str, ...] = Field(description="Numbers of the applications that are not ranked")


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """Who stands behind an entry: name, tax code, and what the same office awarded it in the same year besides."""

    name: str
    tax_code: str
    other_cents: int = 0

    @property
    def natural_person(self) -> bool:
        """Whether the firm is one person: their tax code has letters, that of any other body only digits."""
        return not self.tax_code.isdigit()


@dataclass(frozen=True, slots=True)
class CallTold:
    """What is published of the call itself; `threshold` is the sum in cents above which beneficiaries are named, None
    where the call's rules do not cite it: then nobody is.
    """

    address: str
    call_id: str
    title: str
    rules: str
    office: str
    responsible: str
    basis: tuple[str, ...]
    procedure: Literal["ranking", "counter"]
    criteria: str
    seed: str | None
    seed_sha256: str | None
    threshold: int | None


def threshold_on(parameters: Mapping[str, Parameter], on: date) -> int | None:
    """The sum in cents above which a beneficiary is named, as the law says on a day; None where it is not cited."""
    parameter = parameters.get(THRESHOLD)
    row = None if parameter is None else row_on(parameter, on)
    return int(row.value * _CENTS) if row is not None and isinstance(row.value, int | float) else None


def hidden_because(who: Beneficiary, cents: int, threshold: int | None) -> Hidden | None:
    """Why a beneficiary is not named; None where the duty asks for the name.

    Names of natural persons stay hidden: of a firm that is one person, what it does for its workers may tell of health
    or hardship (art. 26 c. 4). Who gets nothing, or not more than the threshold in the year, is no beneficiary of the
    duty.
    """
    if cents == 0:
        return "not_awarded"
    if who.natural_person:
        return "natural_person"
    if threshold is None or cents + who.other_cents <= threshold:
        return "below_threshold"
    return None


def told_ranking(ranking: StoredRanking, told: CallTold, who: Mapping[str, Beneficiary]) -> PublishedRanking:
    """What a version says to everybody; `who` stands behind each entry. Its act and its publication may still lack."""
    result, awards = ranking.told, {award["id"]: award for award in ranking.told["awards"]}
    approval = ranking.approval
    return PublishedRanking(
        address=told.address,
        call=told.call_id,
        title=told.title,
        rules=told.rules,
        office=told.office,
        responsible=told.responsible,
        basis=told.basis,
        procedure=told.procedure,
        criteria=told.criteria,
        act=None if approval is None else PublishedAct(number=approval.act_number, day=approval.act_on),
        version=ranking.version,
        reason=ranking.reason,
        published_at=ranking.published_at,
        name_threshold_cents=told.threshold,
        digest=ranking.digest,
        pack_sha256=ranking.pack_sha256,
        seed=told.seed,
        seed_sha256=told.seed_sha256,
        budget=PublishedBudget(
            total_cents=result["budget"]["total"],
            awarded_cents=result["budget"]["awarded"],
            left_cents=result["budget"]["left"],
        ),
        awards=tuple(_award(row, awards[row["id"]], who[row["id"]], told.threshold) for row in result["ranking"]),
        excluded=tuple(row["id"] for row in result["excluded"]),
    )


def _award(
    row: Mapping[str, object], award: Mapping[str, object], who: Beneficiary, threshold: int | None
) -> PublishedAward:
    cents = int(str(award["cents"]))
    hidden = hidden_because(who, cents, threshold)
    return PublishedAward(
        rank=int(str(row["rank"])),
        application=str(row["id"]),
        beneficiary=None if hidden else who.name,
        tax_code=None if hidden else who.tax_code,
        hidden=hidden,
        points=float(str(row["total"])),
        status=str(award["status"]),  # type: ignore[arg-type]  # pydantic refuses any other word
        amount_cents=cents,
    )


COLUMNS: Sequence[str] = (
    "rank", "application", "beneficiary", "tax_code", "hidden", "points", "status", "amount_eur", "call", "title",
    "office", "responsible", "basis", "procedure", "criteria", "act", "act_day", "version", "published_at", "digest",
    "pack_sha256", "seed", "seed_sha256",
)  # fmt: skip


def as_csv(told: PublishedRanking) -> str:
    """The awards as a table, one line each, comma between, with a mark that tells spreadsheets the encoding. Each line
    holds the fields of the duty. Amounts are euro with a point.
    """
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for award in told.awards:
        lines.writerow([harmless(str(cell)) for cell in _cells(told, award)])
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()


def _cells(told: PublishedRanking, award: PublishedAward) -> Sequence[object]:
    return (
        award.rank,
        award.application,
        award.beneficiary or "",
        award.tax_code or "",
        award.hidden or "",
        f"{award.points:.2f}",
        award.status,
        plain_euros(award.amount_cents),
        told.call,
        told.title,
        told.office,
        told.responsible,
        "; ".join(told.basis),
        told.procedure,
        told.criteria,
        told.act.number if told.act else "",
        told.act.day.isoformat() if told.act else "",
        told.version,
        told.published_at.isoformat() if told.published_at else "",
        told.digest,
        told.pack_sha256,
        told.seed or "",
        told.seed_sha256 or "",
    )


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("Forno")
    ("'=1+1", 'Forno')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def schema() -> dict[str, object]:
    """The JSON Schema of what is published."""
    return PublishedRanking.model_json_schema(mode="serialization")

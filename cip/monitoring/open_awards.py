"""The awards of published rankings as open data, with field names close to 360Giving. Pure.

Only awards above the threshold of the publication duty (D.Lgs. 33/2013 art. 26-27) are here; a beneficiary that is a
natural person stands there under the number of the application (decision 26). The same model gives JSON, schema, table.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from cip.incentives.awards import StoredAward
from cip.incentives.publication import Beneficiary, PublishedRanking, harmless, hidden_because
from cip.kernel.money import plain_euros

PREFIX = "cip"
MOST_AWARDS = 5_000


class _Open(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Organisation(_Open):
    """An organisation; `id` is its Italian tax code, as org-id.guide writes it (IT-CF)."""

    id: str
    name: str


class OpenAward(_Open):
    """One award. Amounts are euro as text with two decimals, and the same in whole cents."""

    id: str = Field(description="Identifier of the award: prefix, call, number of the application")
    title: str
    description: str = Field(description="The rule or title on which the award rests")
    currency: Literal["EUR"] = "EUR"
    amountAwarded: str = Field(pattern=r"^\d+\.\d{2}$", description="Euro")
    amountAwardedCents: int = Field(ge=1)
    amountDisbursed: str = Field(pattern=r"^\d+\.\d{2}$", description="Euro paid so far")
    amountDisbursedCents: int = Field(ge=0)
    awardDate: date = Field(description="Day of the decision")
    status: Literal["awarded", "completed", "waived", "revoked"]
    recipientOrganization: Organisation | None = Field(
        description="Null for a natural person, who stands there as `recipientPseudonym`"
    )
    recipientPseudonym: str | None = Field(description="Number of the application within the call")
    fundingOrganization: str = Field(description="Office that gives the award")
    responsible: str = Field(description="Official in charge, or whom to ask")
    grantProgramme: str = Field(description="Identifier of the call's rules")
    selection: Literal["ranking", "counter"] = Field(description="How beneficiaries are chosen")
    act: str = Field(description="Act that approved the ranking")
    dataSource: str = Field(description="Where the ranking is published")
    dateModified: datetime | None = Field(description="When that version of the ranking was published")


class OpenAwards(_Open):
    """Every award that is published, the newest decision first."""

    format: Literal["cip-awards-1"] = "cip-awards-1"
    on: date
    grants: tuple[OpenAward, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """An award that was decided, as stored, with what was paid of it in cents."""

    award: StoredAward
    paid: int


_STATUS: Mapping[str, Literal["awarded", "completed", "waived", "revoked"]] = {
    "approved": "awarded", "notified": "awarded", "accepted": "awarded", "closed": "completed", "waived": "waived",
    "revoked": "revoked",
}  # fmt: skip


def open_awards(
    told: PublishedRanking, decided: Mapping[str, Decided], who: Mapping[str, Beneficiary]
) -> Sequence[OpenAward]:
    """What is published of the awards of a call, those from its reserve list and those that ended too. `decided` holds
    them by number of the application, `who` tells the firms by id; those that nobody accepted in time are left out.
    """
    found = []
    for number, one in sorted(decided.items()):
        if one.award.granted_on is None or one.award.state not in _STATUS:
            continue
        if _is_published(who[one.award.firm_id], one.award.cents, told.name_threshold_cents):
            found.append(_open(told, number, one, who[one.award.firm_id], one.award.granted_on))
    return found


def _is_published(firm: Beneficiary, cents: int, threshold: int | None) -> bool:
    """Whether the duty asks for this award: those that are named, and natural persons above the same threshold."""
    hidden = hidden_because(firm, cents, threshold)
    return hidden is None or (hidden == "natural_person" and threshold is not None and cents > threshold)


def _open(told: PublishedRanking, number: str, one: Decided, firm: Beneficiary, granted_on: date) -> OpenAward:
    person = firm.natural_person
    who = None if person else Organisation(id=f"IT-CF-{firm.tax_code}", name=firm.name)
    act = f"{told.act.number}, {told.act.day.isoformat()}" if told.act is not None else ""
    cents = one.award.cents
    return OpenAward(
        id=f"{PREFIX}-{told.call[:8]}-{number}",
        title=told.title,
        description="; ".join(told.basis),
        amountAwarded=plain_euros(cents),
        amountAwardedCents=cents,
        amountDisbursed=plain_euros(one.paid),
        amountDisbursedCents=one.paid,
        awardDate=granted_on,
        status=_STATUS[one.award.state],
        recipientOrganization=who,
        recipientPseudonym=number if person else None,
        fundingOrganization=told.office,
        responsible=told.responsible,
        grantProgramme=told.rules,
        selection=told.procedure,
        act=act,
        dataSource=told.address,
        dateModified=told.published_at,
    )


COLUMNS: Sequence[str] = (
    "id", "title", "description", "currency", "amountAwarded", "amountAwardedCents", "amountDisbursed",
    "amountDisbursedCents", "awardDate", "status", "recipientOrganization.id", "recipientOrganization.name",
    "recipientPseudonym", "fundingOrganization", "responsible", "grantProgramme", "selection", "act", "dataSource",
    "dateModified",
)  # fmt: skip


def as_csv(awards: Iterable[OpenAward]) -> str:
    """The awards as a table, one line each; columns are the fields of the JSON, a point where one is inside another."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for award in awards:
        values = award.model_dump(mode="json")
        lines.writerow([harmless("" if (cell := _at(values, name)) is None else str(cell)) for name in COLUMNS])
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()


def _at(values: Mapping[str, object], name: str) -> object:
    first, _dot, rest = name.partition(".")
    inside = values[first]
    return inside.get(rest) if rest and isinstance(inside, dict) else None if rest else inside


def awards_schema() -> dict[str, object]:
    """The JSON Schema of what is published."""
    return OpenAwards.model_json_schema(mode="serialization")

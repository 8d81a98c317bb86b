"""What firms recorded of others that apply to a call: aid under another's tax code, and ties. For its office alone."""

from dataclasses import dataclass

from sqlalchemy import or_
from sqlalchemy.orm import Session

from cip.incentives.conflicts import tied
from cip.incentives.declared import AidRuling, RecordedAid, RecordedLink, aid_counts
from cip.incentives.reads.applications import applications_of_call
from cip.incentives.reads.state_aid_entries import aids_where, links_where, rulings_of
from cip.incentives.records import AidRow, FirmLinkRow
from cip.parties.reads.ties import codes_of_firms, firms_of_codes


@dataclass(frozen=True, slots=True)
class Heard:
    """An entry that is about another firm than the one that recorded it. `counts`: it takes room from who applies;
    `confirmed`: the other firm, or an office, said the same.
    """

    entry: RecordedAid | RecordedLink
    ruling: AidRuling | None
    counts: bool
    confirmed: bool

    @property
    def is_aid(self) -> bool:
        """Whether it is aid, not a tie."""
        return isinstance(self.entry, RecordedAid)


def heard_of_call(session: Session, call_id: str) -> list[Heard]:
    """Every such entry about a firm that applies to a call; aid first, in the order in which they were recorded. What
    firms further along a chain of ties recorded of each other is not the office's to read: the tie that leads there is.
    """
    firms = {one.firm_id for one in applications_of_call(session, call_id)}
    applying = frozenset(codes_of_firms(session, firms).values())
    links, codes = _web(session, applying)
    aids = aids_where(session, AidRow.holder_code.in_(sorted(codes)))
    entries = [one.entry for one in aids] + [one.entry for one in links]
    said = rulings_of(session, [one.id for one in entries])
    standing = [one for one in links if one.entry.id not in said or said[one.entry.id].verdict == "confirmed"]
    webs = tied((one.a.tax_code, one.b.tax_code) for one in standing)
    ids = firms_of_codes(session, codes)
    recorders = codes_of_firms(session, {one.firm_id for one in entries})
    found = []
    for aid in aids:
        code, ruling = aid.holder.tax_code, said.get(aid.entry.id)
        if code in applying and recorders.get(aid.entry.firm_id) != code:
            own = {ids[one] for one in webs.get(code, frozenset({code})) if one in ids}
            sure = ruling is not None and ruling.verdict == "confirmed"
            found.append(Heard(aid, ruling, aid_counts(aid, ruling, own), sure))
    both = _both_say(links, recorders)
    for link in (one for one in links if not applying.isdisjoint((one.a.tax_code, one.b.tax_code))):
        ruling = said.get(link.entry.id)
        stands = ruling is None or ruling.verdict == "confirmed"
        found.append(Heard(link, ruling, stands, stands and (ruling is not None or link.entry.id in both)))
    return found


def _web(session: Session, codes: frozenset[str]) -> tuple[list[RecordedLink], frozenset[str]]:
    """Every tie that hangs together with these tax codes, those that were set aside too, and the codes in them."""
    known, found, fresh = set(codes), {}, set(codes)
    while fresh:
        wanted = sorted(fresh)
        links = links_where(session, or_(FirmLinkRow.a_code.in_(wanted), FirmLinkRow.b_code.in_(wanted)))
        found.update({link.entry.id: link for link in links})
        fresh = {end.tax_code for link in links for end in (link.a, link.b)} - known
        known |= fresh
    return sorted(found.values(), key=lambda one: (one.entry.recorded_at, one.entry.id)), frozenset(known)


def _both_say(links: list[RecordedLink], recorders: dict[str, str]) -> frozenset[str]:
    """The ties that both of their ends recorded."""
    by_pair: dict[frozenset[str], set[str]] = {}
    for link in links:
        pair = frozenset({link.a.tax_code, link.b.tax_code})
        by_pair.setdefault(pair, set()).add(recorders.get(link.entry.firm_id, ""))
    return frozenset(
        link.entry.id for link in links if (pair := frozenset({link.a.tax_code, link.b.tax_code})) <= by_pair[pair]
    )

"""What does not verify of financial plans: each cell against the newest version and against what hangs on it, each
attachment against the budget of its call, a plan of the rules against its digest.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from cip.database.chain import Fault
from cip.incentives.reads.calls import call_of
from cip.kernel.canonical import sha256_of
from cip.monitoring.plan_versions import Attachment, attached_to, plan_content, standing
from cip.monitoring.reads.money import budgets_of_call
from cip.monitoring.reads.plans import attachments_of, newest_plan, plan_versions_of, rooms_of
from cip.monitoring.reads.programmes import all_followed


def plan_faults(session: Session) -> Iterator[Fault]:
    """Every limit and every sum of a cell that is not what its plan and its attachments make; every source of a call
    that hangs twice, or with another sum than its budget.
    """
    seen: set[tuple[str, str]] = set()
    for followed in all_followed(session):
        yield from _changed(session, followed.id)
        attachments = attachments_of(session, followed.id)
        yield from _cells(session, followed.id, attachments)
        for key, one in sorted(standing(attachments).items()):
            name = f"source {one.call_source} of call {one.call_id}"
            if key in seen:
                yield Fault(name, "it hangs on cells of two financial plans")
            seen.add(key)
            budget = budgets_of_call(session, call_of(session, one.call_id)).get(one.call_source)
            if budget is not None and budget != one.cents:
                yield Fault(name, f"it hangs on its plan with {one.cents} cents, its budget is {budget}")


def _changed(session: Session, programme_id: str) -> Iterator[Fault]:
    """Plans of the rules whose table was changed: the digest of one that came as a file is that of the file."""
    for version in plan_versions_of(session, programme_id):
        if version.kind == "rules" and sha256_of(plan_content(version.table)) != version.sha256:
            yield Fault(
                f"financial plan {version.seq} of programme {programme_id}", "its table was changed after it was kept"
            )


def _cells(session: Session, programme_id: str, attachments: Sequence[Attachment]) -> Iterator[Fault]:
    newest = newest_plan(session, programme_id)
    limits = newest.table.cells if newest is not None else {}
    hung = attached_to(attachments)
    rooms = {one.cell: one for one in rooms_of(session, programme_id)}
    for cell in sorted({*limits, *hung, *rooms}):
        name = f"cell {'/'.join(cell)} of the financial plan of programme {programme_id}"
        room = rooms.get(cell)
        if room is None:
            yield Fault(name, "it is missing")
            continue
        for column, stored, wanted in (
            ("cents", room.cents, limits.get(cell, 0)),
            ("attached", room.attached, hung.get(cell, 0)),
        ):
            if stored != wanted:
                yield Fault(name, f"{column} is {stored} cents, it should be {wanted}")

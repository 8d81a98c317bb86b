"""An answer of the national register is read into a call: what fits is recorded, every line is told, nothing is
overwritten. Order of locks: the call, the awards by id, the words of the codes.
"""

from sqlalchemy import select

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.actions.move_call import hold_call
from cip.incentives.actions.record_code import record_code
from cip.incentives.reads.awards import awards_of_call
from cip.incentives.reads.register import standing_codes
from cip.incentives.records import AwardRow, RegisterImportRow
from cip.incentives.register_answers import ReadLine, as_text, judge, taken
from cip.incentives.register_port import AidRegister
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import today


def read_register(work: Work, call_id: str, content: bytes, register: AidRegister) -> tuple[str, tuple[ReadLine, ...]]:
    """Read an answer; the id under which it is kept, and every line with what became of it. Raises
    UnreadableAnswerError.
    """
    answer = register.read(content)
    hold_call(work, call_id)
    for award_id in work.session.scalars(select(AwardRow.id).where(AwardRow.call_id == call_id).order_by(AwardRow.id)):
        lock(work.session, AwardRow, award_id)
    awards = awards_of_call(work.session, call_id)
    read = judge(answer, standing_codes(work.session, call_id, awards), today(work.now))
    row = RegisterImportRow(
        id=work.new_id(),
        call_id=call_id,
        sha256=sha256_of(content),
        report=as_text(read),
        at=work.now,
        by_label=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    for line in taken(answer, read):
        record_code(work, call_id, line.award_id or None, line.kind, line.code, line.on, import_id=row.id)
    return row.id, read

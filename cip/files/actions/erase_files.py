"""Files are erased: first in the database, then, after the commit, on the disk (`remove_bytes`)."""

from sqlalchemy import select

from cip.database.locks import lock
from cip.database.work import Work
from cip.files.records import FileRow


def erase_file(work: Work, file_id: str) -> bool:
    """Erase one file; False if it was erased before. Its name goes, its line stays until nothing can bring the bytes
    back. Raises RowGoneError if there is no such file.
    """
    row = lock(work.session, FileRow, file_id)
    if row.state == "erased":
        return False
    row.state, row.name = "erased", ""
    row.finding = None
    work.session.flush()
    return True


def erase_files_of(work: Work, owner_key: str) -> int:
    """Erase every file of an owner; how many."""
    query = select(FileRow.id).where(FileRow.owner_key == owner_key).order_by(FileRow.id)
    return sum(erase_file(work, file_id) for file_id in work.session.scalars(query).all())

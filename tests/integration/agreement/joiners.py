"""A firm with a seat in the territory of a small book, that joins, proves, signs and leaves."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path

from cip.agreement.actions.prove import ShownBy, prove_route
from cip.agreement.actions.sign_adherence import fix_form, sign_adherence_in_system
from cip.agreement.actions.start_adherence import count_size, declare_other_text, start_adherence
from cip.agreement.adherence import Adherence
from cip.agreement.reads import find_adherence
from cip.database.work import Work, open_reading, open_work
from cip.files.accepted import Quota
from cip.files.actions import receive_file
from cip.files.stored import Shelf, StoredFile
from cip.parties.access import SYSTEM
from cip.parties.actions.register_firm import NewSeat, add_seat
from cip.rulebook.agreements import AgreementBook
from tests.integration.parties.cast import NOW, Cast
from tests.unit.agreement.books import INSIDE, book
from tests.unit.files.samples import PDF

DAY = NOW.date()
ROOM = Quota(most_files=10, most_bytes=10 * 1024 * 1024)


@dataclass
class Joiners:
    """The firm of a cast, and how far it is with the agreement `now` of its book."""

    cast: Cast
    folder: Path
    book: AgreementBook = field(default_factory=book)
    seat: str = ""

    @property
    def firm(self) -> str:
        """The firm's id."""
        return self.cast.firm

    @property
    def shelf(self) -> Shelf:
        """Where files lie."""
        return Shelf(self.folder, None, unscanned=True)

    def on(self, day: date) -> AbstractContextManager[Work]:
        """A Work of the machine on a day."""
        return open_work(self.cast.database, actor=SYSTEM, now=datetime.combine(day, time(10), UTC))

    def file(self, work: Work, adherence_id: str) -> StoredFile:
        """A file that was handed in."""
        return receive_file(work, self.shelf, BytesIO(PDF), "modulo.pdf", f"adherence:{adherence_id}", quota=ROOM)

    def draft(self, day: date = DAY, agreement: str = "now") -> str:
        """A draft that misses nothing."""
        with self.on(day) as work:
            found = start_adherence(work, self.book, self.firm, agreement, on=day, sector="shop")
            count_size(work, found, 7)
            prove_route(work, found, "membership", ShownBy(reference="socio 42"), on=day)
            declare_other_text(work, found, other=False)
        return found

    def joined(self, day: date = DAY, agreement: str = "now") -> str:
        """An adherence that is signed."""
        found = self.draft(day, agreement)
        with self.on(day) as work:
            sha256 = fix_form(work, self.book, found, on=day)
            sign_adherence_in_system(work, self.book, found, sha256, "Ada Prova", on=day)
        return found

    def now(self, adherence_id: str) -> Adherence:
        """How it stands."""
        with open_reading(self.cast.database) as session:
            found = find_adherence(session, adherence_id)
        assert found is not None
        return found


def make_joiners(cast: Cast, folder: Path) -> Joiners:
    """The firm of the cast with a seat in the territory."""
    with cast.work() as work:
        seat = add_seat(work, cast.firm, NewSeat("Negozio", "Valfinta", INSIDE))
    return Joiners(cast, folder, seat=seat)

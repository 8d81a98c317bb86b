"""The joining of a world's firm: the invented agreement of the demonstration, signed, lodged, with a proof."""

from io import BytesIO

import segno

from cip.agreement.actions.prove import Says, ShownBy, note_proof, prove_route
from cip.agreement.actions.sign_adherence import fix_form, lodge_adherence, note_duty, sign_adherence_in_system
from cip.agreement.actions.start_adherence import count_size, declare_other_text, start_adherence
from cip.agreement.adherence import owner_key
from cip.assessment.bound import BoundPack
from cip.cli.worlds.acting import Stage
from cip.cli.worlds.people import Cast
from cip.files.accepted import Quota
from cip.files.actions.receive_file import receive_file
from cip.files.stored import Shelf
from cip.web.demo.spec import WorldSpec

AGREEMENT = "demo-2026"
PROVED = "part_timers_may_ask"
ROOM = Quota(most_files=20, most_bytes=10_000_000)


def seed_joining(
    stage: Stage, world: WorldSpec, cast: Cast, firm_id: str, bound: BoundPack, shelf: Shelf
) -> dict[str, str]:
    """Let the firm join; the ids of the joining and of one proof by the names that addresses give them. None where the
    rules have no such agreement.
    """
    book, on = bound.pack.content.agreements, bound.on
    if book is None or AGREEMENT not in book.by_id:
        return {}
    owner = cast.people["owner"]
    with stage.by(owner, firm_id) as work:
        found = start_adherence(work, book, firm_id, AGREEMENT, on=on, sector=world.firm.sector)
        count_size(work, found, world.firm.workers)
        prove_route(work, found, "membership", ShownBy(reference="tessera finta 7"), on=on)
        declare_other_text(work, found, other=False)
        sha256 = fix_form(work, book, found, on=on)
        sign_adherence_in_system(work, book, found, sha256, world.people["owner"].name, on=on)
        lodge_adherence(work, found, f"PROVA/{world.key}/7", on, on=on)
        note_duty(work, found, "committee", on, on=on)
    with stage.by(cast.people["consultant"], firm_id) as work:
        paper = BytesIO()
        segno.make(world.firm.practice).save(paper, kind="pdf")
        paper.seek(0)
        file = receive_file(work, shelf, paper, "regole.pdf", owner_key(found), quota=ROOM)
        proof = note_proof(work, book, found, PROVED, Says(yes_no=True), ShownBy(file.id), on=on)
    return {"adherence_id": found, "proof_id": proof}

"""Seeds the invented firm: its check-up with a stored result, which the home page shows as a sample."""

from datetime import timedelta
from pathlib import Path

from cip.assessment.actions.conclude_check_up import conclude_check_up
from cip.assessment.actions.save_answers import save_answers
from cip.assessment.actions.start_check_up import start_check_up
from cip.assessment.answer_file import read_answers
from cip.assessment.bound import BoundPack
from cip.assessment.demo import DEMO_CHECK_UP_ID
from cip.assessment.engine import ENGINE_VERSION
from cip.assessment.reads import current_answers, find_check_up
from cip.assessment.replaying import result_text
from cip.assessment.stored import Section
from cip.cli.packs import load_bound
from cip.database.engine import Database
from cip.database.packs import keep_pack
from cip.database.work import Work, open_reading, open_work
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import now, today
from cip.kernel.ids import new_id, new_secret
from cip.parties.access import SYSTEM
from cip.rulebook.reading import read_yaml

DEMO_FILE = Path(__file__).parent / "demo" / "officina-fantasia.yaml"
_FOREVER = timedelta(days=36_500)
_SOURCE = "demo"


def seed_demo(database: Database, rules: Path) -> bool:
    """Seed the demo firm; False if it is there already."""
    with open_reading(database) as session:
        if find_check_up(session, DEMO_CHECK_UP_ID) is not None:
            return False
    moment = now()
    bound = load_bound(rules, None, today(moment))
    ids = iter([DEMO_CHECK_UP_ID])
    with open_work(database, actor=SYSTEM, now=moment, new_id=lambda: next(ids, None) or new_id(), act="demo") as work:
        _write(work, bound)
    return True


def _write(work: Work, bound: BoundPack) -> None:
    pack = bound.pack
    keep_pack(work, pack.sha256, pack.id, pack.canonical)
    # Nobody holds the secret behind this digest: the sample can be read by all and changed by none.
    check_up_id = start_check_up(
        work,
        pack_sha256=pack.sha256,
        guest_digest=sha256_of(new_secret()),
        language="it",
        expires_on=bound.on + _FOREVER,
    )
    document, _ = read_yaml(DEMO_FILE.read_bytes(), DEMO_FILE.name)
    file = read_answers(bound, document.value if document else None, document).as_file()
    sections: list[Section] = ["facts", "indicators", "duties", "needs", "in_use"]
    changes: dict[tuple[Section, str], object] = {}
    for section in sections:
        entries = file.get(section)
        if isinstance(entries, dict):
            changes |= {(section, str(key)): value for key, value in entries.items()}
    save_answers(work, check_up_id, changes, _SOURCE)
    answers = current_answers(work.session, check_up_id)
    result = result_text(pack, answers.canonical, bound.on)
    conclude_check_up(
        work,
        check_up_id,
        answers=answers,
        on_day=bound.on,
        pack_sha256=pack.sha256,
        engine_version=ENGINE_VERSION,
        result=result,
    )

"""The rule packs that the pages use: those of the folder, and kept ones for check-ups pinned to an older pack."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from cip.assessment.explaining import NEEDED
from cip.database.packs import read_pack
from cip.database.work import Session
from cip.kernel.canonical import sha256_of
from cip.kernel.errors import RefusalError
from cip.kernel.settings import Settings
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs
from cip.rulebook.checking import check_rules
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.guides import GuideBook, read_guides
from cip.rulebook.packs import Pack, PackError
from cip.rulebook.programmes import read_programmes
from cip.rulebook.shapes.programme import Programme

# In a checkout the rules stand beside the package, in a wheel inside it.
_PACKAGE = Path(__file__).parent.parent
_PLACES = (_PACKAGE.parent / "rules", _PACKAGE / "rules")
_MOST_OLD_PACKS = 16


class Packs:
    """Every pack in use, by sha256: those of the folder read at start, older ones from the database when asked for."""

    def __init__(self, current: Iterable[Pack]) -> None:
        self.current = tuple(current)
        self._by_digest = {pack.sha256: pack for pack in self.current}
        self._old: dict[str, Pack] = {}

    def newest_on(self, on: date) -> Pack:
        """The newest model in force on a day. Raises RefusalError if there is none."""
        in_force = [pack for pack in self.current if pack.in_force_on(on)]
        if not in_force:
            raise RefusalError(f"no model of the rules is in force on {on.isoformat()}")
        return max(in_force, key=lambda pack: (pack.content.about.start or date.min, pack.id))

    def pinned(self, session: Session, sha256: str) -> Pack:
        """The pack that a check-up is pinned to. Raises PackError if nobody has it any more, or if what was kept is no
        longer what its sha256 says.
        """
        known = self._by_digest.get(sha256) or self._old.get(sha256)
        if known is not None:
            return known
        canonical = read_pack(session, sha256)
        if canonical is None:
            raise PackError(f"the pack {sha256} was never kept")
        if sha256_of(canonical) != sha256:
            raise PackError(f"the pack {sha256} was changed after it was kept")
        if len(self._old) >= _MOST_OLD_PACKS:
            self._old.pop(next(iter(self._old)))
        pack = Pack.from_canonical(canonical)
        self._old[sha256] = pack
        return pack


def rules_folder(settings: Settings) -> Path:
    """The folder of rules: the one of the settings, else the checkout's, else the copy in the wheel."""
    if settings.rules is not None:
        return settings.rules
    return next((place for place in _PLACES if place.is_dir()), _PLACES[0])


def guides_for(settings: Settings, packs: Packs) -> dict[str, GuideBook]:
    """The guides of each model of the folder of rules, by its id. Raises RefusalError if they have mistakes."""
    root = rules_folder(settings)
    return {pack.id: read_guides(root, pack.id) for pack in packs.current}


def calls_for(settings: Settings) -> dict[str, CallPack]:
    """The calls of the folder of rules, by id. Raises RefusalError if they have mistakes."""
    checked = load_call_packs(rules_folder(settings))
    _refuse_mistakes(checked.diagnostics)
    return dict(checked.packs)


def programmes_for(settings: Settings) -> dict[str, Programme]:
    """The programmes of the folder of rules, by id. Raises RefusalError if they have mistakes."""
    return read_programmes(rules_folder(settings))


def packs_for(settings: Settings) -> Packs:
    """The packs of the folder of rules, checked once. Raises RefusalError, one sentence, if they have mistakes."""
    checked = check_rules(rules_folder(settings), NEEDED, with_cases=False)
    _refuse_mistakes(checked.diagnostics)
    return Packs(checked.packs.values())


def _refuse_mistakes(found: tuple[Diagnostic, ...]) -> None:
    if found:
        more = len(found) - 1
        rest = f" (and {more} more; `cip rules check` lists them)" if more else ""
        raise RefusalError(f"The rules have mistakes: {found[0]}{rest}")

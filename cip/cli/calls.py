"""Loads a call that a command needs, through the cache on disk."""

from pathlib import Path

from cip.kernel.errors import RefusalError
from cip.rulebook.cache import CachedPack, key_of_files, read_cached, write_cached
from cip.rulebook.call_packs import CallPack
from cip.rulebook.diagnostics import did_you_mean, listed

_FOLDERS = ("law", "calls", "territories")


def load_call(root: Path, wanted: str) -> CallPack:
    """The pack of one call. Raises RefusalError where there is none, RulesBrokenError where it has mistakes."""
    _known_or_refuse(root, wanted)
    key = key_of_files(root, _FOLDERS, f"call {wanted}", without=("cases",))
    cached = read_cached(key)
    if cached is not None:
        return CallPack.from_canonical(cached.canonical)
    pack = _checked(root, wanted)
    write_cached(key, CachedPack(pack.canonical, {}))
    return pack


def _known_or_refuse(root: Path, wanted: str) -> None:
    known = sorted(file.stem for file in (root / "calls").glob("*.yaml"))
    if wanted not in known:
        raise RefusalError(
            f'there is no call "{wanted}"{did_you_mean(wanted, known)}; known: {listed(known) or "none"}'
        )


def _checked(root: Path, wanted: str) -> CallPack:
    # Only who finds no cache pays for the checks.
    from cip.cli.packs import RulesBrokenError
    from cip.rulebook.calls import load_call_packs

    checked = load_call_packs(root, only=wanted)
    if wanted not in checked.packs:
        more = f" (and {len(checked.diagnostics) - 1} more: run `cip rules check`)" if checked.diagnostics[1:] else ""
        raise RulesBrokenError(f"the rules have mistakes: {checked.diagnostics[0]}{more}")
    return checked.packs[wanted]

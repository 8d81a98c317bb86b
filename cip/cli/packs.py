"""Finds and loads the pack that a command needs, through the cache on disk."""

from datetime import date
from pathlib import Path

from cip.assessment.bound import BoundPack
from cip.assessment.explaining import NEEDED
from cip.kernel.errors import RefusalError
from cip.rulebook.cache import CachedPack, key_of, read_cached, write_cached
from cip.rulebook.checking import check_rules
from cip.rulebook.diagnostics import did_you_mean
from cip.rulebook.packs import Pack
from cip.rulebook.reading import read_yaml
from cip.rulebook.shape_check import value_at


class RulesBrokenError(RefusalError):
    """The rules have mistakes; the sentence names the first and how to see all."""


def model_ids(root: Path) -> list[str]:
    """The models of a folder of rules."""
    return sorted(path.name for path in (root / "models").glob("*") if path.is_dir())


def choose_model(root: Path, wanted: str | None, on: date) -> str:
    """The model named, or the newest in force on a day. Raises RefusalError."""
    models = model_ids(root)
    if wanted is not None:
        if wanted not in models:
            raise RefusalError(
                f'there is no model "{wanted}"{did_you_mean(wanted, models)}; known: {", ".join(models)}'
            )
        return wanted
    in_force = [(start, name) for name in models if (start := _in_force_since(root, name, on)) is not None]
    if not in_force:
        raise RefusalError(f"no model is in force on {on.isoformat()}; name one with --model: {', '.join(models)}")
    return max(in_force)[1]


def _in_force_since(root: Path, name: str, on: date) -> date | None:
    """Since when a model is in force, if it is on that day; read from its `about.yaml` alone.

    One whose file cannot be read comes last, as if from the beginning: loading it then names the mistake.
    """
    file = root / "models" / name / "about.yaml"
    document = read_yaml(file.read_bytes(), str(file))[0] if file.is_file() else None
    if document is None:
        return date.min
    start, end = value_at(document.value, ("from",)), value_at(document.value, ("to",))
    start = start if isinstance(start, date) else date.min
    end = end if isinstance(end, date) else date.max
    return start if start <= on <= end else None


def load_bound(root: Path, model: str | None, on: date) -> BoundPack:
    """The pack of a model bound to a day, from the cache where it is there. Raises RefusalError."""
    name = choose_model(root, model, on)
    key = key_of(root, ("law", f"models/{name}", "agreements", "territories"), on)
    cached = read_cached(key)
    if cached is not None:
        return BoundPack(Pack.from_canonical(cached.canonical), on, cached.codes)
    bound = BoundPack(load_pack(root, name), on)
    write_cached(key, CachedPack(bound.pack.canonical, bound.codes))
    return bound


def load_pack(root: Path, name: str) -> Pack:
    """The pack of a model, checked. Raises RulesBrokenError."""
    checked = check_rules(root, NEEDED, only_model=name, with_cases=False)
    pack = checked.packs.get(name)
    if pack is None:
        count = len(checked.diagnostics)
        first = checked.diagnostics[0] if count else "the model is incomplete"
        more = f" (and {count - 1} more: run `cip rules check`)" if count > 1 else ""
        raise RulesBrokenError(f"the rules have mistakes: {first}{more}")
    return pack

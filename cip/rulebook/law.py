"""The parameters of `law/` alone, for what needs neither a model nor an agreement."""

from pathlib import Path

from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError
from cip.rulebook.cache import CachedPack, key_of_files, read_cached, write_cached
from cip.rulebook.checks.dates import check_law_dates
from cip.rulebook.checks.texts import check_law_texts
from cip.rulebook.cited import cited_law
from cip.rulebook.loading import read_folder
from cip.rulebook.shapes.law import CitedLaw

_NO_MODEL = ""
_WHAT = "law"


def read_law(root: Path) -> CitedLaw:
    """Every parameter of a folder of rules, checked. Raises RefusalError, one sentence, if the law has mistakes."""
    folder = read_folder(root, only_model=_NO_MODEL, with_cases=False)
    mistakes = [*folder.found, *check_law_dates(folder.law), *check_law_texts(folder.law)]
    found = sorted({item for item in mistakes if item.file.startswith("law/")})
    if found or folder.law.about is None:
        first = found[0] if found else f"{root} has no law"
        more = f" (and {len(found) - 1} more: run `cip rules check`)" if len(found) > 1 else ""
        raise RefusalError(f"the rules have mistakes: {first}{more}")
    return cited_law(folder.law, folder.law.about.item, folder.law.parameters)


def load_law(root: Path) -> CitedLaw:
    """The same through the cache on disk. Raises RefusalError."""
    key = key_of_files(root, ("law",), _WHAT, without=())
    cached = read_cached(key)
    if cached is not None:
        return CitedLaw.model_validate_json(cached.canonical)
    law = read_law(root)
    canonical = canonical_json(law.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    write_cached(key, CachedPack(canonical, {}))
    return law

"""Loads the book of agreements that a command needs, through the cache on disk."""

from pathlib import Path

from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.cache import CachedPack, key_of_files, read_cached, write_cached

_FOLDERS = ("law", "agreements", "territories")
_WHAT = "agreements"
_WITHOUT_MODELS = ""


def load_book(root: Path) -> AgreementBook:
    """The agreements of a folder of rules with the law they cite. Raises RefusalError where there are none, and
    RulesBrokenError where they have mistakes.
    """
    key = key_of_files(root, _FOLDERS, _WHAT, without=("cases",))
    cached = read_cached(key)
    if cached is not None:
        return AgreementBook.model_validate_json(cached.canonical)
    book = _checked(root)
    canonical = canonical_json(book.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    write_cached(key, CachedPack(canonical, {}))
    return book


def _checked(root: Path) -> AgreementBook:
    # Only who finds no cache pays for the checks.
    from cip.assessment.explaining import NEEDED
    from cip.cli.packs import RulesBrokenError
    from cip.rulebook.checking import check_rules

    checked = check_rules(root, NEEDED, only_model=_WITHOUT_MODELS, with_cases=False)
    if checked.book is not None:
        return checked.book
    ours = [item for item in checked.diagnostics if item.file.startswith(_FOLDERS)]
    if ours:
        more = f" (and {len(ours) - 1} more: run `cip rules check`)" if len(ours) > 1 else ""
        raise RulesBrokenError(f"the rules have mistakes: {ours[0]}{more}")
    raise RefusalError(f"{root} has no agreements")

"""All that a ranking was made from, in one canonical JSON text: whoever has it gets the same bytes again, anywhere."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cip.incentives.bound_call import BoundCall, day_of_call
from cip.incentives.rank_file import Entry, read_applicants, read_file, read_moment, written
from cip.incentives.rank_results import RankResult
from cip.incentives.ranking import rank
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.errors import RefusalError
from cip.rulebook.call_packs import CallPack

ENGINE_VERSION = "1"
"""Changes whenever the same applications could get another result; a decision page says why."""
FORMAT = 1
_KEYS = {"format", "engine", "on", "pack", "applications", "seed", "digest", "seal"}


class BundleError(RefusalError):
    """A text that is no bundle, or not as it was made."""


def rank_applications(
    pack: CallPack, applications: Sequence[Entry], seed: str | None = None, on: date | None = None
) -> tuple[RankResult, str]:
    """Rank entries of FILE under a call; the result, and the bundle that gives it again (canonical JSON).

    `on`: the day on which the call reads the law, its own unless given. Raises RankFileError, RankError and TieError.
    """
    day = on if on is not None else _day(pack, applications)
    bound = BoundCall(pack, day)
    applicants = read_applicants(bound, applications)
    result = rank(bound, applicants, seed)
    content: dict[str, object] = {
        "format": FORMAT,
        "engine": ENGINE_VERSION,
        "on": day.isoformat() if day is not None else None,
        "pack": {"sha256": pack.sha256, "content": pack.canonical},
        "applications": [written(one) for one in sorted(applicants, key=lambda one: one.id)],
        "seed": seed,
        "digest": result.digest,
    }
    return result, canonical_json(content | {"seal": _seal(content)})


def _day(pack: CallPack, applications: Sequence[Entry]) -> date | None:
    moments = [read_moment(entry) for entry in applications]
    return day_of_call(pack, [moment for moment in moments if moment is not None])


def make_bundle(pack: CallPack, applications: Sequence[Entry], seed: str | None = None, on: date | None = None) -> str:
    """The bundle of a ranking alone."""
    return rank_applications(pack, applications, seed, on)[1]


def _seal(content: Mapping[str, object]) -> str:
    return sha256_of(canonical_json({key: value for key, value in content.items() if key != "seal"}))


def replay(text: str) -> RankResult:
    """The ranking of a bundle, made again. Raises BundleError if the bundle was changed or gives another result."""
    content = _opened(text)
    pack = CallPack.from_canonical(content["pack"]["content"])
    if pack.sha256 != content["pack"]["sha256"]:
        raise BundleError("this bundle was changed after it was made: the digest of its rules is not that of its rules")
    applications, seed = read_file({"applications": content["applications"], "seed": content["seed"]})
    bound = BoundCall(pack, date.fromisoformat(content["on"]) if content["on"] is not None else None)
    result = rank(bound, read_applicants(bound, applications), seed)
    if result.digest != content["digest"]:
        raise BundleError(
            f"this bundle gives another result than the one it was made with (engine {content['engine']}, "
            f"here {ENGINE_VERSION})"
        )
    return result


def _opened(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise BundleError("this is no bundle of a ranking: it is not JSON") from None
    if not isinstance(content, dict) or content.keys() != _KEYS or content["format"] != FORMAT:
        raise BundleError("this is no bundle of a ranking: its keys are not those that `cip rank --bundle` writes")
    if content["seal"] != _seal(content):
        raise BundleError("this bundle was changed after it was made: its seal does not fit its content")
    if not _is_whole(content):
        raise BundleError("this is no bundle of a ranking: its values are not those that `cip rank --bundle` writes")
    return content


def _is_whole(content: Mapping[str, Any]) -> bool:
    """Whether day and pack can be read: whoever writes a bundle by hand can also seal it."""
    pack, on = content["pack"], content["on"]
    texts = isinstance(pack, dict) and all(isinstance(pack.get(key), str) for key in ("sha256", "content"))
    try:
        return texts and (on is None or isinstance(date.fromisoformat(on), date))
    except (TypeError, ValueError):
        return False


__all__ = ["ENGINE_VERSION", "BundleError", "make_bundle", "rank_applications", "read_applicants", "replay"]

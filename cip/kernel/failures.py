"""What a log may say of a mistake: its kind and its place, never its message, which often quotes what people typed."""

import logging
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

OURS = "cip"
_DEEPEST = 40


def failure(error: BaseException) -> str:
    """The kinds of an error and of what it arose from, each with the places it came through, innermost first."""
    told: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        told.append(f"{type(current).__qualname__} at {_places(current.__traceback__)}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "; from ".join(told)


class PlacesOnly(logging.Formatter):
    """Writes our own sentences whole, and of those of libraries only who warns and where: they quote what they read."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        said = record.getMessage() if record.name.split(".")[0] == OURS else f"line {record.lineno} of {record.module}"
        error = record.exc_info[1] if record.exc_info else None
        ended = f": {failure(error)}" if error else ""
        return f"[{record.levelname}] {record.name}: {said}{ended}"


def log_places_only() -> None:
    """From now on the logs of this process go to standard error in the words of `PlacesOnly`."""
    handler = logging.StreamHandler()
    handler.setFormatter(PlacesOnly())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def _places(traceback: TracebackType | None) -> str:
    frames = [f"{_short(frame.f_code.co_filename)}:{line}" for frame, line in walk_tb(traceback)]
    return " < ".join(reversed(frames[-_DEEPEST:])) or "no place"


def _short(file: str) -> str:
    path = Path(file)
    return f"{path.parent.name}/{path.name}"

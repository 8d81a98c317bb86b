"""Refusals: what goes back to a person as one clear sentence, never as a traceback."""


class RefusalError(Exception):
    """Something the caller can mend; `str(error)` is one sentence."""

"""Debian's Chromium for what looks at pages: the tests, the pictures of the guides and the first visit."""

import shutil

PACKAGE = "chromium-headless-shell"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A browser that asks nobody anything."""


def program() -> str | None:
    """Where it is, or None. The one that draws no window takes half the time of the whole browser."""
    return shutil.which(PACKAGE) or shutil.which("chromium")

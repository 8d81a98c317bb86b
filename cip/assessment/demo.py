"""The invented firm that a fresh installation shows as a sample."""

DEMO_CHECK_UP_ID = "0" * 31 + "1"
"""Fixed, so that the home page can link to it; no real id can be drawn like this."""

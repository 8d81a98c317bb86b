"""The secret key of this site, for what is sealed."""

from flask import current_app


def secret_key() -> str:
    """The key that signs the cookies too; what is sealed is under another one derived from it."""
    return str(current_app.secret_key)

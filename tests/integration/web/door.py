"""What a route asks for; see `doors`."""

from cip.parties.permissions import Action


class Door(tuple[tuple[str, Action], ...]):
    """Every (kind, action) that a route asks for: who is let in may do them all."""

    def __new__(cls, *asked: tuple[str, Action]) -> "Door":
        return super().__new__(cls, asked)


# About nobody's thing: public pages, and what begins something new.
OPEN = Door()
# About nobody but who is signed in: their account, their lists.
OWN = Door()
# Opened by a secret in the address or in the form: whoever has it.
SECRET = Door()

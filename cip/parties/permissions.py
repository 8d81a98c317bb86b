"""The one permission table: what is not a row here is refused."""

from dataclasses import dataclass
from typing import Literal

Action = Literal["read", "answer", "conclude", "keep", "continue", "close", "erase"]
# holder: has the secret of a browser that began or resumed the check-up. system: the commands of the machine itself.
Role = Literal["holder", "system"]


@dataclass(frozen=True, slots=True)
class Permission:
    """One row: on an object of `kind`, `action` is open to whoever holds `role`."""

    kind: str
    action: Action
    role: Role


PERMISSIONS: frozenset[Permission] = frozenset(
    {
        Permission("check_up", "read", "holder"),
        Permission("check_up", "answer", "holder"),
        Permission("check_up", "conclude", "holder"),
        Permission("check_up", "keep", "holder"),
        Permission("check_up", "continue", "holder"),
        Permission("check_up", "close", "holder"),
        Permission("check_up", "erase", "holder"),
        Permission("check_up", "read", "system"),
        Permission("check_up", "erase", "system"),
        Permission("snapshot", "read", "holder"),
        Permission("snapshot", "read", "system"),
    }
)


def allowed(kind: str, action: Action, roles: frozenset[Role]) -> bool:
    """True if one of `roles` may do `action` on an object of `kind`."""
    return any(Permission(kind, action, role) in PERMISSIONS for role in roles)

"""Who answers which section of a check-up. Pure."""

from typing import Literal, get_args

Assignee = Literal["owner", "adviser", "consultant"]
ASSIGNEES: tuple[Assignee, ...] = get_args(Assignee)
# Before the section's name, in the events of a check-up's life.
ASSIGNED = "assigned."

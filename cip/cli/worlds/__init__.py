"""Seeds the two complete invented worlds of the demonstration: bodies, people, a firm and all that happened to it."""

from cip.cli.worlds.seeding import SeededWorld, seed_worlds
from cip.web.demo.spec import WorldSpec, read_worlds

__all__ = ["SeededWorld", "WorldSpec", "read_worlds", "seed_worlds"]

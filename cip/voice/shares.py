"""From published numbers to the shares that the recommendation reads: never more than what is published."""

from collections.abc import Mapping, Sequence

from cip.voice.cells import Cell


def estimate(cell: Cell) -> int | None:
    """One whole number for a published cell: the number itself, or how many it is at least; None where it is hidden or
    said to be few, for one person made up would be read as a fact.
    """
    return None if cell.said in ("hidden", "few") else cell.low


def estimates(options: Sequence[str], cells: Sequence[Cell]) -> Mapping[str, int | None]:
    """The estimates by option; a count beyond the options (who did not answer) is left out."""
    return {option: estimate(cell) for option, cell in zip(options, cells, strict=False)}

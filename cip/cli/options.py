"""Options that commands share: where the rules are, which day, JSON or words."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from cip.kernel.clock import today
from cip.kernel.days import parse_day
from cip.kernel.errors import RefusalError

F = TypeVar("F", bound=Callable[..., object])

_PACKAGE = Path(__file__).parent.parent


class DayType(click.ParamType[date]):
    """An ISO day."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Parse a day. Raises BadParameter in one sentence."""
        if isinstance(value, date):
            return value
        try:
            return parse_day(str(value))
        except ValueError:
            self.fail(f'"{value}" is no day of the calendar; accepted: YYYY-MM-DD', param, ctx)


def rules_option(command: F) -> F:
    """`--rules DIR`."""
    return click.option(
        "--rules",
        "rules_dir",
        type=click.Path(path_type=Path),
        help="Folder of rules (else CIP_RULES, else `rules/` of the checkout, else the copy in the package).",
    )(command)


def json_option(command: F) -> F:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of words.")(command)


def day_option(help_text: str) -> Callable[[F], F]:
    """`--on DAY`, today when left out."""
    return click.option("--on", type=DayType(), default=None, help=f"{help_text} (today when left out).")


def day_or_today(on: date | None) -> date:
    """The day asked for, or today in Italy."""
    return on or today()


def find_rules(given: Path | None) -> Path:
    """The folder of rules, by the order of the design. Raises RefusalError where it is none."""
    candidates = [given] if given else [Path(os.environ["CIP_RULES"])] if os.environ.get("CIP_RULES") else []
    if not candidates:
        candidates = [_PACKAGE.parent / "rules", _PACKAGE / "rules"]
    for folder in candidates:
        if (folder / "law").is_dir() or (folder / "models").is_dir():
            return folder
    raise RefusalError(f"{candidates[0]} is not a folder of rules: it has neither `law` nor `models`")


def print_json(value: object) -> None:
    """JSON on stdout, letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))

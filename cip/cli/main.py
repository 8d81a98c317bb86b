"""Entry point: finds the command, and turns every refusal into one sentence on stderr and exit code 1."""

import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from cip import __version__
from cip.kernel.errors import RefusalError

LONGEST_SENTENCE = 2_000

COMMANDS = {
    "backup": ("cip.cli.backup", "backup", "Write a backup of everything, one file."),
    "check-up": ("cip.cli.check_up", "check_up", "Check one firm's answers against the model."),
    "de-minimis": ("cip.cli.state_aid", "de_minimis", "Room for de minimis aid."),
    "leave": ("cip.cli.leave", "leave", "Parental leave by the hour."),
    "ledger": ("cip.cli.ledger", "ledger", "Try what may happen to the money of a call."),
    "rank": ("cip.cli.rank", "rank", "Rank a call's applications and share out its money."),
    "replay": ("cip.cli.rank", "replay_bundle", "Make a ranking again from its bundle."),
    "restore": ("cip.cli.backup", "restore", "Put a backup back, verify it, measure it."),
    "rules": ("cip.cli.rules", "rules", "Check, test and show the rules."),
    "run": ("cip.cli.serve", "run", "Serve the web pages."),
    "demo": ("cip.cli.serve", "demo", "Seed the invented demo firm."),
    "size": ("cip.cli.state_aid", "size", "Size of a firm: micro, small, medium or large."),
    "user": ("cip.cli.user", "user", "Accounts: add, list, link, close, reset the second factor."),
    "work": ("cip.cli.work", "work", "Send what waits in the outbox."),
    "verify": ("cip.cli.verify", "verify", "Verify hash chains and replay every stored result."),
}


class LazyGroup(click.Group):
    """Imports a command's module only when that command is called, so that a check-up never pays for Flask."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command = getattr(import_module(module), name)
        if not isinstance(command, click.Command):  # pragma: no cover - a mistake in the table above
            raise TypeError(cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][2]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cip")
def cip() -> None:
    """CIP: check-ups, measures and incentives for work-life balance in small firms."""


def main() -> NoReturn:
    """Run the command line."""
    try:
        code = cip.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as shown:
        click.echo(shown.format_message())
        sys.exit(0)
    except click.ClickException as error:
        _fail(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        _fail("stopped")
    except RefusalError as error:
        _fail(str(error))
    except BrokenPipeError:
        # The reader of our output went away (`cip ... | head`): not our mistake, and nothing to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _fail(f"{place}{(error.strerror or str(error)).lower()}")
    sys.exit(code if isinstance(code, int) else 0)


def _fail(sentence: str) -> NoReturn:
    line = "".join(letter if letter.isprintable() else " " for letter in " ".join(sentence.split()))
    click.echo(f"cip: {line[:LONGEST_SENTENCE]}", err=True)
    sys.exit(1)

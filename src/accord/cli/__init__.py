"""The command line: one file a command, each a thin skin on the library."""

import gc
import importlib
import sys

import click

from accord.cli import output
from accord.cli.groups import NamedCommands, unknown
from accord.errors import AccordError, ReaderGone, Unwritable

DECLARING = {
    "process": "Show and change what a process is called, who hosts and who mediates.",
    "party": "List, add, change and remove parties.",
    "person": "List, add, change and remove people.",
    "actor": "List, add, change and remove hosts, mediators and others who are no party.",
    "venue": "List, add, change and remove places to meet.",
    "issue": "List, add, change and remove issues.",
    "option": "List, add, change and remove options of an issue.",
    "constraint": "List, add, change and remove what cannot be had together.",
    "plan": "List, add, change and remove rounds to come.",
    "source": "List, add, change and remove sources.",
    "outlet": "List, add, change and remove outlets.",
}
"""What each command does that is made from a class of the model."""

COMMANDS = {
    "brief": "Say on one page where the talks stand.",
    "check": "Report every mistake in a process folder.",
    "checklist": "List what such agreements settle, and what is not on the agenda yet.",
    "convert": "Read and write domains of Genius, GeniusWeb and NegMAS.",
    "deals": "Say whether there is a deal, which deals rules pick, and what is in the way.",
    "delegates": "List the programs that can sit at the table.",
    "fighting": "Say what a model of the fighting between rounds has by itself.",
    "hold": "Say which states of a game nobody would leave: would it hold?",
    "host": "Let people meet over a process folder in their browsers.",
    "interests": "List the files that say what parties can live with, and for whom they are.",
    "mark": "Show and set what a party wants, can live with or cannot.",
    "new": "Write a commented process folder to start from.",
    "play": "Let programs play the talks, and tell how they go.",
    "record": "List, show, add, import and export what happened and who says so.",
    "share": "Write the copy of a process folder that a reader may have.",
    "sit": "Sit at the tables of a host with a machine and a folder of your own.",
    "schema": "Write the JSON Schema of the files, for an editor.",
    "search": "Find words in all that a process folder holds.",
    "tournament": "Let delegates talk, everybody against everybody, and score them.",
    "verify": "Say whether a log is as it was written.",
    **DECLARING,
}
"""What each command does; its code is in the module of its name, loaded when it is called."""


class _Commands(NamedCommands):
    """Loads a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name in DECLARING:
            made: click.Command = importlib.import_module("accord.cli.declared").command(
                cmd_name
            )
            return made
        module = importlib.import_module(f"accord.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="accord", prog_name="accord")
def cli() -> None:
    """Accord: the software for peace talks.

    FOLDER is a process folder; 'accord new FOLDER' writes one to start from.
    """


_RARELY = 200_000
"""New objects after which what nothing refers to any more is looked for. A command makes many
values that last until it ends: looking through them every 700 took a sixth of a long brief."""


def main() -> None:
    """Run the command line; what goes wrong is said in sentences.

    Exit status: that of the command; 2 for mistakes; 3 where something cannot be written, the
    output included. Whoever closes a pipe before the end has read enough, which is no mistake.
    """
    output.take_over()
    gc.set_threshold(_RARELY)
    try:
        try:
            cli(standalone_mode=False)
        finally:
            sys.stdout.flush()
    except ReaderGone:
        sys.exit(0)
    except AccordError as error:
        click.echo(_clean(str(error)), err=True)
        sys.exit(3 if isinstance(error, Unwritable) else 2)
    except click.NoSuchOption as error:
        known = list(error.possibilities or ())
        sentence = unknown("option", error.option_name, known)
        click.UsageError(sentence, error.ctx).show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)


def _clean(text: str) -> str:
    from accord.record.hidden_signs import clean

    return clean(text)

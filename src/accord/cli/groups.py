"""Groups of commands: the words may come in either order, and near misses are named."""

from pathlib import Path

import click


class NamedCommands(click.Group):
    """Names the nearest command where there is none of a name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first word names."""
        word = args[0]
        known = self.list_commands(ctx)
        if word not in known and not word.startswith("-") and not ctx.resilient_parsing:
            ctx.fail(unknown("command", word, known))
        return super().resolve_command(ctx, args)


class FolderCommands(NamedCommands):
    """Takes the folder before the command or after it: `record F add` and `record add F`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the folder first where the command comes before it.

        A folder may be called like a command: the first word is the folder then, unless only
        the second can be one.
        """
        known = self.list_commands(ctx)
        if args and args[0] in known and not _is_folder_before_command(args, known):
            place = _folder_among(args)
            if place is not None:
                args = [args[place], *args[:place], *args[place + 1 :]]
            elif {"-h", "--help"}.intersection(args):
                args = ["FOLDER", *args]
            elif not ctx.resilient_parsing:
                group = ctx.command_path
                ctx.fail(f"name the folder too: {group} FOLDER {' '.join(args)}")
        return super().parse_args(ctx, args)


def _is_folder_before_command(args: list[str], known: list[str]) -> bool:
    """Whether both words name commands, and the first is the folder."""
    return len(args) > 1 and args[1] in known and not _is_process(args[1])


def _folder_among(args: list[str]) -> int | None:
    """Return which word after the command is the folder."""
    if len(args) > 1 and not args[1].startswith("-"):
        return 1
    return next((i for i, one in enumerate(args) if i and _is_process(one)), None)


def _is_process(word: str) -> bool:
    from accord.formats.for_whom import PROCESS

    return (Path(word) / PROCESS).exists()


def unknown(what: str, word: str, known: list[str]) -> str:
    """Return a sentence on a word that names nothing, with the nearest that does."""
    from difflib import get_close_matches

    close = get_close_matches(word.casefold(), known, n=1)
    nearest = f": did you mean '{close[0]}'?" if close else ""
    return f"No such {what} '{word}'{nearest}"

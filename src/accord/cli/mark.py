"""`accord mark`: what a party can live with, one option at a time."""

import click
from attrs import evolve

from accord.cli.common import AS_JSON, FOLDER, FOR_OR_ALL, Moment, write_json
from accord.cli.groups import FolderCommands
from accord.cli.taken_marks import draw_marks
from accord.errors import AccordError
from accord.formats import load
from accord.formats.edit_marks import MarkEdited, place_named, remove_mark, set_mark
from accord.formats.marks_cells import WORDS, how_known, mark_of
from accord.formats.marks_export import marks_json
from accord.formats.names_given import readers_named
from accord.formats.sheet_names import SheetNames
from accord.formats.sheet_values import sources_named
from accord.model import MEDIATOR, Marked, Reader, When
from accord.record import Case
from accord.record.hidden_signs import clean


class _MarkCommands(FolderCommands):
    """Takes PARTY ISSUE=OPTION MARK as `set`, whose word may be left out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `set` behind the folder, where an option of an issue follows it."""
        known = self.list_commands(ctx)
        if not {*args[:2]} & {*known} and any("=" in one for one in args[1:]):
            args = [args[0], "set", *args[1:]]
        return super().parse_args(ctx, args)


_HELD_BY = click.option(
    "--held-by",
    default="",
    metavar="ID",
    help="Who holds the mark, by id or name; needed unless only one holds any.",
)
_VOICE = click.option(
    "--voice",
    default="",
    metavar="NAME",
    help="The voice of the party whose mark it is, where that differs from the party's.",
)
_AS_OF = click.option("--as-of", type=Moment(), help="When it was held; the latest counts.")
_PARTY = click.argument("party", metavar="PARTY")
_ON = click.argument("on", metavar="ISSUE=OPTION")


@click.group("mark", cls=_MarkCommands, invoke_without_command=True)
@FOLDER
@click.pass_context
def command(ctx: click.Context, folder: str) -> None:
    """Show and set marks: what a party wants, can live with, cannot, or ? where unknown.

    'accord mark FOLDER PARTY ISSUE=OPTION MARK' sets one; ids or names will do. Marks are for
    the mediator's team, unless their file says otherwise.
    """
    ctx.obj = folder
    if ctx.invoked_subcommand is None:
        _list(load(folder), "", False)


@command.command("list")
@click.option("--held-by", default="", metavar="ID", help="Whose marks; all of them else.")
@click.option("--as-of", type=Moment(), help="Those that counted then.")
@FOR_OR_ALL
@AS_JSON
@click.pass_obj
def listing(
    folder: str, held_by: str, as_of: When | None, reader: Reader | None, as_json: bool
) -> None:
    """Show the marks as a matrix: options down, parties across."""
    _list(load(folder, reader=reader).as_of(as_of), held_by, as_json)


@command.command("set")
@_PARTY
@_ON
@click.argument("mark", metavar="MARK", nargs=-1, required=True)
@_HELD_BY
@_VOICE
@click.option(
    "--can-block/--cannot-block",
    "can_block",
    default=None,
    help="Of a voice that is new: whether the party can do nothing that it cannot live with.",
)
@click.option("--how", default="", metavar="WORD", help="said, believed or tested.")
@click.option("--basis", default="", metavar="TEXT", help="Why, in one line.")
@click.option("--source", default="", metavar="ID", help="The source it comes from.")
@_AS_OF
@click.option(
    "--for",
    "readers",
    multiple=True,
    metavar="READER",
    help="Who may read a file that is begun. [default: mediator]",
)
@click.pass_obj
def setting(
    folder: str,
    party: str,
    on: str,
    mark: tuple[str, ...],
    held_by: str,
    voice: str,
    can_block: bool | None,
    how: str,
    basis: str,
    source: str,
    as_of: When | None,
    readers: tuple[str, ...],
) -> None:
    """Set the MARK of PARTY on an option: want (G), can live with (A), cannot (R) or ?."""
    case = load(folder)
    if can_block is not None and not voice:
        raise click.UsageError("--can-block and --cannot-block go with --voice NAME")
    place = evolve(place_named(case, party, on, held_by), voice=voice)
    word = " ".join(mark)
    found = mark_of(word)
    if found is None:
        raise click.UsageError(f"'{word}' is no mark: {WORDS}")
    try:
        known = how_known(how)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    cited = next(iter(sources_named(SheetNames(case=case), [source], "")), "") if source else ""
    said = Marked(mark=found, how=known, basis=basis, source=cited)
    whom = readers_named(folder, readers) or (MEDIATOR,)
    _told(set_mark(folder, place, said, as_of=as_of, readers=whom, can_block=can_block))


@command.command("remove")
@_PARTY
@_ON
@_HELD_BY
@_VOICE
@_AS_OF
@click.pass_obj
def removing(
    folder: str, party: str, on: str, held_by: str, voice: str, as_of: When | None
) -> None:
    """Take a mark away: the option counts as ? then, or of a voice as the party sees it."""
    place = evolve(place_named(load(folder), party, on, held_by), voice=voice)
    _told(remove_mark(folder, place, as_of))


def _told(done: MarkEdited) -> None:
    at = done.place
    counts = "as the party sees it" if at.voice else "as ?"
    now = _words(done.now) if done.now else f"no mark, so it counts {counts}"
    was = f" (it was {_words(done.was)})" if done.was and done.was != done.now else ""
    whose = f"{at.party}, {at.voice}" if at.voice else at.party
    where = f"{whose}: {at.issue}={at.option}"
    click.echo(clean(f"{where}: {now}{was}, held by {at.holder}, in {done.file}"))
    for notice in done.notices:
        click.echo(clean(notice))


def _words(one: Marked) -> str:
    notes = [*filter(None, (one.how, one.basis, one.source))]
    return f"{one.mark} ({'; '.join(notes)})" if notes else str(one.mark)


def _list(case: Case, held_by: str, as_json: bool) -> None:
    from accord.cli.console import console
    from accord.telling.holder_words import readers_of
    from accord.telling.terminal_blocks import show_lines

    sheets = {one.id: one for one in case.sheets}
    if held_by:
        wanted = SheetNames(case=case).find("speaker", held_by) or held_by
        if wanted not in sheets:
            whose = f"; who does: {', '.join(sheets)}" if sheets else ""
            raise AccordError(f"'{held_by}' holds no marks here{whose}")
        sheets = {wanted: sheets[wanted]}
    if as_json:
        write_json(marks_json(sheets.values()))
        return
    if not sheets:
        click.echo(
            "no marks; set one with: accord mark FOLDER PARTY ISSUE=OPTION MARK --held-by ID"
        )
    process = case.process
    options = {
        i: (issue.name, {o: held.name for o, held in issue.choices.items()})
        for i, issue in process.agenda.issues.items()
    }
    for holder, sheet in sheets.items():
        show_lines(readers_of([(process, sheet.held)]), console())
        click.echo(clean(f"Marks held by {process.name(holder)}:"))
        parties = {party: process.name(party) for party in process.parties}
        draw_marks(options, parties, {p: held.marks for p, held in sheet.interests.items()})
        lines = [(p, line) for p, held in sheet.interests.items() for line in held.red_lines]
        for party, line in lines:
            never = "; ".join(f"{i}={', '.join(o)}" for i, o in line.never.items())
            click.echo(clean(f"red line of {process.name(party)}: never {never}"))

"""`accord checklist`: what such agreements settle, and what of it the agenda covers."""

import click

from accord.cli import console
from accord.cli.common import AS_JSON, FOLDER, count, write_json
from accord.cli.groups import FolderCommands
from accord.formats import load
from accord.formats.known_checklists import add_checklists, checklist_names, cover, strike
from accord.formats.write import fields_plain
from accord.model import ChecklistLine, Process
from accord.record.wording import together


@click.group("checklist", cls=FolderCommands, invoke_without_command=True)
@FOLDER
@click.pass_context
def command(ctx: click.Context, folder: str) -> None:
    """List what such agreements settle and what is not on the agenda; strike and cover lines.

    What is struck or covered is said in process.yaml, which everybody reads.
    """
    ctx.obj = folder
    if ctx.invoked_subcommand is None:
        _list(load(folder, interests=False).process, folder)


@command.command("list")
@AS_JSON
@click.pass_obj
def listing(folder: str, as_json: bool) -> None:
    """List the lines: what is not on the agenda yet first, then what is covered or struck."""
    process = load(folder, interests=False).process
    if not as_json:
        _list(process, folder)
        return
    write_json(
        [
            {**fields_plain(one), "stands": _standing(process, one)}
            for one in process.checklist.values()
        ]
    )


@command.command("add")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.pass_obj
def adding(folder: str, names: tuple[str, ...]) -> None:
    """Add the lines of the checklists NAME; lines that are there stay as they are."""
    added = add_checklists(folder, names)
    process = load(folder, interests=False).process
    lines = count(len(added), "line", "lines")
    click.echo(f"added {lines} in {folder}/process.yaml; {_so_far(process)}")


@command.command("strike")
@click.argument("line", metavar="LINE")
@click.option("--reason", required=True, metavar="TEXT", help="Why it does not apply here.")
@click.pass_obj
def striking(folder: str, line: str, reason: str) -> None:
    """Strike LINE, with the reason; an empty one puts it back."""
    line = strike(folder, line, reason)
    process = load(folder, interests=False).process
    click.echo(f"{'struck' if reason else 'put back'}: {line}; {_so_far(process)}")


@command.command("cover")
@click.argument("line", metavar="LINE")
@click.option(
    "--issue",
    "issues",
    multiple=True,
    required=True,
    metavar="ISSUE",
    help="The issue that settles it. May be repeated; empty for none.",
)
@click.pass_obj
def covering(folder: str, line: str, issues: tuple[str, ...]) -> None:
    """Say which issues of the agenda settle what LINE is about."""
    line, found = cover(folder, line, [one for one in issues if one])
    process = load(folder, interests=False).process
    by = f" by {together(one.name for one in found)}" if found else " by no issue"
    click.echo(f"covered{by}: {line}; {_so_far(process)}")


adding.help = f"{adding.help}\n\nThere are: {', '.join(checklist_names())}."


def _so_far(process: Process) -> str:
    return f"{len(process.uncovered)} of {len(process.checklist)} not on the agenda yet"


def _standing(process: Process, one: ChecklistLine) -> str:
    if one in process.uncovered:
        return "not on the agenda"
    return "struck" if one.struck else "covered"


def _list(process: Process, folder: str) -> None:
    if not process.checklist:
        names = ", ".join(checklist_names())
        click.echo(
            f"no checklist; add one with: accord checklist {folder} add NAME (NAME: {names})"
        )
        return
    order = ("not on the agenda", "covered", "struck")
    lines = sorted(
        process.checklist.values(), key=lambda one: order.index(_standing(process, one))
    )
    rows = [(_standing(process, one), one.id, _told(process, one)) for one in lines]
    console.table(console.console(), ("stands", "id", "what"), rows, (18, 22, None))
    click.echo(_so_far(process))


def _told(process: Process, one: ChecklistLine) -> str:
    """Return what a line says, what covers it or why it is struck, and its source."""
    issues = process.agenda.issues
    by = together(issues[i].name for i in one.covered_by if i in issues)
    stands = f"On the agenda: {by}." if by else f"Struck: {one.struck}" if one.struck else ""
    named = f"{one.name[:1].upper()}{one.name[1:]}. {one.text}".rstrip()
    return "\n".join(filter(None, [named, stands, one.source]))

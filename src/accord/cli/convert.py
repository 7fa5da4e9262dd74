"""`accord convert`: from another program's files to a process folder, and back."""

from pathlib import Path

import click

from accord.errors import FormatError
from accord.formats import load, save
from accord.formats.disk import clear, folder_beside, unwritable
from accord.formats.for_whom import PROCESS, RECORD, TOP
from accord.interchange.convert import endings, read_domain, write_domain
from accord.interchange.foreign import foreign_formats, written_formats
from accord.record import Case

HELP = f"""Turn a domain of another program into a process FOLDER, or back.

SOURCE are the files of the parties, in their order, or the folder that holds them; the parties
are named after them. By program,
{endings(foreign_formats().values())};
NegMAS has a file of the issues besides. Other packages can add programs.
"""


@click.command("convert", help=HELP)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path())
@click.argument("folder", type=click.Path())
@click.option(
    "--from",
    "program",
    type=click.Choice(list(foreign_formats())),
    help="Whose files they are; without, the files tell.",
)
@click.option(
    "--to",
    type=click.Choice(list(written_formats())),
    help="Write instead: SOURCE is a process folder, FOLDER a new one for the files.",
)
@click.option(
    "--held-by", metavar="ID", help="With --to: whose numbers; 'own' for each party's own."
)
def command(
    sources: tuple[str, ...],
    folder: str,
    program: str | None,
    to: str | None,
    held_by: str | None,
) -> None:
    """Turn a domain of another program into a process folder, or back."""
    if to is None:
        if held_by is not None:
            raise FormatError("--held-by goes with --to")
        _into(sources, Path(folder), program)
    elif program is not None:
        raise FormatError("--from does not go with --to: the source is a process folder then")
    elif len(sources) > 1:
        raise FormatError("with --to, name one process folder, and a new folder to write to")
    else:
        _out_of(Path(sources[0]), Path(folder), to, held_by)


def _into(sources: tuple[str, ...], folder: Path, program: str | None) -> None:
    for name in (PROCESS, RECORD, TOP.interests):
        if (folder / name).exists():
            raise FormatError(f"{folder} holds a process already ({name}): name another folder")
    found = read_domain(sources, program)
    parties, issues = len(found.process.parties), len(found.process.agenda.issues)
    on = "issue" if issues == 1 else "issues"
    if parties < 2:
        raise FormatError("talks need at least two parties: name the file of each")
    save(Case(process=found.process, interests=found.interests), folder)
    for note in found.notes:
        click.echo(note, err=True)
    click.echo(f"{folder}: {parties} parties, {issues} {on}. Next: accord deals {folder}")


def _out_of(source: Path, folder: Path, to: str, held_by: str | None) -> None:
    files, lost = write_domain(load(source), to, held_by)
    with unwritable(folder):
        clear(folder)
        if folder.exists() and any(folder.iterdir()):
            raise FormatError(f"{folder} is not empty: name a new folder")
        with folder_beside(folder) as new:
            for name, text in files.items():
                (new / name).write_text(text, encoding="utf-8")
    for note in lost:
        click.echo(note, err=True)
    click.echo(f"{folder}: {', '.join(files)}")

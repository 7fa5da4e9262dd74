"""`accord deals`: is there a deal?"""

import click

from accord.cli.common import AS_JSON, AS_OF, DRAWS, FOLDER, SEED, write_json
from accord.errors import AccordError
from accord.formats import Folder, load
from accord.model import Interests, When


@click.command("deals")
@FOLDER
@AS_OF
@click.option("--held-by", metavar="ID", help="Whose numbers; 'own' for each party's own.")
@AS_JSON
@DRAWS
@SEED
def command(
    folder: str, as_of: When | None, held_by: str | None, as_json: bool, draws: int, seed: int
) -> None:
    """Say whether there is a deal in FOLDER, which are best, and who blocks."""
    read = load(folder)
    known = read.as_of(as_of) if as_of is not None else read
    held = _chosen(known, held_by)
    if as_json:
        from accord.deals import analyse, to_json

        write_json(to_json(analyse(known.process.agenda, held, draws=draws, seed=seed)))
        return
    from accord.brief.outlook import views
    from accord.brief.terminal import show_outlooks
    from accord.cli.terminal import console

    chosen = Folder(process=known.process, record=known.record, interests=held)
    outlooks = [view.outlook for view in views(chosen, draws=draws, seed=seed)]
    show_outlooks(outlooks, console())


def _chosen(folder: Folder, held_by: str | None) -> tuple[Interests, ...]:
    """Pick the interests of one holder; never those of several."""
    found = {one.holder or "own": one for one in folder.perspectives}
    if not found:
        raise AccordError(
            "nobody's interests are in the folder, so whether there is a deal cannot be said: "
            "add one file a party under interests/"
        )
    if held_by is None and len(found) > 1:
        names = ", ".join(found)
        raise AccordError(f"several hold interests here: choose with --held-by, one of {names}")
    chosen = found.get(held_by or next(iter(found)))
    if chosen is None:
        raise AccordError(f"'{held_by}' holds no interests here; who does: {', '.join(found)}")
    if chosen.missing:
        names = ", ".join(folder.process.name(p) for p in chosen.missing)
        raise AccordError(f"{held_by or next(iter(found))} holds no interests of {names}")
    return tuple(chosen.interests[p] for p in folder.process.parties)

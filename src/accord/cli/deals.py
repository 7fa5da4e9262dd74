"""`accord deals`: is there a deal?"""

from typing import TYPE_CHECKING, Any

import click

from accord.cli.common import AS_JSON, AS_OF, DRAWS, FOLDER, SEED, write_json
from accord.errors import AccordError
from accord.formats import Folder, load
from accord.model import Interests, Process, When

if TYPE_CHECKING:
    from rich.console import Console

    from accord.deals import Deals


@click.command("deals")
@FOLDER
@AS_OF
@click.option("--held-by", metavar="ID", help="Whose numbers; 'own' for each party's own.")
@click.option(
    "--lotteries", is_flag=True, help="Add compromises that let chance choose between deals."
)
@AS_JSON
@DRAWS
@SEED
def command(
    folder: str,
    as_of: When | None,
    held_by: str | None,
    lotteries: bool,
    as_json: bool,
    draws: int,
    seed: int,
) -> None:
    """Say whether there is a deal in FOLDER, which are best, and who blocks."""
    read = load(folder)
    known = read.as_of(as_of) if as_of is not None else read
    held = _chosen(known, held_by)
    if as_json:
        from accord.deals import analyse, to_json

        found = analyse(known.process.agenda, held, draws=draws, seed=seed)
        write_json(to_json(found) | (_lotteries_to_json(found) if lotteries else {}))
        return
    from accord.brief.outlook import views
    from accord.brief.terminal import show_outlooks
    from accord.cli.terminal import console

    chosen = Folder(process=known.process, record=known.record, interests=held)
    seen, to = views(chosen, draws=draws, seed=seed), console()
    show_outlooks([view.outlook for view in seen], to)
    for view in seen:
        if lotteries and view.deals is not None:
            _show_lotteries(known.process, view.deals, to)


def _lotteries_to_json(found: "Deals") -> dict[str, Any]:
    from accord.deals.lotteries import lotteries, lotteries_to_json

    return {"lotteries": lotteries_to_json(lotteries(found))}


def _show_lotteries(process: Process, found: "Deals", to: "Console") -> None:
    from accord.brief.lotteries import lottery_lines
    from accord.cli.terminal import paragraph
    from accord.deals.lotteries import lotteries

    for indent, line in lottery_lines(process, found, lotteries(found)):
        paragraph(to, line, indent)


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

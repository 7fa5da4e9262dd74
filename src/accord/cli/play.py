"""`accord play`: will they reach it?"""

from pathlib import Path

import click

from accord.cli.common import AS_JSON, AS_OF, FOLDER, SEED, write_json
from accord.errors import AccordError
from accord.formats import Folder, load
from accord.model import Perspective, When


@click.command("play")
@FOLDER
@AS_OF
@click.option("--held-by", metavar="ID", help="Whose numbers; 'own' for each party's own.")
@click.option(
    "--seat",
    "seated",
    metavar="PARTY=DELEGATE[:k=v,...]",
    multiple=True,
    help="The program that sits for a party, a principal (PARTY-principal) or the mediator.",
)
@click.option(
    "--rules",
    metavar="RULES[:k=v,...]",
    default="",
    help="The rules of the table. [default: alternating for two parties, stacked for more]",
)
@click.option(
    "--rounds",
    default=20,
    show_default=True,
    type=click.IntRange(1),
    help="After how many rounds the talks end.",
)
@SEED
@click.option(
    "--draw",
    is_flag=True,
    help="Draw the numbers from their ranges, by the seed; otherwise each is at the middle.",
)
@click.option(
    "--log", metavar="FILE", type=click.Path(dir_okay=False), help="Write the log here."
)
@click.option(
    "--svg", metavar="FILE", type=click.Path(dir_okay=False), help="Draw the offers here."
)
@AS_JSON
def command(
    folder: str,
    as_of: When | None,
    held_by: str | None,
    seated: tuple[str, ...],
    rules: str,
    rounds: int,
    seed: int,
    draw: bool,
    log: str | None,
    svg: str | None,
    as_json: bool,
) -> None:
    """Let programs hold the talks of FOLDER, and tell how they go."""
    read = load(folder)
    known = read.as_of(as_of) if as_of is not None else read
    perspective = _chosen(known, held_by)
    interests = tuple(perspective.interests[p] for p in known.process.parties)

    from accord.play import game, parse_rules, parse_seats, play

    rules_ = parse_rules(rules, len(interests), rounds)
    set_up = game(known.process, interests, rules_, parse_seats(seated), seed=seed, draws=draw)
    played = play(set_up)
    if log:
        from accord.talks import write

        _write(log, write(played.log))
    if as_json:
        from accord.play import played_to_json

        write_json(played_to_json(played))
        return
    from accord.brief.outlook import holder_name
    from accord.brief.terminal import show_lines
    from accord.brief.told import told
    from accord.cli.terminal import console

    show_lines(told(known.process, played, holder_name(known, perspective)), console())


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise AccordError(f"{path}: cannot be written: {error.strerror}") from None
    click.echo(f"wrote {path}", err=True)


def _chosen(folder: Folder, held_by: str | None) -> Perspective:
    """Pick the interests of one holder; never those of several."""
    found = {one.holder or "own": one for one in folder.perspectives}
    if not found:
        raise AccordError(
            "nobody's interests are in the folder, so no program can sit at the table: add one "
            "file a party under interests/"
        )
    if held_by is None and len(found) > 1:
        names = ", ".join(found)
        raise AccordError(f"several hold interests here: choose with --held-by, one of {names}")
    name = held_by or next(iter(found))
    if name not in found:
        raise AccordError(f"'{held_by}' holds no interests here; who does: {', '.join(found)}")
    if found[name].missing:
        names = ", ".join(folder.process.name(p) for p in found[name].missing)
        raise AccordError(f"{name} holds no interests of {names}")
    return found[name]

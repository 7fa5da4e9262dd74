"""What the commands that play talks share: options."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from accord.cli.common import not_empty
from accord.errors import AccordError

if TYPE_CHECKING:
    from accord.fighting import FightingModel
    from accord.record import Case

RULES = click.option(
    "--rules",
    metavar="RULES[:k=v,...]",
    callback=not_empty,
    help="The rules of the table. [default: alternating for two parties, stacked for more]",
)
ROUNDS = click.option(
    "--rounds",
    default=20,
    show_default=True,
    type=click.IntRange(1),
    help="After how many rounds the talks end.",
)
DRAW = click.option(
    "--draw",
    is_flag=True,
    help="Draw the numbers of every talk from their ranges, by its seed; otherwise each is at "
    "the middle.",
)
WORKERS = click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="How many processes play many talks; the answers are the same.",
)
CLUSTER = click.option(
    "--cluster",
    metavar="ADDRESS",
    callback=not_empty,
    help="Play many talks on the cluster of this Dask scheduler, such as tcp://host:8786; the "
    "answers are the same.",
)


FIGHTING = click.option(
    "--fighting",
    "fighting",
    metavar="FILE|MODEL[:k=v,...]",
    multiple=True,
    help="Assume what happens outside the room between the rounds: a file of FOLDER/fighting, "
    "or a model and its numbers ('accord fighting' lists them). Several add up.",
)


def fought(
    texts: Sequence[str], folder: str, case: "Case"
) -> "Callable[[str], tuple[FightingModel, ...]]":
    """Return the fighting models that were asked for, by whose numbers the talks are played.

    Args:
        texts: What was asked for.
        folder: The process folder.
        case: The folder as its reader reads it.

    Raises:
        AccordError: With every mistake in a file of the folder, or in what was asked for.
    """
    if not texts:
        return lambda holder: ()
    from accord.fighting import files_of, parse

    files = files_of(folder, case)
    parties = (*case.process.parties,)

    def by(holder: str) -> "tuple[FightingModel, ...]":
        found, wrong = [], []
        for one in texts:
            try:
                found.append(parse(one, files, holder, parties))
            except AccordError as error:
                wrong.append(str(error))
        if wrong:
            raise AccordError("\n".join(wrong))
        return tuple(found)

    return by


def choose_one(workers: int, cluster: str | None) -> None:
    """Refuse to play talks in two places.

    Args:
        workers: How many processes of this machine are to play them.
        cluster: The scheduler of a cluster that is to play them.
    """
    if cluster is not None and workers > 1:
        raise click.UsageError("choose one of --workers and --cluster")

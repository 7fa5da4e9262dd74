"""`accord hold`: whether what is agreed would be kept, as a game of moves and answers."""

from typing import TYPE_CHECKING, Any

import click

from accord.cli.common import AS_JSON, write_json

if TYPE_CHECKING:
    from accord.hold import GraphModel, OptionGame, Stability

MOST_LISTED = 10_000
"""States that are listed without being asked for; of more, how many are stable is enough."""


@click.command("hold")
@click.argument("game", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--reachability",
    type=click.Choice(["sequences", "once", "single"]),
    default="sequences",
    show_default=True,
    help="What several opponents can bring about: any legal sequence of moves, nobody twice in "
    "a row; sequences in which each moves once at most; or one move of one of them.",
)
@click.option("--states", is_flag=True, help="List the states whatever their number.")
@AS_JSON
def command(game: str, reachability: str, states: bool, as_json: bool) -> None:
    """Say which states of GAME are stable: nobody would leave them.

    GAME is a Graph Model in a file, JSON or YAML: who decides, the states and moves or the
    options, and what each prefers.
    """
    from accord.hold import Reachability, read_graph_model, stable, states_as_written

    read = read_graph_model(game)
    found = stable(read, Reachability(reachability))
    listed = states or read.size <= MOST_LISTED
    if as_json:
        write_json(_as_json(read, found, states_as_written(game), listed))
        return
    from accord.telling.stability_words import stability_lines

    for line in stability_lines(read, found, listed):
        click.echo(line)


def _as_json(
    game: "GraphModel | OptionGame", found: "Stability", written: dict[str, Any], listed: bool
) -> dict[str, Any]:
    def states(which: Any) -> list[Any]:
        return [written.get(one, one) for one in game.named(which.nonzero()[0])]

    concepts: dict[str, Any] = {}
    for concept, of in found.each.items():
        every = found.equilibria[concept]
        concepts[concept.value] = {
            "each": {
                maker: ({"states": states(which)} if listed else {})
                | {"count": int(which.sum())}
                for maker, which in of.items()
            },
            **({"all": states(every)} if listed else {}),
            "count": int(every.sum()),
        }
    left_out = {concept.value: why for concept, why in found.left_out.items()}
    return {
        "reachability": found.reachability.value,
        "concepts": concepts,
        **({"left_out": left_out} if left_out else {}),
    }

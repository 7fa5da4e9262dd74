"""Which states of a game are stable, however the game is given."""

from frozendict import frozendict

from accord.errors import AccordError
from accord.hold.by_moves import stable_by_moves
from accord.hold.by_options import stable_by_options
from accord.hold.concepts import Concept, Reachability, Stability
from accord.hold.graph_model import GraphModel, OptionGame
from accord.hold.simultaneous import simultaneous, too_many

_NO_OPTIONS = (
    "the game is given by its moves, which do not say what two of them at once come to"
)
MOST_ONCE = 1 << 32
"""States times what is looked at of each where each opponent moves once at most: some tens of
seconds. What can be brought about hangs on who has moved already, so it doubles with each."""


def stable(
    game: GraphModel | OptionGame, reachability: Reachability = Reachability.SEQUENCES
) -> Stability:
    """Return which states of a game are stable, for whom and by which concept.

    Args:
        game: The game.
        reachability: What several opponents can bring about.

    Raises:
        AccordError: If each may move once, and there are too many orders in which they can.
    """
    if reachability is Reachability.ONCE:
        _refuse_many_orders(game)
    if isinstance(game, GraphModel):
        each = stable_by_moves(game, reachability)
        left_out = {Concept.SIM: _NO_OPTIONS}
    else:
        each = stable_by_options(game, reachability)
        left_out = {Concept.SIM: said} if (said := too_many(game, reachability)) else {}
        if not left_out:
            each[Concept.SIM] = simultaneous(game, reachability)
    return Stability(reachability=reachability, each=each, left_out=frozendict(left_out))


def _refuse_many_orders(game: GraphModel | OptionGame) -> None:
    makers = len(game.makers)
    whole = game.size if isinstance(game, GraphModel) else len(game.feasible)
    if whole * makers**2 << makers - 1 > MOST_ONCE:
        raise AccordError(
            "sequences in which each moves once are too many to follow with "
            f"{makers} decision makers and {whole:,} states: ask for "
            "'--reachability sequences' or 'single'"
        )

"""Which states of a game are stable, however the game is given."""

from frozendict import frozendict

from accord.hold.by_moves import stable_by_moves
from accord.hold.by_options import stable_by_options
from accord.hold.concepts import Concept, Reachability, Stability
from accord.hold.graph_model import GraphModel, OptionGame
from accord.hold.simultaneous import simultaneous, too_many

_NO_OPTIONS = (
    "the game is given by its moves, which do not say what two of them at once come to"
)


def stable(
    game: GraphModel | OptionGame, reachability: Reachability = Reachability.SEQUENCES
) -> Stability:
    """Return which states of a game are stable, for whom and by which concept.

    Args:
        game: The game.
        reachability: What several opponents can bring about.
    """
    if isinstance(game, GraphModel):
        each = stable_by_moves(game, reachability)
        left_out = {Concept.SIM: _NO_OPTIONS}
    else:
        each = stable_by_options(game, reachability)
        left_out = {Concept.SIM: said} if (said := too_many(game, reachability)) else {}
        if not left_out:
            each[Concept.SIM] = simultaneous(game, reachability)
    return Stability(reachability=reachability, each=each, left_out=frozendict(left_out))

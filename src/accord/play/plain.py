"""A talk as a plain dict."""

from typing import Any

from accord.delegates.catalogue import recipe
from accord.play.distance import distance
from accord.play.many import ENGINE
from accord.play.player import Played


def played_to_json(played: Played) -> dict[str, Any]:
    """Give a talk as a plain dict: the answer of `accord play --json`."""
    game, table = played.game, played.table
    found = None
    if played.deal is not None:
        found = distance(game.setup.agenda, game.exact, played.deal)
    return {
        "outcome": "agreed" if played.agreed else "no deal",
        "deal": None if played.deal is None else dict(played.deal),
        "worth": dict(played.worth),
        "walk_away": {one.party: one.walk_away.middle for one in game.exact},
        "rounds": played.rounds,
        "moves": table.moves,
        "seed": game.seed,
        "reason": table.reason,
        "distance": None if found is None else found.points,
        "distance_method": None if found is None else found.method,
        "rules": game.setup.rules.name,
        "delegates": {seat: str(recipe(one)) for seat, one in game.delegates.items()},
        "drawn": game.draws,
        "engine": ENGINE,
    }

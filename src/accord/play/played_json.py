"""A talk as a plain dict."""

from contextlib import suppress
from typing import Any

from accord.deals import Deals, to_json
from accord.delegates import recipe
from accord.errors import AccordError
from accord.fighting import model_plain
from accord.play.back import kept_to_json
from accord.play.distance import distance
from accord.play.player import Played
from accord.play.walk_away_paths import path_of
from accord.play.why_no_deal import Parting, parting


def played_to_json(played: Played) -> dict[str, Any]:
    """Return a talk as a plain dict: the answer of `accord play --json`.

    Args:
        played: The talk.
    """
    game, table, valued = played.game, played.table, played.valued
    return {
        "outcome": "agreed" if played.agreed else "no deal",
        "deal": None if played.deal is None else dict(played.deal),
        "worth": {**played.worth, **dict.fromkeys(valued.refused_by if valued else ())},
        "walk_away": dict(played.numbers.walk_aways),
        "fighting": [model_plain(one) for one in game.fighting],
        "walk_away_by_round": path_of(game).to_json() if game.fighting else None,
        "rounds": played.rounds,
        "moves": table.moves,
        "seed": game.seed,
        "reason": played.reason,
        **_efficiency(played),
        "kept": kept_to_json(played.table),
        "parting": None if played.agreed else _parting(parting(played)),
        "rules": game.setup.rules.name,
        "delegates": {seat: str(recipe(one)) for seat, one in game.delegates.items()},
        "drawn": game.draws,
        "engine": "table",
    }


def _efficiency(played: Played) -> dict[str, Any]:
    if played.deal is None:
        return {"distance": None, "distance_method": None, "improvements": None}
    found = better = None
    with suppress(AccordError):
        found = distance(played.compared, played.deal)
    with suppress(AccordError):
        better = to_json(
            Deals(played.table.agenda, played.compared).improve(played.deal, most=1)
        )
    return {
        "distance": None if found is None else found.points,
        "distance_method": None if found is None else found.method,
        "improvements": better,
    }


def _parting(found: Parting) -> dict[str, Any]:
    closest = None
    if found.closest is not None:
        event, standing = found.closest.event, found.closest.standing
        closest = {
            "round": event.round,
            "seat": event.seat,
            "deal": dict(standing.valued.deal),
            "worth": standing.valued.worth_or_none,
            "crosses": [one.id for one in standing.crosses],
            "short": dict(standing.short),
        }
    return {
        "possible": found.possible,
        "closest": closest,
        "last": {
            party: {"asked": last.asked, "offered": last.offered}
            for party, last in found.last.items()
        },
    }

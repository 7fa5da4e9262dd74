"""Will they reach it? Talks of programs at the table: one, or many."""

from accord.play.distance import Distance, distance
from accord.play.engines import engine_for, play_many
from accord.play.game import Game
from accord.play.holder_games import HolderGame, games_by_holder
from accord.play.many import Talk, games, summary
from accord.play.played_json import played_to_json
from accord.play.played_talks import PlayedTalks, play_talks
from accord.play.player import Played, play
from accord.play.rows import rows
from accord.play.run import run
from accord.play.seating import agreed_in, game, parse_agreed, parse_rules, parse_seats
from accord.play.statistics import Statistics, counted, statistics, statistics_to_json
from accord.play.streams import seeds_of
from accord.play.why_no_deal import Parting, offers, parting

__all__ = [
    "Distance",
    "Game",
    "HolderGame",
    "Parting",
    "Played",
    "PlayedTalks",
    "Statistics",
    "Talk",
    "agreed_in",
    "counted",
    "distance",
    "engine_for",
    "game",
    "games",
    "games_by_holder",
    "offers",
    "parse_agreed",
    "parse_rules",
    "parse_seats",
    "parting",
    "play",
    "play_many",
    "play_talks",
    "played_to_json",
    "rows",
    "run",
    "seeds_of",
    "statistics",
    "statistics_to_json",
    "summary",
]

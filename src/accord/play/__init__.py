"""Will they reach it? Talks of programs at the table: one, or many."""

from accord.play.game import Game
from accord.play.plain import played_to_json
from accord.play.player import Played, play
from accord.play.seating import game, parse_rules, parse_seats

__all__ = ["Game", "Played", "game", "parse_rules", "parse_seats", "play", "played_to_json"]

"""Everybody against everybody: delegates in every seat of several processes, and scores."""

from accord.play.tournament.outcomes import Outcome, outcome
from accord.play.tournament.results import (
    Results,
    Standing,
    play_tournament,
    results,
    results_to_json,
)
from accord.play.tournament.seatings import MOST_TALKS, Seating, Tournament, TournamentCase

__all__ = [
    "MOST_TALKS",
    "Outcome",
    "Results",
    "Seating",
    "Standing",
    "Tournament",
    "TournamentCase",
    "outcome",
    "play_tournament",
    "results",
    "results_to_json",
]

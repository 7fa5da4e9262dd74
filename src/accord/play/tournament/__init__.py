"""Everybody against everybody: delegates in every seat of several processes, and scores."""

from accord.play.tournament.holder_cases import CasesByHolder, cases_by_holder
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
    "CasesByHolder",
    "Outcome",
    "Results",
    "Seating",
    "Standing",
    "Tournament",
    "TournamentCase",
    "cases_by_holder",
    "outcome",
    "play_tournament",
    "results",
    "results_to_json",
]

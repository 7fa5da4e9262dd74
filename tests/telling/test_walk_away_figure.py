"""Walk-away values by the round, drawn and told: one talk, or many courses."""

import re
from xml.etree import ElementTree

from attrs import evolve
from tests.play.build import Wandering, opposed, process, talks

from accord.fighting.scripted import shift
from accord.play import Game, play
from accord.play.walk_away_paths import path_of, paths_of
from accord.telling.fighting_words import path_lines
from accord.telling.walk_away_figure import walk_away_figure

HELD = opposed(walk_away={"alba": 40, "delta": 40})
TALKS = process(HELD[0], ["alba", "delta"])


def closing() -> Game:
    fighting = (shift("alba", 50, 3), shift("alba", -45, 5))
    return evolve(talks(held=HELD, rounds=6), fighting=fighting)


def drifting() -> Game:
    return evolve(talks(held=HELD, rounds=6), fighting=(Wandering(id="wandering"),))


def text_of(svg: str) -> str:
    return " ".join(ElementTree.fromstring(svg).itertext())


def test_one_talk_is_drawn_with_its_end_and_the_zone() -> None:
    game = closing()
    drawn = text_of(walk_away_figure(TALKS, [path_of(game)], played=[play(game)]))
    for part in (
        "Alba: walk-away value",
        "Delta: walk-away value",
        "some deal clears all",
        "round 3: Alba 90; Delta 40",
        "Round",
    ):
        assert part in drawn
    assert ("the deal" in drawn) == play(game).agreed
    assert ("they part" in drawn) != play(game).agreed


def test_many_courses_are_drawn_as_middle_and_ends_by_holder() -> None:
    paths = paths_of(drifting(), 20)
    drawn = text_of(walk_away_figure(TALKS, [paths, paths], ["Alba", "Delta"]))
    assert "nine in ten" in drawn
    assert "By the numbers of Delta: round 1: Alba 40 (" in drawn
    assert "they part" not in drawn


def test_the_course_of_one_talk_is_told_with_the_rounds_in_which_a_deal_is_left() -> None:
    lines = [line for _, line in path_lines(TALKS, path_of(closing()))]
    assert lines == [
        "Under these assumptions, as rounds begin, the walk-away values:",
        "- round 1: Alba 40; Delta 40",
        "- round 3: Alba 90; Delta 40",
        "- round 5: Alba 45; Delta 40",
        "- round 6: Alba 45; Delta 40",
        "- some package clears all red lines and walk-away values in rounds 1 to 2 and 5 to 6 "
        "of 6, and in no other",
    ]


def test_many_courses_are_told_with_their_ends_and_how_often_a_deal_is_left() -> None:
    head, first, *_ = [line for _, line in path_lines(TALKS, paths_of(drifting(), 20))]
    assert "in 20 courses (middle; nine in ten between)" in head
    number = r"\d+ \(\d+ to \d+\)"
    cleared = "some package clears all red lines and walk-away values in 20 of 20"
    assert re.fullmatch(f"- round 1: Alba {number}; Delta {number}; {cleared}", first)

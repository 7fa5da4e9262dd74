"""A copy for the public holds nothing of anybody's interests."""

import json
from pathlib import Path

from attrs import evolve

from accord.brief import compose
from accord.brief.html import to_html
from accord.brief.page import to_json
from accord.formats import load

CASE = Path(__file__).parents[2] / "examples" / "russia-ukraine-2022"


def test_a_public_copy_is_the_same_whatever_the_interests_are() -> None:
    folder = load(CASE)
    without = compose(evolve(folder, interests=()), public=True)
    with_all = compose(folder, public=True)
    assert to_json(with_all.page) == to_json(without.page)
    assert to_html(with_all) == to_html(without)


def test_a_public_copy_names_no_red_line() -> None:
    folder = load(CASE)
    lines = [line for one in folder.interests for line in one.red_lines]
    assert lines
    text = json.dumps(to_json(compose(folder, public=True).page))
    assert not [line.id for line in lines if line.id in text]

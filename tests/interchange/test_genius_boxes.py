"""Non-linear utility spaces of Genius: hyper-rectangles, as the program's own reader counts."""

import itertools
from pathlib import Path

import pytest
from tests.interchange.domains import worth

from accord.errors import InvalidProcess
from accord.formats import load, save
from accord.interchange.conversion import Conversion
from accord.interchange.genius import Genius
from accord.record import Case

SPACE = """<?xml version="1.0" encoding="utf-8"?>
<utility_space type="nonlinear">
  <objective index="0" name="root" type="objective" etype="objective">
    <issue index="1" name="i1" type="integer" etype="integer" lowerbound="0" upperbound="4"/>
    <issue index="2" name="i2" type="integer" etype="integer" lowerbound="3" upperbound="6"/>
    <issue index="3" name="i3" type="integer" etype="integer" lowerbound="0" upperbound="1"/>
    <utility maxutility="80.0">
      <ufun type="PlainUfun" weight="1" aggregation="sum">
        <hyperRectangle utility="30">
          <INCLUDES index="1" min="1" max="3"/>
          <INCLUDES index="2" min="3" max="4"/>
        </hyperRectangle>
        <hyperRectangle utility="10" weight="2">
          <INCLUDES index="3" min="1" max="1"/>
        </hyperRectangle>
        <hyperRectangle utility="-8">
          <EXCLUDES index="1" min="0" max="2"/>
          <EXCLUDES index="3" min="0" max="0"/>
        </hyperRectangle>
        <hyperRectangle utility="4"/>
        <ufun type="PlainUfun" weight="0.5" aggregation="sum">
          <hyperRectangle utility="12">
            <INCLUDES index="1" min="0" max="1"/>
            <INCLUDES index="1" min="1" max="9"/>
            <INCLUDES index="2" min="6" max="6"/>
          </hyperRectangle>
          <hyperRectangle utility="1000">
            <INCLUDES index="2" min="5" max="4"/>
          </hyperRectangle>
        </ufun>
      </ufun>
    </utility>
  </objective>
  <discount_factor value="1.0"/>
  <reservation value="0.25"/>
</utility_space>
"""


def genius(i1: int, i2: int, i3: int) -> float:
    """Return what the space above is worth, worked out by hand from the rules of Genius."""
    total = 4.0
    total += 30 if 1 <= i1 <= 3 and 3 <= i2 <= 4 else 0
    total += 20 if i3 == 1 else 0
    total -= 0 if 0 <= i1 <= 2 and i3 == 0 else 8
    total += 6 if i1 == 1 and i2 == 6 else 0
    return total / 80


def read(folder: Path, text: str) -> Conversion:
    for name in ("a.xml", "b.xml"):
        (folder / name).write_text(text, encoding="utf-8")
    return Genius.read([folder / "a.xml", folder / "b.xml"])


def mistakes(folder: Path, text: str) -> str:
    with pytest.raises(InvalidProcess) as caught:
        read(folder, text)
    return str(caught.value).replace(f"{folder}/", "")


def test_worth_is_the_sum_of_what_a_deal_lies_in_by_the_largest_worth(tmp_path: Path) -> None:
    found = read(tmp_path, SPACE)
    agenda = found.process.agenda
    assert list(agenda.issues["i2"].choices) == ["3", "4", "5", "6"]
    for place in itertools.product(range(5), range(4), range(2)):
        points = 100 * genius(place[0], place[1] + 3, place[2])
        assert worth(agenda, found.interests[0], place) == pytest.approx(points)
    assert found.interests[0].walk_away_value.low == 25
    assert found.notes == ()


def test_combinations_become_interactions_and_single_issues_values(tmp_path: Path) -> None:
    held = read(tmp_path, SPACE).interests[0]
    assert [
        ({issue: " ".join(o) for issue, o in one.when.items()}, round(one.bonus.low, 9))
        for one in held.interactions
    ] == [
        ({"i1": "1 2 3", "i2": "3 4"}, 37.5),
        ({"i1": "0 1 2", "i3": "0"}, 10.0),
        ({"i1": "1", "i2": "6"}, 7.5),
    ]
    assert held.issues["i3"].values["1"].low - held.issues["i3"].values["0"].low == 25


def test_a_non_linear_domain_becomes_a_valid_folder(tmp_path: Path) -> None:
    found = read(tmp_path, SPACE)
    save(Case(process=found.process, interests=found.interests), tmp_path / "talks")
    assert load(tmp_path / "talks").interests == found.interests


def test_what_genius_does_not_count_is_said(tmp_path: Path) -> None:
    text = SPACE.replace('"PlainUfun" weight="1"', '"PlainUfun" weight="3"')
    text = text.replace("    </utility>", '      <ufun aggregation="sum"/>\n    </utility>')
    text = text.replace('maxutility="80.0"', 'maxutility="60"')
    notes = [note.partition("not carried over: ")[2] for note in read(tmp_path, text).notes]
    assert notes[:3] == [
        "functions beside the first, which Genius does not count.",
        "the weight of the outermost function, which Genius does not count.",
        "the cut of worth at 1, should some deal lie in more than that.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('maxutility="80.0"', 'maxutility="0"', ":7: <utility> has maxutility='0': it must"),
        ('maxutility="80.0"', 'maxutility="nan"', ":7: <utility> has maxutility='nan', where"),
        ('utility="30"', "", ":9: <hyperRectangle> has no 'utility', where a number"),
        ('utility="30"', 'utility="1e999"', ":9: <hyperRectangle> has utility='1e999'"),
        ('utility="30"', 'utility="1e300"', ": a number is too large: worth goes from 0 to 1"),
        ('index="3" min="1"', 'index="4" min="1"', ":14: no issue has the index '4'"),
        ('min="1" max="3"', 'min="" max="3"', ":10: <INCLUDES> has min='', where a number"),
        ('aggregation="sum"', 'aggregation="max"', ":8: this function takes the 'max' of its"),
        ("hyperRectangle", "hyperEllipsoid", ":9: <hyperEllipsoid> is not read: only hyper-"),
        (
            'upperbound="6"',
            'upperbound="6000"',
            ":5: the issue 'i2' has more than 1000 options",
        ),
        (
            'type="integer" etype="integer" lowerbound="0" upperbound="1"/>',
            'type="discrete"><item value="x"/></issue>',
            ":14: the issue 'i3' must be an integer issue to have bounds",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in SPACE
    assert f"a.xml{said}" in mistakes(tmp_path, SPACE.replace(old, new))


def test_the_names_that_negmas_writes_are_read(tmp_path: Path) -> None:
    text = SPACE.replace("<utility ", "<utility_function ").replace(
        "/utility>", "/utility_function>"
    )
    text = text.replace("hyperRectangle utility=", "hyperRectangle utility_function=")
    text = text.replace('maxutility="80.0"', 'maxutility="-1.0"')
    found = read(tmp_path, text)
    points = 100 * 80 * genius(1, 3, 1)
    assert worth(found.process.agenda, found.interests[0], (1, 0, 1)) == pytest.approx(points)

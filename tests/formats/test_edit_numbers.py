"""Numbers by ranges: set where they stand, or begun with all of them."""

import shutil
from pathlib import Path

import pytest

from accord.errors import AccordError, Conflict
from accord.formats import load
from accord.formats.edit_numbers import (
    WALK_AWAY,
    NumberKey,
    held_numbers,
    number_keys,
    numbers_of,
    refused_alone,
    set_numbers,
)
from accord.formats.folder_writer import FolderWriter
from accord.model import Interests, Range, Reader, When

ROAD = Path(__file__).parents[2] / "examples" / "market-road"
RIDGE = FolderWriter(reader=Reader(("ridge",)), own=("ridge",), today=When.parse("2033-09-15"))

ORCHARD = FolderWriter(
    reader=Reader(("orchard",)), own=("orchard",), today=When.parse("2033-09-15")
)


@pytest.fixture
def road(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROAD, tmp_path / "road"))


def held(road: Path, holder: str = "lantern", *tiers: str) -> dict[NumberKey, Range]:
    case = load(road, reader=Reader(tiers or ("mediator",)))
    return numbers_of(held_numbers(case.interests, "orchard", holder))


def test_numbers_are_changed_where_they_stand_and_nothing_else(road: Path) -> None:
    file = road / "interests" / "orchard-by-lantern.yaml"
    before = file.read_text("utf-8")
    done = set_numbers(
        road,
        "orchard",
        "lantern",
        {
            WALK_AWAY: Range(40, 60),
            ("scope", ""): Range(16, 22),
            ("scope", "road"): Range(10, 15),
            ("length", ""): Range(9, 9),
        },
        bases={"fees": "The town pays."},
    )
    after = file.read_text("utf-8")
    assert after == before.replace("walk_away: 35..50", "walk_away: 40..60").replace(
        "road: 20..40", "road: 10..15"
    ).replace("weight: 8..12", "weight: 9").replace("The town pays the fees.", "The town pays.")
    assert [*done.changed] == [WALK_AWAY, ("scope", "road"), ("length", "")]
    assert done.changed[WALK_AWAY] == (Range(35, 50), Range(40, 60))
    assert done.file == str(file)


def test_what_was_noted_beside_a_number_is_said_when_it_goes(road: Path) -> None:
    file = road / "interests" / "orchard-by-lantern.yaml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("walk_away: 35..50", "walk_away: {value: 35..50, basis: a guess}"), "utf-8"
    )
    done = set_numbers(road, "orchard", "lantern", {WALK_AWAY: Range(40, 60)})
    assert done.notices == ("the walk-away value was 35..50 (a guess)",)
    again = set_numbers(road, "orchard", "lantern", {WALK_AWAY: Range(40, 60)})
    assert not again.changed and not again.notices


def test_a_file_is_begun_with_all_numbers_or_not_at_all(road: Path) -> None:
    keys = number_keys(load(road).process.agenda)
    with pytest.raises(AccordError, match="still to be given: the weight of Where the guns"):
        set_numbers(
            road, "orchard", "orchard", {WALK_AWAY: Range(40, 60)}, readers=("orchard",)
        )
    done = set_numbers(
        road,
        "orchard",
        "orchard",
        dict.fromkeys(keys, Range(30, 45)),
        bases={"": "Our own."},
        readers=("orchard",),
    )
    assert done.file.endswith("private/orchard/interests/orchard-by-orchard.yaml")
    assert set(held(road, "orchard", "orchard").values()) == {Range(30, 45)}
    assert not held(road, "orchard", "mediator")


def test_who_saw_other_numbers_is_told_and_nothing_is_changed(road: Path) -> None:
    number = {WALK_AWAY: Range(50, 50)}
    with pytest.raises(Conflict, match=r"the walk-away value is 35\.\.50 now"):
        set_numbers(road, "orchard", "lantern", number, seen={WALK_AWAY: "30..40"})
    assert held(road)[WALK_AWAY] == Range(35, 50)
    set_numbers(road, "orchard", "lantern", number, seen={WALK_AWAY: "35..50"})
    assert held(road)[WALK_AWAY] == Range(50, 50)


def test_every_number_out_of_range_is_said(road: Path) -> None:
    with pytest.raises(AccordError) as error:
        set_numbers(
            road,
            "orchard",
            "lantern",
            {
                ("scope", ""): Range(30, 130),
                ("scope", "moon"): Range(1, 1),
                ("fees", "own"): Range(0, float("inf")),
            },
        )
    assert str(error.value).split("\n") == [
        "the weight of Where the guns fall silent is 30..130: it lies from 0 to 100",
        "there is no issue or option 'scope=moon'",
        "the value of 'Each group takes them at its own post' (Fees on the road) is 0..: give "
        "both ends, such as 30..45",
    ]


def test_what_is_for_others_stays_and_one_of_today_is_begun_beside_it(road: Path) -> None:
    """The numbers of the example are public, and a delegation writes for itself alone."""
    by = FolderWriter(
        reader=Reader(("orchard",)), own=("orchard",), today=When.parse("2033-09-15")
    )
    before = held(road)
    done = set_numbers(
        road, "orchard", "lantern", {WALK_AWAY: Range(1, 2)}, readers=("orchard",), by=by
    )
    assert "private/orchard" in done.file
    assert held(road) == before
    assert held(road, "lantern", "orchard") == before | {WALK_AWAY: Range(1, 2)}


def test_a_red_line_over_one_option_is_drawn_and_lifted_and_the_rest_stays(road: Path) -> None:
    file = road / "interests" / "orchard-by-lantern.yaml"
    before = file.read_text("utf-8")
    drawn = {("posts", "own"): True, ("posts", "joint"): False}
    done = set_numbers(road, "orchard", "lantern", {}, refused=drawn)
    assert not done.changed and len(done.notices) == 1
    after = file.read_text("utf-8")
    assert after.startswith(before.rstrip("\n")[: before.index("red_lines")])
    assert "no-fees-at-three-posts" in after and "Dovan, on the first day." in after
    lines = {("fees", "own"), ("posts", "own")}
    assert refused_alone(orchard(road)) == lines
    assert set_numbers(road, "orchard", "lantern", {}, refused=drawn).notices == ()
    assert file.read_text("utf-8") == after
    for key in lines:
        set_numbers(road, "orchard", "lantern", {}, refused={key: False})
    assert refused_alone(orchard(road)) == set()


def test_numbers_that_are_begun_take_their_red_lines_along(road: Path) -> None:
    every = dict.fromkeys(number_keys(load(road).process.agenda), Range(30, 45))
    drawn = {("scope", "road"): True, ("scope", "valley"): True}
    set_numbers(
        road, "orchard", "orchard", every, refused=drawn, readers=("orchard",), by=ORCHARD
    )
    case = load(road, reader=Reader(("orchard",)))
    assert refused_alone(held_numbers(case.interests, "orchard", "orchard")) == set(drawn)


def orchard(road: Path) -> Interests | None:
    case = load(road, reader=Reader(("mediator",)))
    return held_numbers(case.interests, "orchard", "lantern")

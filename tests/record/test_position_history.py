"""What a party said on an issue, time by time."""

from hypothesis import given
from hypothesis import strategies as st

from accord.model import When
from accord.record import Correction, Position, Record
from accord.record.entry import Entry
from accord.record.position_history import position_history


def _position(one: str, day: int, option: str) -> Position:
    return Position(
        id=one,
        date=When.parse(f"2030-01-{day:02}"),
        sources=("s",),
        party="a",
        issue="water",
        option=option,
    )


def _history(*entries: Entry) -> list[tuple[str, str, bool, str]]:
    return [
        (
            one.entry.id,
            one.before.id if one.before else "",
            one.again,
            one.replaced_by.id if one.replaced_by else "",
        )
        for one in position_history(Record(entries=entries), "water", "a")
    ]


def test_it_says_what_was_first_again_and_changed_in_order_of_time() -> None:
    entries = (_position("c", 3, "y"), _position("a", 1, "x"), _position("b", 2, "x"))
    assert _history(*entries) == [
        ("a", "", False, ""),
        ("b", "", True, ""),
        ("c", "b", False, ""),
    ]


def test_what_was_taken_back_is_there_and_changes_nothing() -> None:
    back = Correction(id="no", date=When.parse("2030-01-09"), sources=("s",), supersedes="b")
    entries = (_position("a", 1, "x"), _position("b", 2, "y"), back, _position("c", 3, "x"))
    assert _history(*entries) == [
        ("a", "", False, ""),
        ("b", "", False, "no"),
        ("c", "", True, ""),
    ]


def test_other_parties_and_issues_are_left_out() -> None:
    record = Record(entries=(_position("a", 1, "x"),))
    assert position_history(record, "water", "b") == ()
    assert position_history(record, "land", "a") == ()


@given(st.lists(st.tuples(st.integers(1, 28), st.sampled_from("xyz")), max_size=8))
def test_every_position_is_there_once_and_each_change_is_from_the_one_before(
    said: list[tuple[int, str]],
) -> None:
    entries = [_position(f"p{n}", day, option) for n, (day, option) in enumerate(said)]
    ordered = sorted(entries, key=lambda one: one.date.order)
    pairs = zip([None, *ordered], ordered, strict=False)
    wanted = [
        (
            one.id,
            before.id if before and before.option != one.option else "",
            bool(before and before.option == one.option),
            "",
        )
        for before, one in pairs
    ]
    assert _history(*entries) == wanted

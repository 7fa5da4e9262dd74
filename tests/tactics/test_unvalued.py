"""What a program has no numbers for is taken out of what it sees, and named."""

from tests.brief.build import held
from tests.model.test_interests import AGENDA

from accord.tactics.unvalued import with_numbers

LINE = {"0": "1", "10": "2", "20": "3"}
WHOLE = held("north", {"truce": {"now": "60", "later": "0"}, "line": LINE})


def test_an_agenda_with_all_numbers_is_left_as_it_is() -> None:
    left, bare = with_numbers(AGENDA, [WHOLE])
    assert (left, bare) == (AGENDA, ())


def test_an_option_that_one_of_several_has_no_number_for_is_left_out() -> None:
    other = held("south", {"truce": {"now": "60"}, "line": LINE})
    left, bare = with_numbers(AGENDA, [WHOLE, other])
    assert {issue: list(one.choices) for issue, one in left.issues.items()} == {
        "truce": ["now"],
        "line": ["0", "10", "20"],
    }
    assert bare == ()
    # What was excluded with the option alone is excluded no more.
    assert [(one.id, dict(one.never)) for one in left.constraints] == [
        ("both", {"truce": ("now",), "line": ("20",)})
    ]


def test_an_issue_without_any_number_is_named() -> None:
    left, bare = with_numbers(AGENDA, [held("north", {"truce": {"now": "60", "later": "0"}})])
    assert bare == ("line",)
    assert left.issues["line"] == AGENDA.issues["line"]

"""What weighs most, by the stated rule."""

from math import inf

from tests.brief.build import entry, folder, talk

from accord.brief import compose
from accord.brief.weight import Weight, difference, nearness, weight
from accord.model import When

DAY = When.parse("2022-03-10")


def of(kind: str, date: str = "2022-03-01", **given: object) -> Weight:
    return weight(entry(kind, "e", date, **given), {"truce", "border"}, DAY)


def test_a_change_of_state_comes_first_then_open_issues_then_nearness() -> None:
    said = of("statement", "2022-03-10", by="north", text="x")
    on_open = of("statement", "2022-01-01", by="north", text="x", issues=("truce",))
    on_two = of("statement", "2022-01-01", by="north", text="x", issues=("truce", "border"))
    near = of("statement", "2022-03-09", by="north", text="x", issues=("truce",))
    change = of("proposal", "2021-01-01", by="north", to=("south",), text="x")
    assert said < on_open < near < on_two < change


def test_an_issue_that_is_not_open_adds_no_weight() -> None:
    assert of("statement", by="north", issues=("gone",)) == of("statement", by="north")


def test_the_larger_difference_weighs_more_where_the_first_two_are_alike() -> None:
    assert Weight(open_issues=1, difference=9, near=-99) > Weight(open_issues=1, near=0)
    assert Weight(open_issues=1) > Weight(difference=inf)
    assert difference(3, 3) == 0
    assert difference(3, 12) == 3
    assert difference(0, 2) == difference(-1, 1) == difference(1, inf) == inf


def test_nearness_is_of_both_directions() -> None:
    before, after = When.parse("2022-03-08"), When.parse("2022-03-12")
    assert nearness(before, DAY) == nearness(after, DAY) < nearness(DAY, DAY) == 0
    assert nearness(When.parse("2022-03"), DAY) == 0


def test_the_heaviest_are_shown() -> None:
    many = [
        entry("statement", f"s{n:02}", f"2022-03-{n + 1:02}", by="north", text="word " * 30)
        for n in range(30)
    ]
    on_truce = entry(
        "statement", "truce", "2022-01-01", by="south", text="On it.", issues=("truce",)
    )
    page = compose(folder(talk("r", "2022-01-01"), on_truce, *many)).page
    assert [line.entries[0] for line in page.moved[:4]] == ["r", "truce", "s29", "s28"]
    assert len(page.moved) == 32

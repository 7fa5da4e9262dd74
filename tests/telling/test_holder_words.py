"""Where several hold numbers, it is said before any of them whether they agree."""

from pathlib import Path

import pytest
from attrs import evolve
from tests.brief.build import PARTIES, folder, held, page

from accord.formats import load
from accord.model import AT_THE_TABLE
from accord.telling.deals_by_holder import answers_by_holder
from accord.telling.holder_words import compared, in_the_way, in_turn, readers_of
from accord.telling.outlook import Outlook

EXAMPLES = Path(__file__).parents[2] / "examples"
PROCESS = folder().process
CLEARS = "clears both sides' red lines and walk-away values"

VALUES = {"truce": {"now": "60", "later": "60"}, "border": {"old": "60", "new": "60"}}


def outlook(holder: str, exists: str = "", share: float | None = None) -> Outlook:
    return Outlook(holder=holder, exists=exists, share=share)


YES, NO = outlook("A", "yes", 1.0), outlook("B", "no", 0.0)


@pytest.mark.parametrize(
    ("outlooks", "said"),
    [
        ([], ""),
        ([YES], "One holder's numbers, an assumption; another's may differ."),
        ([outlook("A")], ""),
        ([outlook("each party for itself", "yes", 1.0)], ""),
        (
            [YES, NO],
            f"Two holders differ: by A some package {CLEARS}, whatever the numbers; by B none "
            "does, whatever the numbers. The record does not settle it.",
        ),
        (
            [NO, YES],
            f"Two holders differ: by B no package {CLEARS}, whatever the numbers; by A some "
            "does, whatever the numbers. The record does not settle it.",
        ),
        (
            [YES, outlook("B", "depends", 0.389)],
            f"Two holders differ: by A some package {CLEARS}, whatever the numbers; by B some "
            "does in 39 of 100 sets of numbers tried. The record does not settle it.",
        ),
        (
            [YES, outlook("B", "yes", 1.0)],
            f"Both holders' numbers say the same: some package {CLEARS}, whatever the numbers.",
        ),
        (
            [YES, outlook("B", "yes in all tried", 1.0)],
            f"Both holders' numbers say the same: by A some package {CLEARS}, whatever the "
            "numbers; by B some does in all of the sets of numbers tried.",
        ),
        (
            [NO, outlook("C", "no in all tried", 0.0)],
            f"Both holders' numbers say the same: by B no package {CLEARS}, whatever the "
            "numbers; by C none does in any of the sets of numbers tried.",
        ),
        (
            [outlook("A", "depends", 0.2), outlook("B", "depends", 0.999)],
            f"Both holders' numbers leave it open: by A some package {CLEARS} in 20 of "
            "100 sets of numbers tried; by B some does nearly always, in more than 99 of 100 "
            "sets of numbers tried.",
        ),
        (
            [
                NO,
                Outlook(holder="C", exists="depends", share=1.0, share_one_way=0.981),
                Outlook(holder="D", exists="depends", share=0.5, share_one_way=0.5),
            ],
            f"Three holders differ: by B no package {CLEARS}, whatever the numbers; by C some "
            "does in 98 to 100 of 100 sets of numbers tried; by D some does in 50 of 100 sets "
            "of numbers tried. The record does not settle it.",
        ),
        (
            [YES, NO, outlook("C", "no", 0.0)],
            f"Three holders differ: by A some package {CLEARS}, whatever the numbers; by B "
            "none does, whatever the numbers; by C none does, whatever the numbers. The record "
            "does not settle it.",
        ),
        (
            [YES, outlook("B", "yes", 1.0), outlook("C", "yes", 1.0)],
            f"All three holders' numbers say the same: some package {CLEARS}, whatever the "
            "numbers.",
        ),
        (
            [YES, NO, outlook("C")],
            f"Two holders differ: by A some package {CLEARS}, whatever the numbers; by B none "
            "does, whatever the numbers. The record does not settle it. By C it "
            "cannot be said.",
        ),
        (
            [YES, outlook("B")],
            f"Of two holders only one can say: by A some package {CLEARS}, whatever the "
            "numbers. By B it cannot be said.",
        ),
        (
            [outlook("A"), outlook("B")],
            "Two hold numbers, and by none of them can it be said.",
        ),
    ],
)
def test_holders_are_compared(outlooks: list[Outlook], said: str) -> None:
    assert compared(PROCESS, outlooks) == said


def test_of_three_parties_a_package_clears_all_sides() -> None:
    parties = {**PARTIES, "west": "West"}
    assert "clears all sides' red lines" in compared(folder(parties=parties).process, [YES, NO])


def test_the_page_says_it_once_and_dates_every_holder() -> None:
    told = [held(p, VALUES, by="agency", as_of="2022-03-01") for p in PARTIES]
    told += [held("north", VALUES, by="paper", walk_away="90", as_of="2022-03-02")]
    told += [held("south", VALUES, by="paper", walk_away="90")]
    made = page(folder(interests=told))
    assert made.holders.startswith("Two holders differ: by Agency some package")
    assert [one.as_of for one in made.deals] == [
        "2022-03-01",
        "North 2 March 2022; South without a date",
    ]


def test_of_one_holder_another_is_never_ruled_out() -> None:
    assert page(folder(interests=[held(p, VALUES) for p in PARTIES])).holders == (
        "One holder's numbers, an assumption; another's may differ."
    )
    assert in_turn(["A"]) == ""


@pytest.mark.parametrize(
    ("tiers", "said"),
    [
        (("table",), []),
        (("mediator", "table"), []),
        (("mediator",), ["Made from interests that are for the mediator's team."]),
        (
            ("north/capital", "north"),
            ["Made from interests that are for the capital of North and North."],
        ),
    ],
)
def test_whom_interests_are_for_is_said_where_not_for_the_table(
    tiers: tuple[str, ...], said: list[str]
) -> None:
    case = folder()
    used = [
        evolve(held("north", VALUES), for_=tiers),
        evolve(held("south", VALUES), for_=("public",)),
    ]
    assert [line for _, line in readers_of([(case.process, used)])] == said


def test_what_is_in_the_way_names_every_side_in_few_words() -> None:
    case = load(EXAMPLES / "russia-ukraine-2022").seen_by(AT_THE_TABLE)
    (said,) = filter(None, map(in_the_way, answers_by_holder(case)))
    assert said == (
        "Ukraine's red lines on 10 issues and walk-away value; Russia's red lines on 8 issues "
        "and walk-away value; limits on all on 4 issues"
    )

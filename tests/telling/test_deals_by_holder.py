"""Is there a deal: one answer for every holder, and what is missing in one sentence."""

import pytest
from attrs import evolve
from tests.brief.build import agenda, folder, held, page

from accord.deals import Deals, Throughout
from accord.deals.robustness import Shares
from accord.deals.zone import RangeShare, Zone
from accord.errors import AccordError
from accord.kernels.intervals import wilson
from accord.model import Interests
from accord.telling.deal_words import Words
from accord.telling.deals_by_holder import deals_by_holder
from accord.telling.outlook import Outlook

GOOD = {"truce": {"now": "100", "later": "0"}, "border": {"old": "50", "new": "0"}}
BAD = {"truce": {"now": "0", "later": "100"}, "border": {"old": "100", "new": "0"}}


CLEARS = "clears every walk-away value and red line"


def outlooks(*interests: Interests, as_of: str = "") -> tuple[Outlook, ...]:
    found: tuple[Outlook, ...] = page(folder(interests=interests), as_of).deals
    return found


@pytest.mark.parametrize(
    ("interests", "as_of", "missing"),
    [
        (
            [],
            "",
            "Whether there is a deal cannot be said: nothing for the table says what each "
            "party could accept: add one file a party under interests/ with 'for: table'.",
        ),
        (
            [held("north", GOOD, as_of="2022-02-01"), held("south", BAD, as_of="2022-02-01")],
            "2022-01-01",
            "Whether there is a deal cannot be said: nothing for the table says what each "
            "party could accept, as of 1 January 2022: add one file a party under interests/ "
            "with 'for: table'.",
        ),
        (
            [held("north", GOOD)],
            "",
            "Interests of South are missing here, so whether there is a deal cannot be said by "
            "these numbers.",
        ),
        (
            [held("north", {"truce": GOOD["truce"]}), held("south", {})],
            "",
            "Weights and values are missing for: Truce; Border.",
        ),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(
    interests: list[Interests], as_of: str, missing: str
) -> None:
    (one,) = outlooks(*interests, as_of=as_of)
    assert one.missing == missing
    assert (one.verdict, one.exists, one.compromises, one.blocks) == ("", "", (), ())


def test_without_issues_there_is_no_deal_to_judge() -> None:
    made = folder(agenda=agenda({}), interests=[held("north", {}), held("south", {})])
    (one,) = page(made).deals
    assert one.missing == "No issue is on the agenda yet, so there is no deal to be judged."


def test_each_holder_has_an_outlook_of_its_own() -> None:
    found = outlooks(
        held("north", GOOD, by="north", basis="Its own word."),
        held("north", GOOD, by="agency", basis="A guess."),
        held("south", BAD, by="agency", basis="A guess."),
        held("south", BAD, by="host"),
    )
    assert [(one.holder, one.interests, bool(one.missing)) for one in found] == [
        ("each party for itself", ("north-by-north",), True),
        ("Agency", ("north-by-agency", "south-by-agency"), False),
        ("Hostland", ("south-by-host",), True),
    ]
    assert [one.basis for one in found] == [
        ("North: Its own word.",),
        ("North and South: A guess.",),
        (),
    ]


@pytest.mark.parametrize(
    ("north", "south", "exists", "verdict"),
    [
        ("20", "20", "yes", f"yes: some deal {CLEARS}."),
        ("90", "90", "no", f"no: no deal {CLEARS}."),
        (
            "20..30",
            "20",
            "yes",
            f"yes: some deal {CLEARS}, whatever the numbers in the ranges.",
        ),
        ("80..90", "90", "no", f"no: no deal {CLEARS}, whatever the numbers in the ranges."),
        ("20..90", "40", "depends", f"it depends: some deal {CLEARS} in "),
    ],
)
def test_the_verdict_is_yes_no_or_depends(
    north: str, south: str, exists: str, verdict: str
) -> None:
    (one,) = outlooks(held("north", GOOD, walk_away=north), held("south", BAD, walk_away=south))
    assert one.exists == exists
    assert one.verdict.startswith(f"By these numbers, {verdict}")
    assert one.share is not None
    assert (one.share == 1, one.share == 0) == (exists == "yes", exists == "no")


def test_what_depends_is_counted_in_draws() -> None:
    (one,) = outlooks(
        held("north", GOOD, walk_away="0..50"), held("south", BAD, walk_away="80")
    )
    assert one.share is not None
    assert 0 < one.share < 1
    assert one.share_one_way is not None
    together = round(50 * one.share_one_way)
    also = f" ({together} where all numbers of a party err the same way)"
    assert one.verdict.endswith(
        f" in {round(50 * one.share)} of 50 sets of numbers tried"
        f"{also if one.share_one_way != one.share else ''}."
    )
    assert one.interval[0] < one.share < one.interval[1]


@pytest.mark.parametrize(
    ("throughout", "share", "exists", "verdict"),
    [
        (True, 1.0, "yes", f"yes, but not always the same: some deal {CLEARS}, whatever"),
        (
            None,
            1.0,
            "yes in all tried",
            f"some deal {CLEARS} in all 1,000 sets of numbers tried",
        ),
        (
            False,
            1.0,
            "yes in all tried",
            f"some deal {CLEARS} in all 1,000 sets of numbers tried",
        ),
        (
            False,
            0.0,
            "no in all tried",
            f"no deal {CLEARS} in any of 1,000 sets of numbers tried",
        ),
        (
            False,
            0.999,
            "depends",
            f"it depends: some deal {CLEARS} in 999 of 1,000 sets of numbers tried",
        ),
    ],
)
def test_where_all_draws_agree_nobody_is_told_that_it_depends(
    throughout: bool | None, share: float, exists: str, verdict: str
) -> None:
    made = folder(interests=[held("north", GOOD), held("south", BAD)])
    (view,) = deals_by_holder(made)
    assert view.found is not None
    zone = Zone(
        exists="depends",
        share=share,
        interval=wilson(round(1000 * share), 1000),
        draws=1000,
        seed=0,
        one_way=RangeShare(share=share, interval=(0, 1), draws=1000, seed=0, one_way=True),
        throughout=None if throughout is None else Throughout(holds=throughout, method=""),
    )
    said = Words(made.process, view.found).zone(zone)
    assert zone.answer == exists
    assert said.startswith(f"By these numbers, {verdict}")
    assert ("is not proven" in said) == (share == 1 and throughout is None)
    assert ("for some numbers in the ranges" in said) == (
        share in (0, 1) and throughout is False
    )


def test_a_verdict_in_one_kind_of_draws_only_depends() -> None:
    made = folder(interests=[held("north", GOOD), held("south", BAD)])
    (view,) = deals_by_holder(made)
    assert view.found is not None
    zone = Zone(
        exists="depends",
        share=1.0,
        interval=(0.996, 1.0),
        draws=1000,
        seed=0,
        one_way=RangeShare(share=0.9, interval=(0.88, 0.92), draws=1000, seed=0, one_way=True),
        throughout=Throughout(holds=False, method=""),
    )
    assert zone.answer == "depends"
    assert (
        Words(made.process, view.found)
        .zone(zone)
        .endswith(
            "in 1,000 of 1,000 sets of numbers tried (900 where all numbers of a party err "
            "the same way)."
        )
    )


def test_a_deal_that_all_draws_agree_on_is_not_told_to_be_sure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = folder(interests=[held("north", GOOD), held("south", BAD)])
    (view,) = deals_by_holder(made)
    assert view.found is not None
    sure = next(iter(view.found.sureness.values()))
    monkeypatch.setattr(Deals, "ranges", True)
    words = Words(made.process, view.found)
    all_ = RangeShare(share=1.0, interval=(0.996, 1.0), draws=1000, seed=0)
    none = RangeShare(share=0.0, interval=(0.0, 0.004), draws=1000, seed=0)
    few = RangeShare(share=0.0004, interval=(0.0, 0.002), draws=10_000, seed=0)
    each = Shares(acceptable=all_, frontier=few, nash=none)
    one = evolve(sure, verdict="possibly", each=each, one_way=evolve(each, frontier=none))
    assert list(words.sure(one)) == [
        "Acceptable to all in all of the sets of numbers tried.",
        "Acceptable, and no acceptable deal better for some and worse for none, in less than "
        "1 of 100 sets of numbers tried (none where all numbers of a party err the same way).",
    ]
    always = evolve(one, verdict="necessarily")
    assert next(words.sure(always)).endswith("whatever the numbers in the ranges.")
    monkeypatch.undo()
    assert list(Words(made.process, view.found).sure(one)) == []


def test_no_deal_is_best_but_picked_by_named_rules() -> None:
    (one,) = outlooks(held("north", GOOD, walk_away="20"), held("south", BAD, walk_away="20"))
    assert [c.said for c in one.compromises][:1] == [
        "The rule that weighs gains against each other, the rule of equal shares of what each "
        "could hope for, the rule that lifts the one who gains least, the rule of the largest "
        "sum and the rule of equal concessions all pick this deal"
    ]
    (one,) = outlooks(
        held("north", GOOD, walk_away="10..30"), held("south", BAD, walk_away="20")
    )
    said = one.compromises[0].said
    assert ", at the middle of these ranges, all pick this deal; it is the choice of " in said
    assert said.endswith("the first in all of the sets of numbers tried")


def test_compromises_are_said_in_words_and_points() -> None:
    (one,) = outlooks(held("north", GOOD, walk_away="20"), held("south", BAD, walk_away="20"))
    assert sorted(rule for c in one.compromises for rule in c.rules) == [
        "Kalai-Smorodinsky",
        "Nash",
        "Perles-Maschler",
        "egalitarian",
        "utilitarian",
    ]
    first = one.compromises[0]
    assert [(t.issue, t.option) for t in first.terms] == [("Truce", "Now"), ("Border", "Old")]
    assert [(p.name, p.worth, p.walk_away) for p in first.points] == [
        ("North", 75.0, 20.0),
        ("South", 50.0, 20.0),
    ]
    assert first.differs == ()


@pytest.mark.parametrize(
    ("north", "south", "blocks"),
    [
        (
            held("north", GOOD, walk_away="20", red_lines=[{"border": ["old"]}]),
            held("south", BAD, walk_away="50"),
            [
                "the red line 'line-1' of North (never Border: Old) were not there",
                "the walk-away value of North were 20 points lower",
                "the walk-away value of South were 50 points lower",
            ],
        ),
        (
            held("north", GOOD, walk_away="20", red_lines=[{"truce": ["now", "later"]}]),
            held("south", BAD, walk_away="20"),
            ["the red line 'line-1' of North (never Truce: Now or Later) were not there"],
        ),
        (
            held("north", GOOD, walk_away="90"),
            held("south", BAD, walk_away="20"),
            ["the walk-away value of North were 15 points lower"],
        ),
        (
            held("north", GOOD, walk_away="70..110"),
            held("south", BAD, walk_away="20"),
            ["the walk-away value of North were lower, by no more than the ranges leave open"],
        ),
    ],
)
def test_who_blocks_is_said_in_words(
    north: Interests, south: Interests, blocks: list[str]
) -> None:
    (one,) = outlooks(north, south)
    assert one.exists in ("no", "depends")
    assert [b.text for b in one.blocks] == blocks
    assert all(b.opens and b.points for b in one.blocks)
    assert one.compromises == ()


def test_what_cannot_be_solved_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **given: object) -> None:
        raise AccordError("The agenda is too large.")

    monkeypatch.setattr("accord.telling.deals_by_holder.Deals", refuse)
    (one,) = outlooks(held("north", GOOD), held("south", BAD))
    assert (one.missing, one.holder) == ("The agenda is too large.", "Agency")

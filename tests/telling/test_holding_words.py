"""Whether a deal would be kept, in sentences: the same for every side, no more than found."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.brief.build import folder
from tests.deals.build import Number, agenda, interests
from tests.strategies import few

from accord.formats import load
from accord.hold import Reachability
from accord.hold.compliance import Undertaking, compliance_game
from accord.hold.holding_assumptions import Guarantee, GuaranteeKind, HoldingAssumptions
from accord.hold.holding_case import HeldDeal, held_deals
from accord.hold.picked_deal import PickedDeal
from accord.model import Agenda, Range
from accord.telling.blocks import Heading, Listing, Paragraph, plain
from accord.telling.holding_told import (
    NO_FORECAST,
    HoldingTold,
    KeptBy,
    WhyKept,
    holders_differ,
    holding_blocks,
    holding_in_short,
)
from accord.telling.holding_words import holding_told

EXAMPLES = Path(__file__).parents[2] / "examples"
SIDES = {"north": "North", "south": "South"}
Sheet = Mapping[str, tuple[Number, Number]]
"""What each issue is worth kept and gone back on, by its id."""


def going_back(issues: Sequence[str], unsaid: Sequence[str] = ()) -> Agenda:
    plain = agenda({issue: ["kept", "old"] for issue in issues})
    back = {
        i: evolve(one, no_deal="" if i in unsaid else "old") for i, one in plain.issues.items()
    }
    return evolve(plain, issues=frozendict(back))


def told(
    sheets: Mapping[str, Sheet],
    walk_away: Mapping[str, Number],
    *,
    names: Mapping[str, str] = SIDES,
    guarantees: Sequence[Guarantee] = (),
    written: Sequence[Undertaking] = (),
    red_lines: Mapping[str, Mapping[str, Sequence[str]]] = frozendict(),
    rule: Reachability = Reachability.SEQUENCES,
    part: bool = False,
    unsaid: Sequence[str] = (),
) -> HoldingTold:
    issues = [*next(iter(sheets.values()))]
    held = [
        interests(
            party,
            {i: (1, {"kept": kept, "old": old}) for i, (kept, old) in sheet.items()},
            walk_away[party],
            red_lines=[red_lines[party]] if party in red_lines else [],
        )
        for party, sheet in sheets.items()
    ]
    deal = frozendict(dict.fromkeys(issues, "kept"))
    assumed = HoldingAssumptions(id="h", guarantees=tuple(guarantees))
    game = compliance_game(
        going_back(issues, unsaid), held, deal, written=written, assumptions=[assumed]
    )
    if part:
        game = evolve(game, fighting=())
    asked = HeldDeal(
        holder="agency",
        picked=PickedDeal(deal=deal, by="paper.yaml", how="file"),
        game=game,
        assumptions=(assumed,),
    )
    case = folder(parties={party: names[party] for party in sheets}, agenda=going_back(issues))
    return holding_told(case, asked.holds(rule, 200, 0))


def said(of: HoldingTold, party: str) -> str:
    return next(one.text for one in of.each if one.who == party)


BOTH = {
    "north": {"guns": (30, 60), "road": (80, 40)},
    "south": {"guns": (80, 40), "road": (40, 60)},
}


def test_who_could_leave_what_is_answered_and_why_it_stays() -> None:
    """North gains 15 by its guns; South answers on the road and gains 10."""
    found = told(BOTH, {"north": 20, "south": 20})
    assert said(found, "north") == (
        "North could go back on “Guns” (it gains 15 points). South could then go back on "
        "“Road”. North would then have 5 points less than under the deal, and South would "
        "want to (it gains 10 points). So North stays."
    )
    assert found.kept == "answered"
    assert found.verdict == (
        "it would be kept: North and South could gain by leaving it, and would lose that by "
        "what the others would want to answer."
    )


def test_a_verdict_says_at_once_on_which_issues_nothing_is_said_of_going_back() -> None:
    found = told(BOTH, {"north": 20, "south": 20}, unsaid=["road"])
    assert found.limits == "with nothing said of going back on “Road”, "
    blocks = [*holding_blocks(found)]
    (verdict,) = [b.text for b in blocks if isinstance(b, Paragraph) and b.style == "verdict"]
    assert str(verdict).startswith("With nothing said of going back on “Road”, it would ")
    head, *_ = holding_in_short([found])
    assert head == (
        "Asked of the deal in paper.yaml: with nothing said of going back on “Road”. No "
        "forecast."
    )


def test_of_ranges_it_is_said_that_a_verdict_is_of_their_middle() -> None:
    found = told(BOTH, {"north": (0, 40), "south": 20})
    assert found.limits == "at the middle of the ranges "
    assert found.verdict.startswith("it would be kept: North and")


def test_what_nobody_can_answer_is_left() -> None:
    sheets = {
        "north": {"guns": (30, 60), "road": (50, 50)},
        "south": {"guns": (80, 40), "road": (50, 50)},
    }
    found = told(sheets, {"north": 100, "south": 0})
    assert found.kept == "not" and found.verdict.startswith("North would gain by leaving it")
    assert "North could resume fighting (it gains 60 points)." in said(found, "north")
    assert said(found, "north").endswith("So North leaves.")
    assert said(found, "south").startswith("South has nothing to gain by leaving it")


def test_an_answer_that_costs_who_gives_it_is_told_as_one() -> None:
    sheets = {
        "north": {"guns": (30, 60), "road": (80, 40)},
        "south": {"guns": (80, 40), "road": (60, 40)},
    }
    written = [
        Undertaking(issue="guns", owner="north"),
        Undertaking(issue="road", owner="south"),
    ]
    found = told(sheets, {"north": 0, "south": 0}, written=written)
    assert "South would do so at a cost to itself (it loses 10 points)" in said(found, "north")
    assert "stays, if it thinks that they would bear that" in said(found, "north")
    assert found.verdict.startswith(
        "it would be kept if North thinks that the others would answer"
    )


def test_a_guarantor_answers_and_its_stake_says_whether_it_would_want_to() -> None:
    sheets = {"north": {"guns": (30, 60)}, "south": {"guns": (80, 40)}}
    watch = Guarantee(
        id="grain-embargo",
        kind=GuaranteeKind.SANCTION,
        by="kest",
        penalty=Range(40, 50),
        cost=Range(1, 1),
    )
    without = told(sheets, {"north": 0, "south": 0}, guarantees=[watch])
    assert "impose the sanction “grain embargo”" in said(without, "north")
    assert "nothing says that kest would want to (no stake is given)" in said(without, "north")
    staked = evolve(watch, stake=Range(3, 3))
    found = told(sheets, {"north": 0, "south": 0}, guarantees=[staked])
    assert "kest would want to (it gains 2 points)" in said(found, "north")
    assert "10 to 20 points less than under the deal" in said(found, "north")
    assert any(
        line.startswith("The others may answer one after another") for line in found.lines
    )


def test_no_number_stands_beside_a_crossed_red_line() -> None:
    crossed = {"north": {"guns": ["kept"]}}
    found = told(BOTH, {"north": 20, "south": 20}, red_lines=crossed)
    assert "no number is put on what that would bring it" in said(found, "north")
    assert said(found, "north").startswith("The deal crosses the red line")
    back = {"north": {"road": ["old"]}}
    found = told(BOTH, {"north": 20, "south": 20}, red_lines=back)
    assert "What is then carried out crosses a red line of North" in said(found, "north")


def test_what_follows_where_the_deal_crosses_a_red_line_is_said_plainly() -> None:
    """North can undo it alone; where it cannot, it does not leave, and cannot live with it."""
    found = told(BOTH, {"north": 20, "south": 20}, red_lines={"north": {"guns": ["kept"]}})
    assert said(found, "north").endswith(
        "So North would not keep it, by its own red line: no answer and no loss of points "
        "outweighs one. What would have to change is the deal, or the red line."
    )
    assert found.verdict.startswith(
        "it would not be kept as it stands, for it crosses a red line of North"
    )
    written = [
        Undertaking(issue="guns", owner="south"),
        Undertaking(issue="road", owner="south"),
    ]
    line = {"north": {"guns": ["kept"]}}
    found = told(BOTH, {"north": 20, "south": 20}, red_lines=line, written=written, part=True)
    assert said(found, "north").endswith(
        "nothing that North could do alone would put that right. So North does not leave, "
        "though it cannot live with it."
    )
    assert "crosses a red line of North; were it signed all the same, " in found.verdict


def test_where_it_is_known_for_every_value_no_draws_are_told() -> None:
    """By fighting North gains 50 to 70 points, and South loses 45 to 65."""
    alone = {
        "north": {"guns": (30, 60), "road": (50, 50)},
        "south": {"guns": (80, 40), "road": (50, 50)},
    }
    found = told(alone, {"north": (90, 110), "south": (0, 20)})
    assert said(found, "north").endswith(
        "So North leaves, for every value within the ranges. If any breach cost it 70 points "
        "more, it would stay for every value, and less than 50 points for none."
    )
    assert said(found, "south") == (
        "South has nothing to gain by leaving it, for every value within the ranges. It would "
        "have to gain at least 45 points more before it left for any."
    )
    assert not any("draws" in one.text for one in found.each)
    assert found.verdict.endswith(
        "All of them would so keep it for no value within the ranges."
    )
    some = told(alone, {"north": (30, 60), "south": (0, 20)})
    assert re.search(
        r"it stays for some values and not for others \(in \d+ of 200 draws, \d+% to \d+%\)\.",
        said(some, "north"),
    )


NUMBERS = st.integers(0, 100)
SHEETS = st.tuples(*[st.tuples(NUMBERS, NUMBERS)] * 2).map(
    lambda two: dict(zip(("guns", "road"), two, strict=True))
)


@few(30)
@given(SHEETS, SHEETS, NUMBERS, NUMBERS)
def test_who_has_which_numbers_changes_the_names_alone(
    one: Sheet, other: Sheet, first: int, second: int
) -> None:
    """Either side with the same numbers is told of in the same words."""
    north, south = SIDES
    straight = told({north: one, south: other}, {north: first, south: second})
    turned = told({north: other, south: one}, {north: second, south: first})
    swap = {"North": "South", "South": "North"}
    for party, opposite in (("north", "south"), ("south", "north")):
        words = [swap.get(w, w) for w in said(straight, party).split(" ")]
        assert " ".join(words) == said(turned, opposite)


def test_blocks_say_whose_numbers_they_are_and_that_nothing_is_foretold() -> None:
    found = told(BOTH, {"north": 20, "south": 20})
    blocks = [*holding_blocks(found)]
    texts = [one.text for one in blocks if isinstance(one, Paragraph)]
    assert texts[-1] == NO_FORECAST
    head, verdict = holding_in_short([found])
    assert head == "Asked of the deal in paper.yaml. No forecast."
    assert verdict.startswith("By the numbers of Agency, an assumption: it would be kept")
    lines = " ".join(found.lines)
    assert "No commitment is on record on “Guns” and “Road”" in lines
    assert "(North on 1, South on 1)" in lines
    assert "Assumed in h: no basis is given." in lines


@pytest.mark.parametrize("word", ["war", "peace", "likely to", "probab", "blame", "violat"])
def test_no_word_foretells_or_blames(word: str) -> None:
    found = told(BOTH, {"north": 70, "south": 20})
    every = " ".join([found.verdict, *(one.text for one in found.each), *found.lines])
    assert word not in every.casefold()


def test_of_a_part_of_a_deal_nothing_is_said_of_the_whole() -> None:
    case = load(EXAMPLES / "russia-ukraine-2022")
    asked = [*held_deals(case, given="proposals-ukraine-0329")]
    # By one reading nobody gains by going back on guarantees: neutrality would go with them.
    for one, looked in zip(asked, ["2 are", "1 is"], strict=True):
        found = holding_told(case, one.holds(Reachability.SEQUENCES, 10, 0))
        assert found.limits.startswith(
            f"of 18 issues {looked} looked at and fighting again is not, so nothing is said of "
            "the whole; "
        )


def by_holder(holder: str, **kept: WhyKept) -> HoldingTold:
    each = tuple(
        KeptBy(who=who, name=who.title(), kept=why, text="", stays=frozendict())
        for who, why in kept.items()
    )
    return HoldingTold(holder=holder, deal="the paper", each=each)


def test_where_holders_differ_they_stand_side_by_side() -> None:
    """North takes it to be safe to leave, South would answer; of South all say the same."""
    north = by_holder("North", north=WhyKept.NOT, south=WhyKept.WANTS)
    south = by_holder("South", north=WhyKept.ANSWERED, south=WhyKept.WANTS)
    third = by_holder("Agency", north=WhyKept.ANSWERED, south=WhyKept.WANTS)
    head, lines = holders_differ([north, south, third])
    assert isinstance(head, Heading) and isinstance(lines, Listing)
    assert [plain(one.text) for one in lines.items] == [
        "North: by North, it leaves, whatever the others answer; by South and Agency, it "
        "stays, for the others would want to answer. So North may take it to be safe to "
        "leave, and be answered."
    ]
    assert not [*holders_differ([south, third])] and not [*holders_differ([north])]


def test_what_cannot_be_said_differs_from_nothing() -> None:
    north = by_holder("North", north=WhyKept.NOT)
    assert not [*holders_differ([north, HoldingTold(holder="South", missing="no numbers")])]


def test_holders_each_asked_of_a_deal_of_their_own_are_said_to_be() -> None:
    one, two = by_holder("North", north=WhyKept.NOT), by_holder("South", north=WhyKept.WANTS)
    blocks = [*holders_differ([one, evolve(two, deal="another paper")])]
    assert Paragraph("Each is asked of the deal that is picked by its own numbers.") in blocks

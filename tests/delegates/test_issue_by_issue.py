"""Issue by issue gives way where that costs little for what it means."""

import random

import pytest
from frozendict import frozendict
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.delegates.build import PARTIES, agendas, played, sides

from accord.delegates import parse
from accord.delegates.issue_by_issue import IssueByIssue
from accord.model import Agenda, Issue, Range
from accord.tactics import Delegate, Own, Turn
from accord.tactics.concession import target
from accord.tactics.kept import changes
from accord.talks import (
    Accept,
    Alternating,
    CommonGround,
    OpenFloor,
    Options,
    Propose,
    Rules,
    Sealed,
    Setup,
    Shuttle,
    Stacked,
    Table,
    after,
    open_table,
    seats,
    view,
)
from accord.testing import check_delegate

RULES = [
    Alternating(rounds=9),
    Stacked(rounds=9),
    Alternating(rounds=6, binding_issues=True),
    Sealed(rounds=9),
    OpenFloor(moves=40),
]
UP = {"1": 0, "2": 100}
DOWN = {"1": 100, "2": 0}
OVER = agenda({issue: ["1", "2"] for issue in "abcd"})
ALBA = interests("alba", {i: (w, UP) for i, w in zip("abcd", (40, 30, 20, 10), strict=True)})
BRAE = interests("brae", {i: (w, DOWN) for i, w in zip("abcd", (10, 20, 30, 40), strict=True)})


def test_it_keeps_to_the_contract() -> None:
    check_delegate(parse("issue-by-issue"))


def at_turn(*heard: str) -> Table:
    """Return alba's turn after offers of brae, each written as its options in a row."""
    setup = Setup(agenda=OVER, seats=seats(("alba", "brae")), rules=Stacked(rounds=11))
    table = open_table(setup)
    best = Options(dict.fromkeys(OVER.issues, "2"))
    for offer in heard:
        table = after(table, "alba", Propose(deal=best))
        deal = Options(zip(OVER.issues, offer, strict=True))
        table = after(table, "brae", Propose(deal=deal))
    return table


def offered(table: Table, tactic: IssueByIssue) -> Options:
    at = Turn.of(view(table, "alba"), tactic.interests, tactic.horizon)
    return tactic.offer(at, random.Random(0))


@pytest.mark.parametrize(
    ("heard", "given_up"),
    [
        # Time is 0.3: 30 points may go. d costs 10, c 20; what is held on to comes first.
        (["1111", "1111", "1111"], "cd"),
        # b costs 30; it is all that is asked for.
        (["2122", "2122", "2122"], "b"),
        # a costs 40, more than may go.
        (["1222", "1222", "1222"], ""),
        # Time is 0.1: 10 points may go.
        (["1111"], "d"),
    ],
)
def test_it_gives_way_where_it_is_cheap(heard: list[str], given_up: str) -> None:
    deal = offered(at_turn(*heard), IssueByIssue(interests=ALBA))
    assert "".join(i for i in deal if deal[i] == "1") == given_up


def test_what_others_hold_on_to_comes_first() -> None:
    """Two issues cost it the same; there is time to give one, the one that brae holds on to."""
    even = interests(
        "alba", {i: (w, UP) for i, w in zip("abcd", (30, 30, 20, 20), strict=True)}
    )
    tactic = IssueByIssue(interests=even, beta=0.75)
    on_d = at_turn("2221", "2211", "2221", "2211")
    assert offered(on_d, tactic) == Options(a="2", b="2", c="2", d="1")
    on_c = at_turn("2212", "2211", "2212", "2211")
    assert offered(on_c, tactic) == Options(a="2", b="2", c="1", d="2")


def test_on_an_issue_of_numbers_it_comes_as_near_as_it_can() -> None:
    distance = Issue(id="km", name="Distance", span=Range(0, 100), step=10)
    over = Agenda(issues=frozendict(km=distance))
    mine = interests("alba", {"km": (1, {str(n): n for n in range(0, 101, 10)})})
    setup = Setup(agenda=over, seats=seats(("alba", "brae")), rules=Stacked(rounds=11))
    table = open_table(setup)
    for _ in range(3):
        table = after(table, "alba", Propose(deal=Options(km="100")))
        table = after(table, "brae", Propose(deal=Options(km="0")))
    assert offered(table, IssueByIssue(interests=mine)) == {"km": "70"}


@given(st.data())
def test_it_never_gives_more_than_its_target_allows(data: st.DataObject) -> None:
    over = data.draw(agendas())
    mine, theirs = data.draw(sides(over)), data.draw(sides(over, "brae"))
    own = Own.of(over, mine, {})
    tactic = IssueByIssue(interests=mine)

    def watch(table: Table, seat: str) -> None:
        seen = view(table, seat)
        if seat == "alba" and own.has_deal and "propose" in seen.legal:
            at = Turn.of(seen, mine, 20)
            deal = tactic.offer(at, random.Random(0))
            assert own.acceptable(deal)
            assert own.worth(deal) >= target(at.time, own.walk_away, own.highest, 1.0) - 1e-6

    sitting = {"alba": tactic, "brae": parse("random-walker")(theirs)}
    played(over, Alternating(rounds=6), sitting, watch=watch)


@given(st.data(), st.sampled_from(RULES), st.sampled_from(["issue-by-issue", "random-walker"]))
def test_it_never_goes_back_on_what_it_has_offered(
    data: st.DataObject, rules: Rules, others: str
) -> None:
    over = data.draw(agendas())
    held = [data.draw(sides(over, party)) for party in PARTIES[: data.draw(st.integers(2, 3))]]
    sitting: dict[str, Delegate] = {one.party: parse(others)(one) for one in held}
    sitting["alba"] = IssueByIssue(interests=held[0])
    table = played(over, rules, sitting, parties=tuple(one.party for one in held))
    assert not went_back(table)


@settings(max_examples=30)
@given(
    st.integers(0, 9999),
    st.integers(2, 3),
    st.sampled_from(["from-heard", "single-text", "single-text:temperature=0"]),
    st.sampled_from(["issue-by-issue", "random-walker"]),
)
def test_nor_where_it_hears_a_mediator_only(
    seed: int, count: int, mediator: str, others: str
) -> None:
    rng, parties = random.Random(seed), PARTIES[:count]
    issues = agenda({issue: ["1", "2", "3", "4"] for issue in "abc"}).issues
    km = Issue(id="km", name="Distance", span=Range(0, 100), step=20)
    over = Agenda(issues=frozendict({**issues, "km": km}))
    sitting: dict[str, Delegate] = {"chair": parse(mediator)()}
    for party in parties:
        held = interests(
            party,
            {
                issue: (rng.randint(1, 9), {o: rng.randint(0, 100) for o in given.choices})
                for issue, given in over.issues.items()
            },
            rng.randint(10, 50),
            red_lines=[{"a": (rng.choice("1234"),)}],
        )
        sitting[party] = parse("issue-by-issue" if party == "alba" else others)(held)
    rules = Shuttle(rounds=15)
    table = played(over, rules, sitting, parties=parties, mediator="chair", seed=seed)
    assert not went_back(table)
    stood: dict[str, list[str]] = {issue: [] for issue in over.issues}
    for event in view(table, "alba").heard:
        if event.seat == "alba" and isinstance(event.what, Propose):
            for issue, option in event.what.deal.items():
                assert option not in stood[issue][:-1]
                if option not in stood[issue]:
                    stood[issue].append(option)
        elif event.seat == "alba" and isinstance(event.what, Accept):
            break  # It accepts whole texts, with options in them that it had left.


def went_back(table: Table) -> list[str]:
    """Return the issues on which alba went back on what it had offered."""
    made = changes(table.setup.agenda, "alba", table.setup.seats, view(table, "alba").heard)
    return [one.issue for proposal in made for one in proposal if one.back]


def test_where_it_can_give_none_of_what_is_asked_it_offers_what_lies_between() -> None:
    over = agenda({"isle": ["mine", "later", "theirs"], "fish": ["1", "2"]})
    values = {"mine": 100, "later": 50, "theirs": 0}
    alba = interests(
        "alba", {"isle": (50, values), "fish": (50, UP)}, red_lines=[{"isle": ("theirs",)}]
    )
    back = {"mine": 0, "later": 50, "theirs": 100}
    brae = interests(
        "brae", {"isle": (50, back), "fish": (50, DOWN)}, red_lines=[{"isle": ("mine",)}]
    )
    sitting = {"alba": IssueByIssue(interests=alba), "brae": IssueByIssue(interests=brae)}
    table = played(over, Alternating(rounds=11), sitting)
    assert table.deal is not None and table.deal["isle"] == "later"


def test_a_second_issue_changes_where_the_first_cannot_change_alone() -> None:
    together = [
        {"land": ("mine",), "troops": ("near",)},
        {"land": ("split",), "troops": ("far",)},
    ]
    over = agenda({"land": ["mine", "split"], "troops": ["far", "near"]}, together)
    alba = interests(
        "alba",
        {"land": (60, {"mine": 100, "split": 40}), "troops": (40, {"far": 9, "near": 0})},
    )
    brae = interests(
        "brae", {"land": (60, {"mine": 0, "split": 100}), "troops": (40, {"far": 0, "near": 9})}
    )
    sitting = {"alba": IssueByIssue(interests=alba), "brae": IssueByIssue(interests=brae)}
    table = played(over, Alternating(rounds=6), sitting)
    assert table.deal is not None


def test_of_three_the_one_that_can_goes_over_to_the_one_that_cannot() -> None:
    """Two ask for the same on an issue, and the third may not take it."""
    over = agenda({"fees": ["own", "shared"], "posts": ["1", "2"]})
    liked = {"own": 100, "shared": 40}
    sitting = {
        party: IssueByIssue(
            interests=interests(
                party,
                {"fees": (50, liked), "posts": (50, UP)},
                red_lines=[{"fees": ("own",)}] if party == "cora" else [],
            )
        )
        for party in PARTIES
    }
    table = played(over, Stacked(rounds=11), sitting)
    assert table.deal == Options(fees="shared", posts="2")


def test_two_of_them_trade_issues() -> None:
    sitting = {"alba": IssueByIssue(interests=ALBA), "brae": IssueByIssue(interests=BRAE)}
    table = played(OVER, Alternating(rounds=11), sitting)
    assert table.deal == Options(a="2", b="2", c="1", d="1")


def test_it_accepts_the_issues_on_which_it_would_give_way() -> None:
    table = at_turn("1111", "1111", "1111")
    move = IssueByIssue(interests=ALBA).move(view(table, "alba"), random.Random(0))
    assert isinstance(move, Accept) and move.issues == ("c", "d")
    table = after(table, "alba", move)
    assert table.events[-1].what == CommonGround(options=Options(c="1", d="1"))
    move = IssueByIssue(interests=ALBA).move(view(table, "alba"), random.Random(0))
    assert isinstance(move, Propose)
    whole = IssueByIssue(interests=ALBA, parts=False)
    assert isinstance(whole.move(view(at_turn("1111"), "alba"), random.Random(0)), Propose)

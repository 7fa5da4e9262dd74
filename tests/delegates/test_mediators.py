"""Those who mediate: with a text that climbs or anneals, and with one from what was heard."""

import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.deals.build import Number, agenda, interests
from tests.delegates.build import large, played

from accord.delegates import catalogue, parse
from accord.delegates.from_heard import FromHeard
from accord.delegates.single_text import drafted
from accord.errors import AccordError
from accord.model import Agenda, Interests
from accord.tactics import Delegate, Own
from accord.tactics.drafts import standing
from accord.tactics.heard import said_by, wished_alone
from accord.tactics.mediator import Mediator, between, indifferent, within
from accord.talks import (
    Accept,
    Alternating,
    Caucus,
    Close,
    Mandate,
    Options,
    Propose,
    Reject,
    Resume,
    Rules,
    Setup,
    Shuttle,
    SingleText,
    State,
    Table,
    after,
    open_table,
    seats,
    view,
)
from accord.testing import check_delegate

PARTIES = ("alba", "brae", "cora")
NAMES = ["single-text", "single-text:temperature=0", "from-heard"]


@pytest.mark.parametrize("name", NAMES)
def test_they_keep_to_the_contract(name: str) -> None:
    check_delegate(parse(name))


def smooth(seed: int, walk_away: float = 30) -> tuple[Agenda, dict[str, Interests]]:
    """Return an agenda on which worth rises or falls evenly along every issue."""
    rng = random.Random(seed)
    options = [str(n) for n in range(5)]
    over = agenda({f"i{n}": options for n in range(5)})
    sides = {}
    for party in PARTIES:
        issues = {}
        for issue in over.issues:
            up = rng.random() < 0.5
            values = {o: 25.0 * (n if up else 4 - n) for n, o in enumerate(options)}
            issues[issue] = (float(rng.randint(1, 20)), values)
        sides[party] = interests(party, issues, walk_away)
    return over, sides


def mediated(
    over: Agenda, sides: Mapping[str, Interests], rules: Rules, name: str, **rest: Any
) -> Table:
    sitting = {party: parse("linear")(held) for party, held in sides.items()}
    chair = {"chair": parse(name)()}
    return played(over, rules, sitting | chair, parties=tuple(sides), mediator="chair", **rest)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rules", [SingleText(rounds=60), SingleText(moves=240)])
def test_a_text_that_all_prefer_to_no_deal_is_found(name: str, rules: Rules) -> None:
    found = 0
    for seed in range(6):
        over, sides = smooth(seed)
        table = mediated(over, sides, rules, name, seed=seed)
        assert table.over
        if table.deal is not None:
            found += 1
            for held in sides.values():
                assert Own.of(over, held, {}).acceptable(table.deal)
    assert found >= 5


def test_annealing_finds_better_texts_than_climbing() -> None:
    """As in the source: over some agendas, the one that fares worst fares better by it."""
    worst: dict[str, list[float]] = {}
    for name in ("single-text:temperature=1", "single-text:temperature=0"):
        for seed in range(8):
            over, sides = smooth(seed)
            table = mediated(over, sides, SingleText(rounds=60), name, seed=seed)
            own = [Own.of(over, held, {}) for held in sides.values()]
            worst.setdefault(name, []).append(
                min(
                    one.walk_away if table.deal is None else one.worth(table.deal)
                    for one in own
                )
            )
    annealed, climbed = worst.values()
    assert sum(annealed) > sum(climbed)


@given(st.integers(0, 1000), st.sampled_from([0, 2]))
def test_every_draft_changes_one_issue_of_a_text_before(seed: int, temperature: int) -> None:
    over, sides = smooth(seed)
    name = f"single-text:temperature={temperature}"
    table = mediated(over, sides, SingleText(rounds=10), name, seed=seed)
    drafts = [draft.deal for draft in drafted(view(table, "chair"))]
    for place, deal in enumerate(drafts[1:], 1):
        before = drafts[:place]
        assert min(sum(o != one[i] for i, o in deal.items()) for one in before) == 1


@given(st.integers(0, 1000))
def test_climbing_goes_on_from_the_text_that_stands(seed: int) -> None:
    over, sides = smooth(seed)

    def watch(table: Table, seat: str) -> None:
        if seat == "chair" and table.stage == "draft":
            seen = view(table, seat)
            drafts = drafted(seen)
            stands = standing(seen) or (drafts[0].deal if drafts else None)
            move = parse("single-text:temperature=0")().move(seen, random.Random(seed))
            assert isinstance(move, Propose)
            if stands is not None and not move.final:
                assert sum(o != stands[i] for i, o in move.deal.items()) == 1

    mediated(over, sides, SingleText(rounds=8), "single-text", seed=seed, watch=watch)


def at_table(rules: Rules, over: Agenda, mediator: str = "chair") -> Table:
    return open_table(Setup(agenda=over, seats=seats(PARTIES, mediator=mediator), rules=rules))


def test_criticism_is_taken_up() -> None:
    over, _ = smooth(0)
    table = at_table(SingleText(rounds=9), over)
    text = Options(dict.fromkeys(over.issues, "0"))
    table = after(table, "chair", Propose(deal=text))
    for party in PARTIES:
        table = after(table, party, Reject(rather=Mandate({"i3": ("4",)})))
    for seed in range(5):
        one = parse("single-text:listen=1,temperature=0")()
        move = one.move(view(table, "chair"), random.Random(seed))
        assert move == Propose(deal=text.set("i3", "4"))


def test_what_everybody_asked_for_is_heard() -> None:
    over = agenda({"a": ["1", "2"], "b": ["1", "2"]})
    table = at_table(SingleText(rounds=9), over)
    for deal in (Options(a="1", b="1"), Options(a="1", b="2")):
        table = after(table, "chair", Propose(deal=deal))
        table = after(table, "alba", Accept())
        table = after(table, "brae", Accept())
        table = after(table, "cora", Reject(rather=Mandate({"a": ("2",)})))
    said = said_by(view(table, "chair"))
    # The first draft is new as a whole; no draft was accepted by all, so none stands.
    assert said["alba"] == said["brae"] == [Options(a="1", b="1"), Options(a="1", b="2")]
    assert said["cora"] == [Mandate({"a": ("2",)})] * 2


def test_the_party_that_would_fare_worst_is_looked_to() -> None:
    """Each asks for one thing; the text gives each what it asks for."""
    over = agenda({issue: ["1", "2"] for issue in "abc"})
    table = at_table(Shuttle(rounds=9), over)
    wishes = {
        "alba": Options(a="2"),
        "brae": Options(b="2"),
        "cora": Options(c="2"),
    }
    for party, deal in wishes.items():
        table = after(table, party, Propose(deal=deal))
    text = FromHeard().text(
        view(table, "chair"), Own.of(over, indifferent(over), {}), random.Random(0)
    )
    assert text == Options(a="2", b="2", c="2")


ISLE = agenda({"isle": ["mine", "later", "theirs"], "fish": ["1", "2", "3"], "fee": ["1", "2"]})
"""Two sides and a mediator: of the isle each refuses what the other asks for."""


def shuttle(name: str, seed: int, program: str) -> Table:
    def side(party: str, wish: str, refused: str, up: bool) -> Interests:
        ends = ({"1": 0, "2": 60, "3": 100}, {"1": 100, "2": 60, "3": 0})
        issues: dict[str, tuple[Number, Mapping[str, Number]]] = {
            "isle": (50, {wish: 100, "later": 50, refused: 0}),
            "fish": (30, ends[0 if up else 1]),
            "fee": (20, {"1": 0 if up else 100, "2": 100 if up else 0}),
        }
        return interests(party, issues, 30, red_lines=[{"isle": (refused,)}])

    sides = {
        "alba": side("alba", "mine", "theirs", True),
        "brae": side("brae", "theirs", "mine", False),
    }
    sitting = {party: parse(program)(held) for party, held in sides.items()}
    chair = {"chair": parse(name)()}
    rules = Shuttle(rounds=15)
    return played(
        ISLE, rules, sitting | chair, parties=tuple(sides), mediator="chair", seed=seed
    )


@pytest.mark.parametrize("name", ["single-text", "from-heard"])
@pytest.mark.parametrize("program", ["linear", "issue-by-issue"])
def test_no_side_is_brought_the_whole_offer_of_the_other_nor_its_own(
    name: str, program: str
) -> None:
    ended = 0
    for seed in range(6):
        table = shuttle(name, seed, program)
        ended += table.deal is not None
        latest: dict[str, Options] = {}
        for event in view(table, "chair").heard:
            if isinstance(event.what, Propose) and event.seat == "chair":
                assert event.what.deal not in latest.values()
                if event.number == 4:
                    # What each alone asks for may be what the other would never take.
                    assert event.what.deal["isle"] == "later"
                    assert event.what.deal["fish"] == "2"
            elif isinstance(event.what, Propose):
                latest[event.seat] = event.what.deal
    assert ended >= 3


def test_what_lies_between_is_tried_before_what_one_side_alone_asks_for() -> None:
    table = at_table(Shuttle(rounds=9), ISLE)
    for party, deal in (("alba", "mine"), ("brae", "theirs"), ("cora", "theirs")):
        table = after(table, party, Propose(deal=Options(isle=deal, fish="1", fee="1")))
    seen = view(table, "chair")
    assert wished_alone(seen) == {"isle": {"mine", "theirs"}}
    every = {issue: tuple(one.choices) for issue, one in ISLE.issues.items()}
    assert between(seen, every)["isle"] == ("later",)
    assert between(seen, {**every, "isle": ("mine", "theirs")})["isle"] == ("mine", "theirs")
    text = Options(isle="later", fish="1", fee="2")
    table = after(table, "chair", Propose(deal=text, to=PARTIES))
    table = after(table, "alba", Propose(deal=text.set("isle", "theirs")))
    # All have named 'theirs' now, and 'mine' is still what one asked for alone.
    assert between(view(table, "chair"), every)["isle"] == ("later", "theirs")


def test_only_what_was_named_and_what_lies_between_is_carried() -> None:
    over = agenda({"truce": ["none", "road", "all"], "posts": ["a", "b", "c", "d"]})
    table = at_table(Shuttle(rounds=9), over)
    assert within(view(table, "chair"), {}) == {}
    for party, truce, posts in (
        ("alba", "road", "b"),
        ("brae", "all", "b"),
        ("cora", "all", "d"),
    ):
        table = after(table, party, Propose(deal=Options(truce=truce, posts=posts)))
    seen = view(table, "chair")
    assert within(seen, {}) == {"truce": ("road", "all"), "posts": ("b", "c", "d")}
    assert within(seen, {"posts": ("d",)})["posts"] == ("d",)
    for name in ("from-heard", "single-text"):
        for seed in range(9):
            move = parse(name)().move(seen, random.Random(seed))
            assert isinstance(move, Propose) and move.deal["truce"] != "none"
            assert move.deal["posts"] == "c"


@settings(max_examples=30)
@given(
    st.integers(0, 9999),
    st.sampled_from(["from-heard", "single-text"]),
    st.sampled_from(["linear", "issue-by-issue"]),
)
def test_a_mediator_that_shuttles_brings_in_nothing_that_no_side_has_named(
    seed: int, name: str, program: str
) -> None:
    rng = random.Random(seed)
    over = agenda({issue: ["1", "2", "3", "4", "5"] for issue in "abcd"})
    sitting: dict[str, Delegate] = {"chair": parse(name)()}
    for party in PARTIES:
        values = {
            issue: (rng.randint(1, 9), {o: rng.randint(0, 100) for o in given.choices})
            for issue, given in over.issues.items()
        }
        sitting[party] = parse(program)(interests(party, values, 30))
    table = played(
        over, Shuttle(rounds=9), sitting, parties=PARTIES, mediator="chair", seed=seed
    )
    heard: dict[str, set[str]] = {issue: set() for issue in over.issues}
    for event in view(table, "chair").heard:
        if isinstance(event.what, Propose):
            for issue, option in event.what.deal.items():
                if event.seat == "chair":
                    assert min(heard[issue]) <= option <= max(heard[issue])
                else:
                    heard[issue].add(option)


def test_shuttle_talks_from_what_was_heard_end_in_a_deal() -> None:
    ended = 0
    for seed in range(6):
        over, sides = smooth(seed)
        table = mediated(over, sides, Shuttle(rounds=15), "from-heard", seed=seed)
        ended += table.deal is not None
    assert ended >= 5


def test_without_a_limit_talks_close_when_votes_fail() -> None:
    over, sides = smooth(1, walk_away=95)
    table = mediated(over, sides, SingleText(), "single-text:horizon=4,votes=2")
    assert table.over and table.deal is None
    finals = [e for e in table.events if isinstance(e.what, Propose) and e.what.final]
    assert len(finals) == 2


def test_it_listens_in_a_caucus_and_opens_the_table_again() -> None:
    over, _ = smooth(0)
    chair = parse("from-heard")()
    table = after(at_table(Alternating(), over), "chair", Caucus(party="alba"))
    assert isinstance(chair.move(view(table, "chair"), random.Random(0)), State)
    table = after(table, "alba", State(text="This.", deal=Options(i0="1")))
    assert said_by(view(table, "chair"))["alba"] == [Options(i0="1")]
    assert chair.move(view(table, "chair"), random.Random(0)) == Resume()


def test_where_nothing_can_be_agreed_the_talks_are_closed() -> None:
    over = agenda({"a": ["1", "2"]}, [{"a": ["1", "2"]}])
    table = at_table(SingleText(rounds=3), over)
    for name in ("single-text", "from-heard"):
        move = parse(name)().move(view(table, "chair"), random.Random(0))
        assert isinstance(move, Close)


def test_others_cannot_mediate() -> None:
    over, _ = smooth(0)
    seen = view(at_table(Alternating(), over), "alba")
    with pytest.raises(AccordError, match="not the seat of a mediator"):
        parse("single-text")().move(seen, random.Random(0))
    assert all(issubclass(catalogue()[n.partition(":")[0]], Mediator) for n in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_texts_over_a_vast_agenda_keep_to_the_rules(name: str) -> None:
    sides = {party: large(party)[1] for party in ("alba", "brae")}
    table = mediated(large("alba")[0], sides, SingleText(rounds=12), name)
    assert table.over

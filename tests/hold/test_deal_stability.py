"""Whether a deal would be kept: against explicit search, and against closed forms."""

from collections.abc import Sequence

import numpy as np
import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import Number, agenda, interests, span
from tests.hold.search import Searched, of_options
from tests.strategies import few

from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.hold import Concept, Reachability, deal_state, stable
from accord.hold.compliance import ComplianceGame, Undertaking, WhyLeftOut, compliance_game
from accord.hold.concepts import IN_TURN
from accord.hold.deal_stability import DealStability, holds
from accord.hold.deal_state import by_arrays, compiled
from accord.hold.graph_model import OptionGame
from accord.hold.holding_assumptions import Guarantee, GuaranteeKind, HoldingAssumptions
from accord.kernels.ties import TIE, ranks
from accord.model import Agenda, Exclusion, Range, Scale
from accord.record import OneWay


def going_back(issues: Sequence[str], apart: Sequence[dict[str, str]] = ()) -> Agenda:
    """Return an agenda on which each issue is kept as agreed, or goes back to what was.

    Args:
        issues: The issues.
        apart: What cannot be had together.
    """
    plain = agenda({issue: ["kept", "old"] for issue in issues})
    back = {i: evolve(one, no_deal="old") for i, one in plain.issues.items()}
    constraints = tuple(
        Exclusion(id=f"k{n}", never=frozendict({i: (o,) for i, o in one.items()}))
        for n, one in enumerate(apart)
    )
    return evolve(plain, issues=frozendict(back), constraints=constraints)


def apart(issues: Sequence[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    """Return strategies for what cannot be had together; the deal can."""
    one = st.dictionaries(st.sampled_from(issues), st.sampled_from(["kept", "old"]), min_size=2)
    return st.lists(one.filter(lambda never: "old" in never.values()), max_size=2)


def one_each(costs: Sequence[Number], brings: Number, walk_away: Number) -> ComplianceGame:
    """Return a game of two, each of whom undertakes one thing: what it costs, and brings."""

    def minus(number: Number) -> Number:
        return (-number[1], -number[0]) if isinstance(number, tuple) else -number

    held = [
        interests(
            party,
            {
                mine: (100, {"kept": minus(cost), "old": 0}),
                other: (100, {"kept": brings, "old": 0}),
            },
            walk_away,
            scale=Scale.POINTS,
        )
        for party, mine, other, cost in (("p", "a", "b", costs[0]), ("q", "b", "a", costs[1]))
    ]
    written = [Undertaking(issue="a", owner="p"), Undertaking(issue="b", owner="q")]
    deal = {"a": "kept", "b": "kept"}
    return compliance_game(going_back("ab"), held, deal, written=written)


def without_fighting(game: ComplianceGame) -> ComplianceGame:
    """Return a game in which nobody can resume fighting."""
    return evolve(game, fighting=())


def stays(found: DealStability, party: str) -> dict[str, bool | None]:
    """Return by concept whether a party stays."""
    return {concept.value: one.stable for concept, one in found.each[party].items()}


def at_middle(game: ComplianceGame) -> OptionGame:
    """Return the game at the middle of every range, by the order of its states alone."""
    worth = game.worth(game.middle)[0]
    return OptionGame(
        makers=game.makers,
        options=game.options,
        feasible=np.ones(worth.shape[1], np.bool_),
        ranks={one: ranks(row, TIE) for one, row in zip(game.makers, worth, strict=True)},
    )


def searched(game: ComplianceGame) -> Searched:
    """Return a game as plain sets, from what each state is worth at the middle."""
    names = [one.id for one in game.options]
    size = len(names)
    states = ["".join("NY"[s >> n & 1] for n in range(size)) for s in range(1 << size)]
    worth = np.rint(game.worth(game.middle)[0] * 1e4).astype(int)
    return of_options(
        [one.owner for one in game.options],
        game.makers,
        set(states),
        {
            maker: dict(zip(states, row.tolist(), strict=True))
            for maker, row in zip(game.makers, worth, strict=True)
        },
        [one.one_way for one in game.options],
    )


@st.composite
def games(draw: st.DrawFn) -> ComplianceGame:
    """Draw the game of a deal: 2 to 4 parties, joint terms, one-way moves, guarantors."""
    parties = "pqrs"[: draw(st.integers(2, 4))]
    issues = "abcd"[: draw(st.integers(1, 4 if len(parties) < 4 else 2))]
    points = st.integers(-6, 6)
    held = []
    for party in parties:
        joined = draw(
            st.lists(
                st.dictionaries(
                    st.sampled_from(issues), st.sampled_from([["kept"], ["old"]]), min_size=1
                ),
                max_size=2,
            )
        )
        lines = draw(
            st.lists(
                st.dictionaries(st.sampled_from(issues), st.just(["old"]), min_size=1),
                max_size=1,
            )
        )
        held.append(
            interests(
                party,
                {i: (100, {"kept": draw(points), "old": draw(points)}) for i in issues},
                draw(points),
                interactions=[(one, draw(points)) for one in joined],
                red_lines=lines,
                scale=Scale.POINTS,
            )
        )
    ways = st.sampled_from([None, None, OneWay.BROKEN])
    written = [
        Undertaking(issue=issue, owner=owner, one_way=draw(ways))
        for issue in issues
        for owner in draw(
            st.lists(st.sampled_from(parties), min_size=1, max_size=2, unique=True)
        )
    ]
    guarantees = [
        Guarantee(
            id=f"g{n}",
            kind=draw(st.sampled_from(GuaranteeKind)),
            steps=draw(st.integers(1, 3)),
            by=draw(st.sampled_from(["x", "y", "p"])),
            against=tuple(draw(st.sets(st.sampled_from(parties), max_size=2))),
            on=tuple(draw(st.sets(st.sampled_from(issues), max_size=1))),
            penalty=span(draw(st.integers(0, 6))),
            cost=span(draw(st.integers(0, 3))),
            stake=draw(st.none() | st.integers(0, 3).map(span)),
        )
        for n in range(draw(st.integers(0, 2)))
    ]
    first = {p: span(draw(points)) for p in draw(st.sets(st.sampled_from(parties)))}
    assumed = HoldingAssumptions(
        id="x", guarantees=tuple(guarantees), first_move=frozendict(first)
    )
    deal = dict.fromkeys(issues, "kept")
    game = compliance_game(
        going_back(issues, draw(apart(issues)) if len(issues) > 1 else ()),
        held,
        deal,
        written=written,
        assumptions=[assumed],
    )
    return game if draw(st.booleans()) else without_fighting(game)


@few(25)
@given(games(), st.sampled_from(Reachability))
def test_the_deal_is_stable_as_a_search_of_all_sequences_finds(
    game: ComplianceGame, rule: Reachability
) -> None:
    found = holds(game, reachability=rule)
    plain = searched(game)
    kept = "N" * len(game.options)
    for maker in game.makers:
        for concept in IN_TURN:
            expected = plain.stable(concept, maker, kept, rule)
            assert found.each[maker][concept].stable is expected, (maker, concept)


@few(40)
@given(games(), st.sampled_from(Reachability))
def test_the_deal_alone_and_all_states_have_the_same_answer(
    game: ComplianceGame, rule: Reachability
) -> None:
    found = holds(game, reachability=rule)
    every = stable(at_middle(game), rule)
    for maker in game.makers:
        for concept in IN_TURN:
            assert found.each[maker][concept].stable == every.each[concept][maker][0]


@few(40)
@given(games(), st.sampled_from(Reachability), st.integers(0, 9))
def test_what_is_compiled_says_the_same_as_arrays(
    game: ComplianceGame, rule: Reachability, seed: int
) -> None:
    pytest.importorskip("numba")
    numbers = game.drawn(np.random.default_rng(seed), 3)
    plain, fast = by_arrays(game, numbers, rule), compiled(game, numbers, rule)
    for concept in IN_TURN:
        assert np.array_equal(plain[concept], np.array(fast[concept])), concept
    with pytest.MonkeyPatch.context() as patch:  # as of a game too large for tables
        patch.setattr(deal_state, "_MOST_TABLED", 0)
        others = max((sum(game.own) & ~own).bit_count() for own in game.own)
        once = len(game.makers) if rule is Reachability.ONCE else 0
        patch.setattr(deal_state, "_MOST_SEEN", others + once)
        slow = compiled(game, numbers, rule)
    for concept in IN_TURN:
        assert np.array_equal(plain[concept], np.array(slow[concept])), concept


@pytest.mark.parametrize(
    ("costs", "brings", "expected"),
    [
        ((-1, 3), 5, {"nash": True, "gmr": True, "smr": True, "seq": True}),
        ((4, 3), 5, {"nash": False, "gmr": True, "smr": True, "seq": True}),
        ((6, 3), 5, {"nash": False, "gmr": False, "smr": False, "seq": False}),
        ((4, -3), 5, {"nash": False, "gmr": True, "smr": True, "seq": False}),
    ],
)
def test_one_undertaking_each_has_a_closed_form(
    costs: tuple[float, float], brings: float, expected: dict[str, bool]
) -> None:
    """Nash where it costs nothing, GMR where the other's brings as much, SEQ if it would."""
    game = without_fighting(one_each(costs, brings, 0))
    assert stays(holds(game), "p") == expected


@pytest.mark.parametrize(("stake", "credible"), [(None, False), (1, False), (3, True)])
def test_a_guarantor_makes_up_for_what_the_other_cannot_take_back(
    stake: float | None, credible: bool
) -> None:
    """GMR where b + g >= c; SEQ where the guarantor would rather answer than not."""
    game = without_fighting(one_each((6, -3), 1, 0))
    assert not holds(game).each["p"][Concept.GMR].stable
    force = Guarantee(
        id="force",
        kind=GuaranteeKind.FORCE,
        by="x",
        against=("p",),
        penalty=span(6),
        cost=span(2),
        stake=None if stake is None else span(stake),
    )
    found = holds(game.with_guarantees([force]))
    assert found.each["p"][Concept.GMR].stable
    assert found.each["p"][Concept.SEQ].stable is credible
    assert found.each["x"][Concept.NASH].stable  # it does not answer what nobody did


def test_the_shares_of_the_ranges_are_those_of_the_closed_form() -> None:
    """With c from 2 to 8, b from 4 to 10, each stays for 7/9 of the ranges, both for 49/81."""
    game = without_fighting(one_each(((2, 8), (2, 8)), (4, 10), 0))
    found = holds(game, draws=10_000)
    for party in "pq":
        for concept in (Concept.GMR, Concept.SMR, Concept.SEQ):
            low, high = found.each[party][concept].share.interval
            assert low <= 7 / 9 <= high
        assert found.each[party][Concept.NASH].share.share == 0
    low, high = found.all_stay[Concept.SEQ].share.interval
    assert low <= 49 / 81 <= high


@few(60)
@given(games())
def test_a_deal_below_the_walk_away_value_is_left_where_no_answer_makes_fighting_worse(
    game: ComplianceGame,
) -> None:
    now = game.worth(game.middle, np.zeros(1, np.int64))[0, :, 0]
    found = holds(game)
    for party in set(game.fighting) - {one.by for one in game.guarantees}:
        place = game.parties.index(party)
        first = game.first_move.get(party, Range(0, 0)).low
        fight = 1 << len(game.undertakings) + game.fighting.index(party)
        answered = any(
            int(bits) & fight and one.penalty.high > 0
            for bits, one in zip(game.answered[:, place], game.guarantees, strict=True)
        )
        if now[place] < game.middle.walk_away[0, place] + first - TIE and not answered:
            assert not any(one.stable for one in found.each[party].values())


def test_an_issue_is_left_out_for_what_nobody_says_of_it() -> None:
    plain = agenda({"a": ["kept", "old"], "b": ["kept", "old"], "c": ["kept", "old"]})
    back = {"a": "old", "b": "", "c": "kept"}
    asked = evolve(
        plain,
        issues=frozendict({i: evolve(one, no_deal=back[i]) for i, one in plain.issues.items()}),
    )
    held = [interests(p, {i: (1, {"kept": 60, "old": 40}) for i in "abc"}, 30) for p in "pq"]
    game = compliance_game(asked, held, dict.fromkeys("abc", "kept"))
    assert game.undertakings == () and game.fighting == ("p", "q")
    assert game.left_out == {
        "a": WhyLeftOut.NOBODY,
        "b": WhyLeftOut.NO_DEAL,
        "c": WhyLeftOut.SAME,
    }
    part = compliance_game(asked, held, {"a": "kept"})
    assert part.left_out["b"] is part.left_out["c"] is WhyLeftOut.OPEN
    assert part.fighting == ()  # nobody can say what the whole is worth


def test_whoever_gains_for_some_number_counts_as_an_owner() -> None:
    held = [
        interests("p", {"a": (1, {"kept": (40, 60), "old": 59})}, 0),
        interests("q", {"a": (1, {"kept": (40, 60), "old": 40})}, 0),
    ]
    game = compliance_game(going_back("a"), held, {"a": "kept"})
    assert [one.owner for one in game.undertakings] == ["p"]


def test_what_is_delivered_can_no_longer_be_broken() -> None:
    held = Worth.of(going_back("ab"), one_each((3, 3), 5, 0).held.interests)
    written = [
        Undertaking(issue="a", owner="p", one_way=OneWay.DONE, entry="c1"),
        Undertaking(issue="b", owner="q", entry="c2"),
    ]
    deal = {"a": "kept", "b": "kept"}
    game = compliance_game(going_back("ab"), held, deal, written=written, delivered=["c1"])
    assert game.left_out == {"a": WhyLeftOut.DELIVERED}
    assert [one.issue for one in game.undertakings] == ["b"]
    found = holds(without_fighting(game))
    assert not found.each["q"][Concept.SEQ].stable  # nothing is left to answer with


def of_two(said: Sequence[Undertaking], delivered: Sequence[str] = ()) -> ComplianceGame:
    """Return a game on two issues, of which `p` has to carry out the one as is said."""
    held = one_each((3, 3), 5, 0).held.interests
    written = [*said, Undertaking(issue="b", owner="q", entry="c9")]
    return compliance_game(
        going_back("ab"), held, {"a": "kept", "b": "kept"}, written=written, delivered=delivered
    )


def test_what_is_left_of_an_issue_can_be_broken_when_a_part_of_it_is_delivered() -> None:
    said = [
        Undertaking(issue="a", owner="p", one_way=OneWay.DONE, entry="c1"),
        Undertaking(issue="a", owner="p", entry="c2"),
    ]
    game = of_two(said, ["c1"])
    assert game.left_out == {}
    assert [(one.issue, one.entry) for one in game.undertakings] == [("a", "c2"), ("b", "c9")]
    assert of_two(said, ["a"]).undertakings == game.undertakings


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        ((None, OneWay.BROKEN), OneWay.BROKEN),
        ((OneWay.DONE, OneWay.BROKEN), OneWay.BROKEN),
        ((OneWay.DONE, None), None),
        ((OneWay.DONE, OneWay.DONE), OneWay.DONE),
    ],
)
def test_of_several_undertakings_on_an_issue_what_cannot_be_mended_counts(
    ways: tuple[OneWay | None, OneWay | None], expected: OneWay | None
) -> None:
    said = [
        Undertaking(issue="a", owner="p", one_way=way, entry=f"c{n}")
        for n, way in enumerate(ways)
    ]
    for order in (said, said[::-1]):
        assert of_two(order).undertakings[0].one_way is expected


def test_what_can_be_undone_is_not_delivered_and_that_is_said() -> None:
    said = [Undertaking(issue="a", owner="p", entry="c1")]
    with pytest.raises(AccordError) as refused:
        of_two(said, ["c1", "a", "nothing", "c1"])
    assert str(refused.value).splitlines() == [
        "of 'c1' nothing is done once and for all: no commitment of the record has "
        "`one_way: done` for it, so it can still be gone back on",
        "of 'a' nothing is done once and for all: no commitment of the record has "
        "`one_way: done` for it, so it can still be gone back on",
        "there is no undertaking or issue 'nothing'",
    ]


def test_the_issue_of_an_option_is_known_where_ids_have_colons() -> None:
    plain = agenda({"a: b": ["kept", "old"]})
    back = {i: evolve(one, no_deal="old") for i, one in plain.issues.items()}
    held = [interests(p, {"a: b": (1, {"kept": 0, "old": 60})}, 0) for p in ("p: q", "r")]
    game = compliance_game(evolve(plain, issues=frozendict(back)), held, {"a: b": "kept"})
    broken = [one for one in game.options if one.id.startswith("break:")]
    assert [game.issue_of(one) for one in broken] == ["a: b", "a: b"]

"""What follows from judged packages: by every vertex, every package and sampled functions."""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st

from accord.deals.judged import Acceptable, JudgedPackages
from accord.errors import AccordError
from accord.model import (
    Agenda,
    Deal,
    Exclusion,
    Interaction,
    Interests,
    Issue,
    IssueInterest,
    Judgement,
    Mark,
    Marked,
    Option,
    Range,
    Would,
)

OPTIONS = {"a": ("x", "y"), "b": ("x", "y", "z"), "c": ("x", "y")}
AGENDA = Agenda(
    issues=frozendict(
        {
            i: Issue(id=i, name=i, options=frozendict({o: Option(o, f"{i}{o}") for o in some}))
            for i, some in OPTIONS.items()
        }
    )
)
DEALS = [dict(zip(OPTIONS, some, strict=True)) for some in product(*OPTIONS.values())]

Told = Sequence[tuple[int, Would]]
"""Judged packages, by their places in `DEALS`."""


def judged(told: Told, **given: object) -> JudgedPackages:
    judgements = tuple(
        Judgement(package=frozendict(DEALS[n]), would=would) for n, would in told
    )
    interests = Interests(
        id="i",
        party="p",
        held_by="h",
        judgements=judgements,
        **given,  # type: ignore[arg-type]
    )
    return JudgedPackages.of(AGENDA, interests, {})


def numbers(
    values: Mapping[tuple[str, str], Range], weights: Mapping[str, Range]
) -> frozendict[str, IssueInterest]:
    return frozendict(
        {
            i: IssueInterest(
                weight=weights[i], values=frozendict({o: values[i, o] for o in some})
            )
            for i, some in OPTIONS.items()
        }
    )


told = st.lists(
    st.tuples(st.integers(0, len(DEALS) - 1), st.sampled_from([Would.SIGN, Would.NOT_SIGN])),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one[0],
)
points = st.fixed_dictionaries(
    {(i, o): st.integers(0, 4) for i, some in OPTIONS.items() for o in some}
)
spans = st.fixed_dictionaries(
    {i: st.tuples(st.integers(0, 3), st.integers(0, 3)) for i in "abc"}
)


def most_by_vertices(
    values: Mapping[tuple[str, str], int],
    weights: Mapping[str, tuple[int, int]],
    order: Sequence[str],
    signed: Sequence[Deal],
    others: Sequence[Deal],
) -> float:
    """Return by how much all others can be below all that is signed, over every vertex.

    The unknowns are the three weights and the margin; values are known, so that a walk-away
    value between the two sides exists exactly if the margin can be above 0.
    """
    if not (signed and others):
        return 1.0
    rows, ends = [], []

    def add(row: Sequence[float], end: float) -> None:
        rows.append(row)
        ends.append(end)

    for n, i in enumerate("abc"):
        unit = [float(n == k) for k in range(3)]
        add([*unit, 0.0], weights[i][1])
        add([*(-one for one in unit), 0.0], -weights[i][0])
    for first, then in pairwise(order):
        row = [0.0] * 4
        row["abc".index(then)], row["abc".index(first)] = 1.0, -1.0
        add(row, 0.0)
    for s, q in product(signed, others):
        add([*(float(values[i, q[i]] - values[i, s[i]]) for i in "abc"), 1.0], 0.0)
    matrix, right = np.array(rows), np.array(ends)
    best = -np.inf
    for some in combinations(range(len(rows)), 4):
        part = matrix[list(some)]
        if abs(np.linalg.det(part)) < 1e-9:
            continue
        vertex = np.linalg.solve(part, right[list(some)])
        if (matrix @ vertex <= right + 1e-9).all():
            best = max(best, vertex[3])
    return float(best)


@given(
    told=told,
    values=points,
    ends=spans,
    order=st.permutations("abc"),
    asked=st.sampled_from(DEALS),
)
def test_by_numbers_it_is_as_the_vertices_of_all_weights_that_fit(
    told: Told,
    values: dict[tuple[str, str], int],
    ends: dict[str, tuple[int, int]],
    order: list[str],
    asked: dict[str, str],
) -> None:
    weights = {i: (min(pair), max(pair)) for i, pair in ends.items()}
    if any(weights[then][0] > weights[first][1] for first, then in combinations(order, 2)):
        order = []  # no weights are in that order
    found = judged(
        told,
        issues=numbers(
            {one: Range(float(v), float(v)) for one, v in values.items()},
            {i: Range(float(low), float(high)) for i, (low, high) in weights.items()},
        ),
        order=tuple(order),
    )
    signed = [DEALS[n] for n, would in told if would is Would.SIGN]
    others = [DEALS[n] for n, would in told if would is Would.NOT_SIGN]

    def fits(yes: Sequence[Deal], no: Sequence[Deal]) -> bool:
        return most_by_vertices(values, weights, order, yes, no) > 1e-7

    if not fits(signed, others):
        assert found.status(asked) is Acceptable.CONTRADICTED
        conflict = [(one.deal, one.would) for one in found.conflict]
        sizes = [
            size
            for size in range(1, len(told) + 1)
            if any(
                not fits(
                    [DEALS[n] for n, would in some if would is Would.SIGN],
                    [DEALS[n] for n, would in some if would is Would.NOT_SIGN],
                )
                for some in combinations(told, size)
            )
        ]
        assert len(conflict) == min(sizes)
        assert not fits(
            [deal for deal, would in conflict if would is Would.SIGN],
            [deal for deal, would in conflict if would is Would.NOT_SIGN],
        )
        return
    assert found.conflict == ()
    expected = Acceptable.POSSIBLY
    if not fits(signed, [*others, asked]):
        expected = Acceptable.NECESSARILY
    elif not fits([*signed, asked], others):
        expected = Acceptable.NOT
    assert found.status(asked) is expected


@given(told=told, values=points, ends=spans, seed=st.integers(0, 1000))
def test_by_numbers_in_ranges_every_function_that_fits_agrees(
    told: Told,
    values: dict[tuple[str, str], int],
    ends: dict[str, tuple[int, int]],
    seed: int,
) -> None:
    """Functions are drawn from the ranges, with a bonus; those that do not fit are left out."""
    weights = {i: (min(pair), max(pair)) for i, pair in ends.items()}
    bonus = Interaction(when=frozendict(a=("x",), b=("y", "z")), bonus=Range(-0.02, 0.03))
    found = judged(
        told,
        issues=numbers(
            {one: Range(float(v), v + 1.0) for one, v in values.items()},
            {i: Range(float(low), float(high)) for i, (low, high) in weights.items()},
        ),
        interactions=(bonus,),
    )
    rng = np.random.default_rng(seed)
    said = [found.status(deal) for deal in DEALS]
    for _ in range(40):
        weight = {i: rng.uniform(low, high) for i, (low, high) in weights.items()}
        value = {one: rng.uniform(v, v + 1) for one, v in values.items()}
        extra = 100 * rng.uniform(-0.02, 0.03)
        worth = [
            sum(weight[i] * value[i, o] for i, o in deal.items())
            + extra * (deal["a"] == "x" and deal["b"] != "x")
            for deal in DEALS
        ]
        signed = [worth[n] for n, would in told if would is Would.SIGN]
        others = [worth[n] for n, would in told if would is Would.NOT_SIGN]
        low, high = max(others, default=-1e3), min(signed, default=1e3)
        if high - low < 1e-3:
            continue
        for threshold in (low + 1e-4, high):
            for one, status in zip(worth, said, strict=True):
                assert status is not Acceptable.CONTRADICTED
                if abs(one - threshold) > 1e-3:
                    wrong = Acceptable.NOT if one > threshold else Acceptable.NECESSARILY
                    assert status is not wrong


marks = st.fixed_dictionaries(
    {(i, o): st.sampled_from([*Mark]) for i, some in OPTIONS.items() for o in some}
)
RANK = {Mark.LIVE: 1, Mark.WANT: 2}


@given(told=told, sheet=marks)
def test_by_marks_it_is_as_option_by_option(
    told: Told, sheet: dict[tuple[str, str], Mark]
) -> None:
    by_issue = {
        i: frozendict({o: Marked(mark=sheet[i, o]) for o in some})
        for i, some in OPTIONS.items()
    }
    found = judged(told, marks=frozendict(by_issue))

    def as_good(one: Deal, other: Deal) -> bool:
        return all(
            one[i] == other[i]
            or RANK.get(sheet[i, one[i]], -9) > RANK.get(sheet[i, other[i]], 9)
            for i in OPTIONS
        )

    def refused(deal: Deal) -> bool:
        return any(sheet[one] is Mark.CANNOT for one in deal.items())

    signed = [DEALS[n] for n, would in told if would is Would.SIGN]
    others = [DEALS[n] for n, would in told if would is Would.NOT_SIGN]
    conflicts = any(map(refused, signed)) or any(as_good(q, s) for s in signed for q in others)
    for deal in DEALS:
        status = found.status(deal)
        if refused(deal):
            assert status is Acceptable.NOT
        elif conflicts:
            assert status is Acceptable.CONTRADICTED
            assert 1 <= len(found.conflict) <= 2
        elif any(as_good(deal, s) for s in signed):
            assert status is Acceptable.NECESSARILY
        elif any(as_good(q, deal) for q in others):
            assert status is Acceptable.NOT
        else:
            assert status is Acceptable.POSSIBLY


def test_a_red_line_refuses_whatever_was_judged() -> None:
    red = Exclusion(id="r", never=frozendict(a=("x",), b=("x",)))
    found = judged([(0, Would.SIGN)], red_lines=(red,))
    assert DEALS[0] == {"a": "x", "b": "x", "c": "x"}
    assert [one.deal for one in found.conflict] == [DEALS[0]]
    assert found.status(DEALS[0]) is Acceptable.NOT


def test_a_package_that_leaves_something_open_is_told_and_says_nothing() -> None:
    interests = Interests(
        id="i",
        party="p",
        held_by="h",
        judgements=(
            Judgement(package="part", would=Would.SIGN),
            Judgement(package="whole", would=Would.UNKNOWN),
            Judgement(package="later", would=Would.SIGN),  # not in the record of the day
        ),
    )
    found = JudgedPackages.of(AGENDA, interests, {"part": {"a": "x"}, "whole": DEALS[0]})
    assert found.left_open == {"part": ("b", "c")}
    assert (found.judged, found.unknown) == ((), 1)
    assert found.status(DEALS[3]) is Acceptable.POSSIBLY
    with pytest.raises(AccordError, match="leaves open 'b'"):
        found.status({"a": "x"})

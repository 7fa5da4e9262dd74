"""What `accord hold FOLDER --inverse` says is what the files say once they are changed so."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.hold.deal_oracle import Deal, Ends, Given, Promise, drawn, middle
from tests.hold.test_deal_by_enumeration import told
from tests.strategies import few

STEPS = [Fraction(n, 2) for n in range(-12, 13)]


def fixed(of: Deal) -> Deal:
    """Return a deal with all that can be broken on record, so that no number changes it."""
    said = [
        Promise(f"u{n}", issue, owner, way)
        for n, ((issue, owner), way) in enumerate(of.undertakings.items())
    ]
    for n, (issue, why) in enumerate(of.left_out.items()):
        if why in ("nobody", "delivered"):
            said.append(Promise(f"v{n}", issue, "x", ""))
    return evolve(of, promises=said, delivered=[])


def shifted(ends: Ends, by: Fraction) -> Any:
    return ends[0] + by, ends[1] + by


def changed(of: Deal, one: Any, by: Fraction) -> Deal:
    """Return a deal with one number changed by so many points."""
    kind, who, what = one["number"], one["of"], one["what"]
    if kind == "walk_away":
        sheet = of.sheets[who]
        sheet = evolve(sheet, walk_away=shifted(sheet.walk_away, by))
        return evolve(of, sheets={**of.sheets, who: sheet})
    if kind == "issue":
        sheet = of.sheets[who]
        every = sum(map(middle, sheet.weights.values())) if sheet.relative else Fraction(100)
        value = by * every / middle(sheet.weights[what])
        options = sheet.values[what]
        ends = shifted(options[of.deal[what]], value)
        values = {**sheet.values, what: {**options, of.deal[what]: ends}}
        return evolve(of, sheets={**of.sheets, who: evolve(sheet, values=values)})
    if kind == "breach":
        lost = Given("lost", "escrow", "h", [who], [], 1, (0, 0), (0, 0), None, 0, [])
        lost = evolve(lost, penalty=shifted((0, 0), by))
        return evolve(of, guarantees=[*of.guarantees, lost])
    found = []
    for each in of.guarantees:
        if each.id == what:
            if kind == "penalty":
                each = evolve(each, penalty=shifted(each.penalty, by))
            else:
                each = evolve(each, stake=shifted(each.stake or (0, 0), by))
        found.append(each)
    return evolve(of, guarantees=found)


def numbers(of: Deal) -> Iterator[Any]:
    """Yield every number that can be changed."""
    for who in of.sheets:
        yield {"number": "walk_away", "of": who, "what": None}
        for issue in {issue for issue, _ in of.undertakings}:
            yield {"number": "issue", "of": who, "what": issue}
    for one in of.effective:
        if one.responds or one.kind == "escrow":
            yield {"number": "penalty", "of": one.by, "what": one.id}
        if one.responds:
            yield {"number": "stake", "of": one.by, "what": one.id}


def now_of(of: Deal, one: Any) -> Fraction:
    """Return how far down a number can go."""
    for each in of.guarantees:
        if each.id == one["what"]:
            return middle(each.penalty if one["number"] == "penalty" else each.stake or (0, 0))
    return Fraction(0) if one["number"] == "breach" else Fraction(10**6)


def exactly(change: float) -> Fraction:
    return Fraction(change).limit_denominator(2000)


def check_flip(of: Deal, who: str, concept: str, one: Any, told_of: Any, by: Random) -> None:
    """Compare what is said of one number with the files changed by many values of it."""
    stays = of.stays(who)[concept]
    lowest = -now_of(of, one)
    tried = {step for step in by.sample(STEPS, 5) if step >= lowest}
    if told_of is not None:
        at = exactly(told_of["change"])
        assert float(at) == pytest.approx(told_of["change"], abs=1e-6)
        little = Fraction(1, 10**5)
        sign = 1 if at > 0 or (at == 0 and _is_up(of, who, concept, one, stays)) else -1
        tried |= {at, at + sign * little, at - sign * little}
        now = told_of["to"] - told_of["change"]
        until = None if told_of["until"] is None else exactly(told_of["until"] - now)
    for step in tried:
        if step < lowest:
            continue
        is_now = changed(of, one, step).stays(who)[concept] is stays
        if told_of is None or abs(step) < abs(at):
            assert is_now, (one, step)
        elif step == at:
            assert is_now is not told_of["or_more_alone"], (one, step)
        elif step * sign > at * sign and (until is None or step * sign < until * sign):
            assert not is_now, (one, step)


def _is_up(of: Deal, who: str, concept: str, one: Any, stays: bool) -> bool:
    then = changed(of, one, Fraction(1, 10**5))
    return then.stays(who)[concept] is not stays


def key(one: Any) -> tuple[str, str, str]:
    return one["number"], one["of"], one["what"] or ""


@few(25)
@given(st.randoms(use_true_random=False))
def test_each_number_changed_in_the_files_is_as_it_says(by: Random) -> None:
    of = fixed(drawn(by))
    if len(of.owners) > 6:  # the oracle lists every sequence
        return
    said = told(of, "--inverse", "--reachability", of.rule)["inverse"]
    assert {*said} == {*of.sheets}
    for who, found in said.items():
        stays = of.stays(who)
        assert found["stays"] is (stays["seq"] or stays["gmr"])
        concept = found["concept"]
        assert concept == ("gmr" if stays["gmr"] and not stays["seq"] else "seq")
        flips = {key(one): one for one in found["changes"]}
        assert [abs(one["change"]) for one in found["changes"]] == sorted(
            abs(one["change"]) for one in found["changes"]
        )
        every = [*numbers(of)]
        if not found["stays"]:
            every.append({"number": "breach", "of": who, "what": None})
        assert {*flips} <= {*map(key, every)}
        for one in by.sample(every, min(4, len(every))):
            check_flip(of, who, concept, one, flips.get(key(one)), by)


@few(15)
@given(st.randoms(use_true_random=False))
def test_several_numbers_at_once_are_the_least_that_would_do(by: Random) -> None:
    """What is named does it; of many changes that are smaller in all none does."""
    of = fixed(drawn(by))
    if len(of.owners) > 6:  # the oracle lists every sequence
        return
    said = told(of, "--inverse", "--reachability", of.rule)["inverse"]
    for who, found in said.items():
        concept, total = found["concept"], found["together"]
        own = [one for one in numbers(of) if one["of"] == who and one["number"] in OWN]
        single = [
            o["change"] for o in found["changes"] if o["of"] == who and o["number"] in OWN
        ]
        if not found["together_looked_for"]:
            continue
        if total is None:
            assert not single
            continue
        assert total["points"] <= min(map(abs, single), default=1e9) + 1e-5
        then = of
        for one in total["changes"]:
            then = changed(then, one | {"of": who}, Fraction(one["change"]))
        stays = of.stays(who)[concept]
        assert then.stays(who)[concept] is not stays
        # What is named goes a millionth beyond a tie in each number, as the module says.
        less = 0.999 * (total["points"] - 1e-6 * (1 + len(own)))
        for _ in range(10 if less > 0 else 0):
            parts = [by.choice([-1, 0, 0, 1]) * by.random() for _ in own]
            size = sum(map(abs, parts))
            if not size:
                continue
            then = of
            for one, part in zip(own, parts, strict=True):
                step = Fraction(less * part / size).limit_denominator(10**6)
                then = changed(then, one, step)
            assert then.stays(who)[concept] is stays


OWN = ("walk_away", "issue")

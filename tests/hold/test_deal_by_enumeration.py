"""`accord hold FOLDER` says what listing all states and sequences of its files says."""

import json
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.hold.deal_oracle import Deal, Given, drawn, written
from tests.strategies import few

from accord.cli import cli
from accord.kernels.ties import TIE


def told(of: Deal, *more: str, text: bool = False) -> Any:
    """Return what the command says of a deal, as JSON or as text."""
    with TemporaryDirectory() as folder:
        at = written(of, Path(folder))
        asked = ["hold", str(at), "--deal", str(at / "deal.yaml"), "--draws", "5", *more]
        asked += [one for done in of.delivered for one in ("--delivered", done)]
        result = CliRunner().invoke(cli, [*asked, *([] if text else ["--json"])])
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output if text else json.loads(result.output)


@few(60)
@given(st.randoms(use_true_random=False))
def test_who_stays_what_it_gains_and_what_is_left_out(by: Random) -> None:
    of = drawn(by)
    said = told(of, "--reachability", of.rule)
    assert said["left_out"] == of.left_out
    undertaken = {
        (each["issue"], each["owner"]): each["one_way"] or "" for each in said["undertakings"]
    }
    assert undertaken == of.undertakings
    stays = {**said["parties"], **said["guarantors"]}
    assert {*stays} == {*of.makers}
    for who in of.makers:
        found = {concept: one["stable"] for concept, one in stays[who].items()}
        assert found == of.stays(who), who
        most, best = of.most(who), said["temptations"][who]
        assert (best is None) is (most is None)
        if best is not None and most is not None:
            assert best["gain"] == pytest.approx(float(most), abs=TIE)


def test_it_is_said_in_words_too_whatever_the_ids_are() -> None:
    """Seeds by which an issue with a colon in its id is gone back on."""
    found = 0
    for seed in range(12):
        of = drawn(Random(seed))
        said = told(of, "--guarantee", "all", "--from", "today", "--coalitions", text=True)
        found += "go back on “a: b”" in " ".join(said.split())
    assert found


@few(40)
@given(st.randoms(use_true_random=False))
def test_the_smallest_sets_of_guarantees_and_the_least_penalty(by: Random) -> None:
    of = drawn(by)
    said = told(of, "--guarantee", "all")["guarantee"]
    enough: list[set[str]] = []
    for size in range(len(of.effective) + 1):
        for some in combinations(of.effective, size):
            ids = {one.id for one in some}
            if not any(one <= ids for one in enough) and of.is_enough(some):
                enough.append(ids)
    sets = said["sets"]["middle"]["minimal"]
    assert sorted(sorted(one["ids"]) for one in sets) == sorted(map(sorted, enough))
    for who in of.sheets:
        least = said["least_penalty"][who]["middle"]
        if least is None:
            assert not _kept_by(of, who, 10**5)
            continue
        assert _kept_by(of, who, int(least) + 1)
        assert least < TIE or not _kept_by(of, who, _below(least))


def _below(least: float) -> int:
    """Return a penalty, in whole points, that is less than what is needed; or a bonus."""
    return int(least) if least - int(least) > TIE else int(least) - 1


def _kept_by(of: Deal, who: str, points: int) -> bool:
    lost = Given(
        id="lost",
        kind="escrow",
        by="h",
        against=[who],
        on=[],
        steps=1,
        penalty=(points, points),
        cost=(0, 0),
        stake=None,
        price=0,
        needs=[],
    )
    return evolve(of, guarantees=[lost], rule="sequences").stays(who)["seq"]


@few(30)
@given(st.randoms(use_true_random=False))
def test_the_order_of_parties_issues_and_entries_changes_no_answer(by: Random) -> None:
    of = drawn(by)
    turned = evolve(
        of,
        sheets=dict([*of.sheets.items()][::-1]),
        no_deal=dict([*of.no_deal.items()][::-1]),
        deal=dict([*of.deal.items()][::-1]),
        promises=of.promises[::-1],
        guarantees=of.guarantees[::-1],
    )
    one, two = (told(each, "--reachability", of.rule) for each in (of, turned))
    for key in ("parties", "guarantors"):
        for who, concepts in one[key].items():
            stable = {concept: each["stable"] for concept, each in concepts.items()}
            assert stable == {c: each["stable"] for c, each in two[key][who].items()}, who
    assert one["left_out"] == two["left_out"]


@few(30)
@given(st.randoms(use_true_random=False))
def test_a_third_party_that_can_no_longer_answer_makes_nobody_stay_at_any_cost(
    by: Random,
) -> None:
    """What an opponent can do, taken away, never enlarges GMR or SMR."""
    of = drawn(by)
    third = [g for g in of.effective if g.responds and g.by not in of.sheets]
    if not third:
        return
    least = [g for g in of.guarantees if g.id != third[0].id]
    if any(third[0].id in g.needs for g in of.guarantees):
        return
    more = told(of, "--reachability", of.rule)["parties"]
    fewer = told(evolve(of, guarantees=least), "--reachability", of.rule)["parties"]
    for who in of.sheets:
        for concept in ("gmr", "smr"):
            assert more[who][concept]["stable"] or not fewer[who][concept]["stable"]

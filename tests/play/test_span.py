"""The span over programs is what separate talks of each of them come to."""

from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from typing import ClassVar

import pytest
from attrs import evolve
from tests.play.build import Domain, by_one, opposed, process, talks

from accord.delegates import catalogue, parse
from accord.errors import AccordError
from accord.fighting import FightingModel
from accord.fighting.scripted import shift
from accord.play import counted, game, parse_rules, play_many
from accord.play.span import Spanned, delegations, span
from accord.play.tally import TalkTally, plus
from accord.talks import Role, Rules

HELD: Domain = by_one(opposed(walk_away={"alba": (20, 80), "delta": (30, 60)}))
RULES = parse_rules("stacked", 2, 5)
AT_TABLE = {"bayesian", "frequency", "hard-headed", "nice-tit-for-tat", "rubinstein"}
"""Programs that no compiled code plays."""


def found(
    held: Domain = HELD, rules: Rules = RULES, talks: int = 30, **rest: object
) -> dict[str, Spanned]:
    on_it, of = held
    around = process(on_it, [one.party for one in of], ("mira",))
    seated = {"mira": parse("from-heard")} if rules.needs_mediator else {}
    coming = span(around, of, rules, seated, talks=talks, **rest)  # type: ignore[arg-type]
    return {one.program: one for one in coming}


def test_each_program_that_can_sit_for_a_party_is_in_it() -> None:
    sitting = [n for n, kind in catalogue().items() if kind.role is Role.DELEGATION]
    of_a_model = ["fearon", "powell", "slantchev"]  # they sit at the game of their model alone
    assert [one for one in sitting if one not in delegations()] == of_a_model
    assert list(found(talks=1)) == list(delegations())
    assert [one for one in sitting if one not in of_a_model] == list(delegations())


@pytest.mark.parametrize("name", ["stacked", "shuttle"])
@pytest.mark.parametrize("fighting", [(), (shift("alba", 15, 3),)])
def test_it_equals_what_separate_talks_come_to(
    name: str, fighting: tuple[FightingModel, ...]
) -> None:
    rules = parse_rules(name, 2, 5)
    every = found(rules=rules, seed=7, fighting=fighting)
    on_it, of = HELD
    around = process(on_it, ["alba", "delta"], ("mira",))
    for program, one in every.items():
        seats = {"alba": parse(program), "delta": parse(program)}
        if rules.needs_mediator:
            seats["mira"] = parse("from-heard")
        alone = evolve(game(around, of, rules, seats, assumed=of, seed=7), fighting=fighting)
        total: TalkTally | None = reduce(
            plus, (part.tally for part in play_many(alone, 30, 0, None, "table")), None
        )
        assert one.agreed == counted(alone, total).agreed
    assert len({one.agreed for one in every.values()}) > 2


def test_it_is_the_same_wherever_it_is_held() -> None:
    with ThreadPoolExecutor(3) as executor:
        assert found(workers=executor) == found()


def test_compiled_code_counts_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    plain = found()
    monkeypatch.setattr("accord.play.engines.COMPILED_FROM", 2)
    assert found() == plain


def test_what_plays_them_is_chosen_by_how_many_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def chosen(_: object, count: int, beside: int) -> str:
        asked.append((count, beside))
        return "table"

    monkeypatch.setattr("accord.play.span.engine_for", chosen)
    found(talks=3)
    several = sum(1 for name in delegations() if name not in AT_TABLE)
    assert {*asked} == {(3, 0), (3, 3 * (several - 1))}
    assert sum(bool(beside) for _, beside in asked) == several


def test_a_program_that_refuses_is_named_with_why(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(catalogue()["linear"]):  # type: ignore[misc]
        name: ClassVar[str] = "linear"

        def move(self, *_: object) -> None:
            raise AccordError("This agenda is too large for it.")

    known = {**catalogue(), "linear": Refusing}
    monkeypatch.setattr("accord.play.span.catalogue", lambda: known)
    one = found(talks=2)["linear"]
    assert one.to_json() == {
        "program": "linear",
        "refused": "This agenda is too large for it.",
    }
    assert found(talks=2)["micro"].agreed is not None


def test_a_program_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unmade(catalogue()["linear"]):  # type: ignore[misc]
        name: ClassVar[str] = "unmade"

        def __init__(self, **_: object) -> None:
            raise KeyError("x")

    class Crashing(catalogue()["linear"]):  # type: ignore[misc]
        name: ClassVar[str] = "crashing"

        def move(self, *_: object) -> None:
            raise ZeroDivisionError("of nothing")

    known = {**catalogue(), "unmade": Unmade, "crashing": Crashing}
    monkeypatch.setattr("accord.play.span.catalogue", lambda: known)
    spanned = found(talks=2)
    assert spanned["unmade"].refused == "The program 'unmade' cannot be made: KeyError: 'x'."
    assert "'crashing' at the seat" in spanned["crashing"].refused
    assert spanned["crashing"].refused.endswith("ZeroDivisionError: of nothing.")
    assert spanned["micro"].agreed is not None


def test_the_numbers_are_those_of_the_talks_beside_it() -> None:
    base = talks(rules="stacked", rounds=5, seed=7, held=HELD)
    total: TalkTally | None = reduce(
        plus, (part.tally for part in play_many(base, 30, 0, None, "table")), None
    )
    assert found(seed=7)["linear"].agreed == counted(base, total).agreed

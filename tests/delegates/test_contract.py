"""Every delegate keeps to the contract, and the check of it finds those that do not."""

import random
import subprocess
import sys
from typing import ClassVar

import pytest
from attrs import define, evolve, frozen

from accord.delegates import catalogue, parse
from accord.tactics import Delegate, Tactic, Turn
from accord.talks import Accept, Close, Move, Options, Propose, Role, View
from accord.testing import check_delegate


@pytest.mark.parametrize("name", catalogue())
def test_delegates_keep_to_the_contract(name: str) -> None:
    check_delegate(parse(name))


@define
class Loose:
    name: ClassVar[str] = "loose"
    role: ClassVar[Role] = Role.MEDIATOR

    def move(self, view: View, rng: random.Random) -> Move:
        return Close()


@frozen(kw_only=True)
class Shared(Tactic):
    name: ClassVar[str] = "shared"

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        random.random()
        return turn.own.above(100)


@frozen(kw_only=True)
class Fickle(Tactic):
    name: ClassVar[str] = "fickle"
    asked: ClassVar[list[int]] = []

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        self.asked.append(1)
        ranked = turn.own.ranked(len(self.asked) % 2)
        return ranked or turn.own.above(0)


@frozen(kw_only=True)
class Silent(Tactic):
    name: ClassVar[str] = "silent"

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        return turn.own.above(100)

    def move(self, view: View, rng: random.Random) -> Move:
        return Propose(deal={})


@frozen(kw_only=True)
class Giving(Tactic):
    name: ClassVar[str] = "giving"

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        return turn.own.above(0)

    def move(self, view: View, rng: random.Random) -> Move:
        if view.offer is not None and "accept" in view.legal and view.rules.takes_turns:
            return Accept()
        # Not a zero-argument super: attrs makes the class anew.
        return Tactic.move(self, view, rng)


@frozen(kw_only=True)
class Deaf(Tactic):
    """Does not hear that its walk-away value has moved."""

    name: ClassVar[str] = "deaf"

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        return turn.own.above(0)

    def move(self, view: View, rng: random.Random) -> Move:
        return Tactic.move(self, evolve(view, walk_away=0.0), rng)


@frozen(kw_only=True)
class Spying(Tactic):
    """Does otherwise in every second talk, as if it knew who it is that sits there."""

    name: ClassVar[str] = "spying"
    openings: ClassVar[list[int]] = []

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        if len(turn.view.heard) == 1:
            self.openings.append(1)
        # It is asked twice at every view: once itself, once its copy.
        talks = (len(self.openings) - 1) // 2
        return turn.own.ranked(talks % 2) or turn.own.above(0)


@frozen
class Nameless:
    """Has no name."""

    role: ClassVar[Role] = Role.DELEGATION


@frozen
class Homeless:
    """Has no role."""

    name: ClassVar[str] = "homeless"


@frozen(kw_only=True)
class Idle(Tactic):
    """Makes no move."""

    name: ClassVar[str] = "idle"

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        return turn.own.above(100)

    def move(self, view: View, rng: random.Random) -> Move:
        return None  # type: ignore[return-value]


@frozen(kw_only=True)
class Empty(Tactic):
    """Offers nothing."""

    name: ClassVar[str] = "empty"

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        return None  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Nameless, "Nameless has no name"),
        (Homeless, "Homeless has no role"),
        (Idle, "'idle' gives None, which is no move"),
        (Empty, "'empty' fails .*: TypeError: its 'offer' gives None, which is no deal"),
        (Loose, "can be changed"),
        (Shared, "draws from a shared generator"),
        (Fickle, "moves otherwise at the same view"),
        (Silent, "illegal move"),
        (Giving, "worse than no deal"),
        (Deaf, "worse than no deal.*walk-away values that have moved"),
        (Spying, "moves otherwise where nothing that it sees has changed"),
    ],
)
def test_what_breaks_the_contract_is_found(kind: type[Delegate], said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        check_delegate(kind)


PLAY = """
import sys
from tests.delegates.build import large, played
from accord.delegates import parse
from accord.talks import Stacked
over, first = large("alba", issues=int(sys.argv[2]))
second = large("brae", issues=int(sys.argv[2]))[1]
make = parse(sys.argv[1])
table = played(over, Stacked(rounds=5), {"alba": make(first), "brae": make(second)}, seed=3)
print([(e.seat, sorted(getattr(e.what, "deal", {}).items())) for e in table.events])
"""


@pytest.mark.parametrize("issues", ["3", "12"])
def test_moves_are_the_same_in_every_process(issues: str) -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", PLAY, "random-walker", issues],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert "alba" in said.pop()

"""The contract of rule sets: those there are keep to it, and what breaks it is found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import pytest
from attrs import frozen

import accord
from accord.talks import Event, Rules, Table, rule_sets
from accord.talks.guards import ACCEPTABLE, REJECTABLE, TURN
from accord.talks.procedure import Row
from accord.talks.rules.alternating import Alternating, AlternatingProcedure
from accord.talks.rules.stacked import Stacked, StackedProcedure
from accord.talks.seats import Role
from accord.talks.table import Changes
from accord.testing import check_rules

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", rule_sets())
def test_every_rule_set_keeps_to_the_contract(name: str) -> None:
    check_rules(rule_sets()[name])


@frozen(kw_only=True, slots=False)
class Hasty(Stacked):
    """Agrees as soon as somebody accepts."""

    name: ClassVar[str] = "hasty"


class HastyProcedure(StackedProcedure, of=Hasty):
    """Makes a deal that the third has not accepted."""

    def accept(self, table: Table, event: Event) -> Changes:
        from accord.talks import answers

        found = answers.accepted(table, event)
        due = answers.deal(table, found.deal, set()) if len(found.deal) == 2 else None
        return {**super().accept(table, event), "due": due}


@frozen(kw_only=True, slots=False)
class Mute(Stacked):
    """Says that anybody may reject, and does not know how."""

    name: ClassVar[str] = "mute"


class MuteProcedure(StackedProcedure, of=Mute):
    """Has a row without a hook."""

    rows: ClassVar[tuple[Row, ...]] = (Row("turn", Role.DELEGATION, "reject"),)


@frozen(kw_only=True, slots=False)
class Empty(Stacked):
    """Says that anybody may accept, where there is nothing to accept."""

    name: ClassVar[str] = "empty"


class EmptyProcedure(StackedProcedure, of=Empty):
    """Has a row that no move fits."""

    rows: ClassVar[tuple[Row, ...]] = (
        *StackedProcedure.rows,
        Row("turn", Role.DELEGATION, "accept", (), ("turn",)),
    )


@frozen(kw_only=True, slots=False)
class Deserted(Stacked):
    """Awaits nobody once somebody has proposed."""

    name: ClassVar[str] = "deserted"


class DesertedProcedure(StackedProcedure, of=Deserted):
    """Forgets whose turn it is."""

    def propose(self, table: Table, event: Event) -> Changes:
        return {**super().propose(table, event), "turn": ()}


@frozen(kw_only=True, slots=False)
class Astray(Stacked):
    """Goes where no row leads."""

    name: ClassVar[str] = "astray"


class AstrayProcedure(StackedProcedure, of=Astray):
    """Has a row that leads nowhere."""

    rows: ClassVar[tuple[Row, ...]] = (Row("turn", Role.DELEGATION, "propose", (), ("moon",)),)


@frozen(kw_only=True, slots=False)
class Whole(Stacked):
    """Says that it takes no parts, and takes them."""

    name: ClassVar[str] = "whole"
    parts: ClassVar[bool] = False


class WholeProcedure(StackedProcedure, of=Whole):
    """Goes on as ever."""


@frozen(kw_only=True, slots=False)
class Trap(Alternating):
    """Lets nobody out of answering."""

    name: ClassVar[str] = "trap"


class TrapProcedure(AlternatingProcedure, of=Trap):
    """Can be rejected for ever."""

    rows: ClassVar[tuple[Row, ...]] = (
        AlternatingProcedure.rows[0],
        Row("answer", Role.DELEGATION, "reject", (TURN, REJECTABLE), ("answer",)),
    )

    def reject(self, table: Table, event: Event) -> Changes:
        return {"turn": (next(p for p in table.seating.delegations if p != event.seat),)}


@frozen(kw_only=True, slots=False)
class Endless(Stacked):
    """Has one round only."""

    name: ClassVar[str] = "endless"


class EndlessProcedure(StackedProcedure, of=Endless):
    """Counts no rounds."""

    def propose(self, table: Table, event: Event) -> Changes:
        return {**super().propose(table, event), "round": table.round}

    def accept(self, table: Table, event: Event) -> Changes:
        return {**super().accept(table, event), "round": table.round}


@frozen(kw_only=True, slots=False)
class Limbo(Stacked):
    """Has a step to which nothing leads."""

    name: ClassVar[str] = "limbo"


class LimboProcedure(StackedProcedure, of=Limbo):
    """Has one row too many."""

    rows: ClassVar[tuple[Row, ...]] = (
        *StackedProcedure.rows,
        Row("limbo", Role.DELEGATION, "accept", (TURN, ACCEPTABLE), ("limbo",)),
    )


@frozen(kw_only=True, slots=False)
class Forgetful(Stacked):
    """Does not say what changes."""

    name: ClassVar[str] = "forgetful"


class ForgetfulProcedure(StackedProcedure, of=Forgetful):
    """Returns nothing."""

    def accept(self, table: Table, event: Event) -> Changes:
        return None  # type: ignore[return-value]


class Nothing(Stacked):
    """Has no procedure."""


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Nothing, "Nothing has no procedure"),
        (Hasty, "(alba|brae|cora) never proposed or accepted what was agreed on"),
        (Mute, "The row of mute for 'reject' in 'turn' has no hook"),
        (Empty, "'accept' is legal for alba, and no such move is taken"),
        (Deserted, "nobody is awaited, though the rules take turns"),
        (Trap, "was the step 'answer' left; was there a deal"),
        (Endless, "in no random talk did a round end by itself"),
        (Limbo, "was the step 'limbo' left; was the step 'limbo' reached"),
        (Forgetful, "something fails: TypeError.* A hook returns a dict .* never None"),
        (Astray, r"leads to \['moon'\], which is no step"),
    ],
)
def test_what_breaks_the_contract_is_found(kind: type[Rules], said: str) -> None:
    known = {**rule_sets(), kind.name: kind}
    with (
        patch("accord.testing.rule_contract.rule_sets", lambda: known),
        patch("accord.talks.plain.rule_sets", lambda: known),
        pytest.raises(AssertionError, match=said),
    ):
        check_rules(kind)


def test_a_rule_set_that_is_not_found_breaks_the_contract() -> None:
    with pytest.raises(AssertionError, match="Whole is not found by its name, 'whole'"):
        check_rules(Whole)


TURNS = '''
"""Speaking in turn: who has the floor proposes, all the others accept or say nothing."""

from typing import ClassVar

from attrs import frozen

from accord.talks.rules.stacked import Stacked, StackedProcedure


@frozen(kw_only=True, slots=False)
class TalkingStick(Stacked):
    """Whoever holds the stick proposes or accepts, and hands it on."""

    name: ClassVar[str] = "talking-stick"
    title: ClassVar[str] = "the talking stick"


class TalkingStickProcedure(StackedProcedure, of=TalkingStick):
    """How talks go under the talking stick."""
'''

FOUND = """
import sys
from accord.talks import rule_sets
from accord.testing import check_rules
from accord.testing.cases import every_rules
check_rules(rule_sets()["talking-stick"])
assert any(rules.name == "talking-stick" for rules in every_rules())
sys.path.insert(0, "docs")
from generate import talks
assert "### TalkingStick\\n\\nWhoever holds the stick" in talks()
from tests.talks.build import NAMES
assert "talking-stick" in NAMES
"""


def ran(*words: str, path: Path) -> str:
    """Run Python with a folder before all others, from the root of the repository."""
    around = {**os.environ, "PYTHONPATH": f"{path}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, env=around, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


PLAY = (
    "-c",
    "from accord.cli import main; main()",
    "play",
    "examples/sarn-river",
    "--rules",
    "talking-stick:rounds=3",
)


def test_a_file_in_the_folder_and_its_test_add_a_rule_set(tmp_path: Path) -> None:
    source = Path(accord.__file__).parent
    shutil.copytree(source, tmp_path / "accord", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "accord/talks/rules/talking_stick.py").write_text(TURNS, "utf-8")
    ran("-c", FOUND, path=tmp_path)
    assert "Rules: the talking stick, 3 rounds at most" in ran(*PLAY, path=tmp_path)


def test_an_entry_point_of_another_package_adds_a_rule_set(tmp_path: Path) -> None:
    (tmp_path / "stick.py").write_text(TURNS, "utf-8")
    info = tmp_path / "stick-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stick\nVersion: 1\n", "utf-8")
    point = "[accord.rules]\ntalking-stick = stick:TalkingStick\n"
    (info / "entry_points.txt").write_text(point, "utf-8")
    ran("-c", FOUND, path=tmp_path)
    assert "Rules: the talking stick, 3 rounds at most" in ran(*PLAY, path=tmp_path)

"""What stands under `hold/`: numbers that cannot be are refused at their lines, all at once."""

from pathlib import Path
from shutil import copytree

from click.testing import CliRunner

from accord.cli import cli
from accord.errors import AccordError

EXAMPLE = Path(__file__).parents[2] / "examples" / "sarn-river"
ODD = """\
held_by: basin-institute
guarantees:
  - {id: steps, kind: withdrawal, by: kest, steps: 2.5}
  - {id: none, kind: withdrawal, by: kest, steps: 0}
  - {id: many, kind: withdrawal, by: kest, steps: 1e300}
  - id: less
    kind: sanction
    by: kest
    penalty: -3..2
    cost: -1
    stake: ..4
    price: -4
  - {id: twice.so, kind: escrow, by: kest}
  - {id: twice.so, kind: escrow, by: kest, penalty: 1e9}
  - {id: twice.so, kind: escrow, by: kest}
first_move:
  arven: -5..
  belmar: -1e6
"""
SAID = """\
x.yaml:3: 'steps' is a whole number from 1 to 1,000, not 2.5
x.yaml:4: 'steps' is a whole number from 1 to 1,000, not 0
x.yaml:5: 'steps' is a whole number from 1 to 1,000, not 1e+300
x.yaml:9: 'penalty' is 0 or more, not -3..2
x.yaml:10: 'cost' is 0 or more, not -1
x.yaml:11: 'stake': the range ..4 is open: give both ends
x.yaml:12: 'price' is 0 or more, not -4
x.yaml:14: 'penalty' is 100,000 points at most, not 1000000000
x.yaml:15: there are 3 guarantees 'twice.so': give each an id of its own
x.yaml:17: 'arven': the range -5.. is open: give both ends
x.yaml:18: 'belmar' is 100,000 points at most, not -1000000
"""


def refused(folder: Path, *command: str) -> str:
    """Return why a command refuses a folder, without the names of folders."""
    result = CliRunner().invoke(cli, [command[0], str(folder), *command[1:]])
    assert isinstance(result.exception, AccordError), result.output
    return "".join(f"{line.rpartition('/')[2]}\n" for line in str(result.exception).split("\n"))


def test_numbers_that_cannot_be_are_refused_all_at_once_by_every_command(
    tmp_path: Path,
) -> None:
    folder = copytree(EXAMPLE, tmp_path / "talks")
    (folder / "hold" / "x.yaml").write_text(ODD)
    for command in (
        ["hold", "--deal", "nash"],
        ["check"],
        ["brief", "--hold", "--for", "mediator"],
    ):
        assert refused(folder, *command) == SAID


def test_striking_first_may_cost_something(tmp_path: Path) -> None:
    folder = copytree(EXAMPLE, tmp_path / "talks")
    (folder / "hold" / "x.yaml").write_text("first_move: {arven: -5..2}\n")
    result = CliRunner().invoke(cli, ["hold", str(folder), "--deal", "nash", "--draws", "5"])
    assert "more for who strikes first: Belmar 0 to 3 points; Arven -5 to 2 points" in " ".join(
        result.output.split()
    )

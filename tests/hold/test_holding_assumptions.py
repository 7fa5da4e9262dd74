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


def beside(tmp_path: Path, **files: str) -> Path:
    """Return the Sarn folder with other files of who could answer; `private` is the team's."""
    folder = copytree(EXAMPLE, tmp_path / "talks")
    for name, text in files.items():
        where = folder / "private" / "mediator" if name.startswith("private") else folder
        (where / "hold").mkdir(parents=True, exist_ok=True)
        (where / "hold" / f"{name}.yaml").write_text(text)
    return folder


def test_what_a_guarantee_needs_has_to_be_there(tmp_path: Path) -> None:
    folder = beside(
        tmp_path,
        x="for: public\nguarantees:\n  - {id: a, kind: force, by: kest, needs: [gauge]}\n"
        "  - {id: b, kind: force, by: kest, needs: [gauges]}\n"
        "  - id: c\n    kind: force\n    by: kest\n    needs: [hidden]\n",
        private="held_by: basin-institute\nguarantees:\n"
        "  - {id: hidden, kind: escrow, by: kest}\n",
    )
    for command in (["hold", "--deal", "nash"], ["check"]):
        assert refused(folder, *command) == (
            "x.yaml:3: there is no guarantee 'gauge'; did you mean 'gauges'?\n"
            "x.yaml:8: there is no guarantee 'hidden'; known: gauges, customs, deposit, a, b, "
            "c\n"
        )


def test_what_one_holder_says_twice_to_the_same_readers_is_a_mistake(tmp_path: Path) -> None:
    again = """\
held_by: basin-institute
for: public
guarantees:
  - {id: gauges, kind: monitor, by: kest}
first_move:
  belmar: 1
"""
    assert refused(beside(tmp_path, x=again), "check") == (
        "x.yaml:4: the guarantee 'gauges' of the same holder stands in basin-institute too: it "
        "would not be known which counts\n"
        "x.yaml:6: the first move of 'belmar' of the same holder stands in basin-institute "
        "too: it would not be known which counts\n"
    )


def test_what_fewer_may_read_counts_and_that_is_said(tmp_path: Path) -> None:
    own = """\
held_by: basin-institute
guarantees:
  - {id: gauges, kind: monitor, by: kest, price: 77}
first_move:
  belmar: 5
"""
    folder = beside(tmp_path, private=own)
    asked = ["hold", str(folder), "--deal", "nash", "--draws", "5", "--guarantee", "all"]
    said = " ".join(CliRunner().invoke(cli, asked).output.split())
    assert "strikes first: Belmar 5 points" in said
    counts = "what stands in mediator/private counts, not what stands in basin-institute."
    assert f"Of the guarantee “gauges” {counts}" in said
    assert f"Of the first move of Belmar {counts}" in said


def test_a_guarantee_of_one_holder_is_answered_by_those_who_have_it(tmp_path: Path) -> None:
    folder = beside(
        tmp_path,
        x="held_by: kest\nfor: public\nguarantees: [{id: own, kind: escrow, by: kest}]\n",
    )
    for sheet in (folder / "interests").glob("*.yaml"):
        other = sheet.read_text().replace("held_by: basin-institute", "held_by: kest")
        sheet.with_name(f"kest-{sheet.name}").write_text(other)
    asked = ["hold", str(folder), "--deal=nash", "--draws=5", "--guarantee=own,deposit"]
    result = CliRunner().invoke(cli, asked)
    said = " ".join(result.output.split())
    assert result.exit_code == 0, result.exception
    assert "By these numbers no such guarantee is assumed: own." in said
    assert "By these numbers no such guarantee is assumed: deposit." in said
    assert said.count("Which guarantees would keep it") == 2

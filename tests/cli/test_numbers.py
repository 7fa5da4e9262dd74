"""A number on the command line is read as people write it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accord.cli import cli
from accord.formats import load
from accord.formats.new import new
from accord.model import Amount
from accord.record import Figure


@pytest.mark.parametrize(
    ("typed", "held"), [("3,000-4,000", "3000..4000"), ("~300", "about 300")]
)
def test_a_figure_takes_a_number_as_people_write_it(
    typed: str, held: str, tmp_path: Path
) -> None:
    done = _added(tmp_path / "talks", typed)
    assert done.exit_code == 0, done.output
    figure = load(tmp_path / "talks").record.entries[-1]
    assert isinstance(figure, Figure)
    assert figure.value == Amount.parse(held)


def test_a_word_that_says_no_number_is_refused(tmp_path: Path) -> None:
    done = _added(tmp_path / "talks", "dozens")
    assert "'dozens' does not say how many" in str(done.exception)


def _added(folder: Path, value: str) -> Result:
    new(folder)
    words = ["--kind", "figure", "--date", "2024-05-04", "--source", "gazette-0502"]
    given = ["--set", "subject=People who left", "--set", f"value={value}"]
    return CliRunner().invoke(cli, ["record", str(folder), "add", *words, *given])

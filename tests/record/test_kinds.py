"""A kind of entry is one module: found, said, on the brief, and in whatever lists kinds."""

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import evolve

import accord
from accord.brief import compose
from accord.deals import to_json
from accord.formats import load
from accord.formats.new import new
from accord.model import MEDIATOR, TABLE, Reader
from accord.model.choices import WideChoice
from accord.record import (
    KINDS,
    AgreementStage,
    Case,
    Entry,
    Meeting,
    Ruling,
    TalksTurn,
)
from accord.record.sentences import sentence

HERE = Path(__file__).parents[2]


@cache
def talks() -> Case:
    """Return the folder that `accord new` writes, with every kind that it shows in comments."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "talks"
        new(folder)
        file = folder / "record.yaml"
        head, mark, kinds = file.read_text("utf-8").partition("Remove the # to use one.\n")
        assert mark
        file.write_text(head + mark + re.sub(r"^#", "", kinds, flags=re.M), "utf-8")
        return load(folder)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_found_in_the_module_of_its_name(kind: str) -> None:
    assert KINDS[kind].__module__ == f"accord.record.kinds.{kind}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_said_with_names_for_ids(kind: str) -> None:
    assert KINDS[kind].said is not Entry.said
    case = talks()
    shown = [entry for entry in case.record.entries if entry.kind == kind]
    assert shown
    for entry in shown:
        said = sentence(case.process, entry, case.record)
        assert said.endswith((".", "!", "?"))
        for one in entry.ids("party", "actor", "speaker", "issue", "entry", "proposal"):
            if "-" in one:  # as no name here has one
                assert one not in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_stands_on_the_brief(kind: str) -> None:
    assert KINDS[kind].section
    record = talks().record
    entries = tuple(
        evolve(one, agreed=("One thing.",)) if isinstance(one, Meeting) else one
        for one in record.entries
    )
    case = evolve(talks(), record=evolve(record, entries=entries))
    reader = Reader((MEDIATOR if KINDS[kind].own else TABLE,))
    page = json.dumps(to_json(compose(case, reader=reader, draws=1).dossier))
    shown = {one.id for one in entries if one.kind == kind} - record.superseded.keys()
    assert shown
    assert all(f'"{one}"' in page for one in shown)


EXCHANGE = '''\
"""Prisoners who are handed over."""

from collections.abc import Container, Iterator

from attrs import frozen

from accord.model import Amount
from accord.model.refs import SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import quantity


@frozen(kw_only=True)
class Exchange(Entry):
    """Prisoners are handed over.

    Attributes:
        by: Who hands them over.
        to: To whom.
        number: How many they are.
    """

    kind = "exchange"
    section = Section.SAID
    spoken = True
    sample = """\\
- kind: exchange               # prisoners are handed over
  id: wounded-home
  date: 2024-05-04
  sources: gazette-0502
  by: delta
  to: minister-berg
  number: 30..45
"""
    by: SpeakerId
    to: SpeakerId
    number: Amount

    def said(self, names: Register) -> str:
        """Return who hands over how many, and to whom."""
        number = quantity(self.number, "prisoners")
        return f"{names.name(self.by)} hands over {number} to {names.with_side(self.to)}"

    def faults(self, given: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield a mistake where nobody is handed over."""
        if self.number.high <= 0:
            yield "number", "an exchange needs somebody who is handed over"
'''

CHECKS = """\
import csv, json, sys
from pathlib import Path

from click.testing import CliRunner
from hypothesis import Phase, find, settings
from tests.record.test_kinds import talks
from tests.strategies import folders

from accord.cli import cli
from accord.errors import InvalidProcess
from accord.formats import load, save
from accord.model import MEDIATOR, TABLE, Reader
from accord.record import KINDS, issues, speakers
from accord.talks.from_record import from_record


def run(*words):
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


home, saying = Path(sys.argv[1]), "Delta Federation hands over 30 to 45 prisoners to Bo Berg"
assert list(KINDS)[-1] == "exchange"
case = talks()
(made,) = (entry for entry in case.record.entries if entry.kind == "exchange")
assert (str(made.number), speakers(made)) == ("30..45", {"delta", "minister-berg"})

save(case, home / "saved")
assert load(home / "saved") == case
text = (home / "saved" / "record.yaml").read_text()
assert "number: 30..45" in text
for wrong, said in {
    "number: -3..0": "an exchange needs somebody who is handed over",
    "number: many": "'many' is not a number",
}.items():
    try:
        load(home / "saved", {"record.yaml": text.replace("number: 30..45", wrong)})
    except InvalidProcess as invalid:
        assert said in str(invalid), str(invalid)
    else:
        raise AssertionError(wrong)

schema = json.loads(run("schema", "record"))
assert "number" in schema["$defs"]["Exchange"]["properties"]
run("record", home / "saved", "export", home / "record.csv")
rows = csv.DictReader((home / "record.csv").open(encoding="utf-8-sig"))
(row,) = (row for row in rows if row["kind"] == "exchange")
assert (row["by"], row["to"], row["number"]) == ("delta", "minister-berg", "30..45")
assert saying in " ".join(run("record", home / "saved", "show", made.id).split())
assert saying in " ".join(run("brief", "--full", home / "saved").split())
(step,) = (s for s in from_record(case.process, case.record).steps if s.entry is made)
assert step.events[0].seat == "delta"
look = settings(database=None, max_examples=2000, phases=[Phase.generate])
find(folders(), lambda c: any(e.kind == "exchange" for e in c.record.entries), settings=look)
"""


def test_adding_a_kind_takes_its_module_and_a_test(tmp_path: Path) -> None:
    """In a copy of the package with one module more, everything knows the kind."""
    copy = tmp_path / "package" / "accord"
    shutil.copytree(Path(accord.__file__).parent, copy)
    (copy / "record" / "kinds" / "exchange.py").write_text(EXCHANGE, "utf-8")
    checks = tmp_path / "checks.py"
    checks.write_text(CHECKS, "utf-8")
    path = os.pathsep.join([str(copy.parent), str(HERE)])
    done = subprocess.run(
        [sys.executable, checks, tmp_path],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("choice", "written", "meant"),
    [
        (Ruling, "Struck  down", "annuls"),
        (Ruling, "Ratified", "approves"),
        (Ruling, "no", "rejects"),
        (TalksTurn, "Broken off", "broken_off"),
        (TalksTurn, "suspended", "halted"),
        (AgreementStage, "In Force", "in_force"),
        (AgreementStage, "entered into force", "in_force"),
    ],
)
def test_other_words_for_a_choice_are_read(
    choice: type[WideChoice], written: str, meant: str
) -> None:
    assert choice(written) == meant
    assert all(choice(word) for word in choice.others())
    with pytest.raises(ValueError, match="perhaps"):
        choice("perhaps")


def test_a_note_needs_no_source_and_an_actor_may_have_several_roles(tmp_path: Path) -> None:
    new(tmp_path / "talks")
    file = tmp_path / "talks" / "process.yaml"
    text = file.read_text("utf-8")
    assert "role: [host, mediator]" in text
    file.write_text(text.replace("role: [host, mediator]", "roles: [host, Observer]"), "utf-8")
    record = tmp_path / "talks" / "record.yaml"
    text = record.read_text("utf-8")
    note = "entries:\n  - {kind: note, id: ours, date: 2024-05-03, text: Ask again.}\n"
    record.write_text(text.replace("entries:\n", note, 1), "utf-8")
    made = load(tmp_path / "talks")
    assert made.record.by_id["ours"].sources == ()
    assert ("host", "Observer") in [actor.words for actor in made.process.actors.values()]

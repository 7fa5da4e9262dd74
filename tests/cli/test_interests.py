"""`accord interests`: which files there are, and for whom; nothing of what they say."""

import json
from pathlib import Path

from click.testing import CliRunner, Result
from tests.formats.test_check import BASE, write

from accord.cli import cli
from accord.errors import AccordError

VOICE = """\
party: north
held_by: host
voice: the army
can_block: yes
as_of: 2024-05-03
for: table
marks: {truce: {full: cannot}}
red_lines: [{id: never, never: {line: 20}}]
"""
FILES = {
    **BASE,
    "interests/army.yml": VOICE,
    "private/south/interests/own.yaml": "party: south\nheld_by: south\nred_lines: []\n",
}


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["interests", str(folder), *words])


def test_each_file_is_said_with_whose_it_is_and_what_is_in_it(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    found = json.loads(run(tmp_path, "list", "--json").output)
    assert found == [
        {
            "party": "north",
            "voice": "the army",
            "held_by": "host",
            "as_of": "2024-05-03",
            "for": ["table"],
            "holds": ["marks", "red lines"],
            "file": "interests/army.yml",
        },
        {
            "party": "north",
            "voice": None,
            "held_by": "office",
            "as_of": None,
            "for": ["mediator"],
            "holds": ["numbers", "red lines", "mandate"],
            "file": "interests/north.yaml",
        },
        {
            "party": "south",
            "voice": None,
            "held_by": "south",
            "as_of": None,
            "for": ["south"],
            "holds": [],
            "file": "private/south/interests/own.yaml",
        },
    ]
    drawn = run(tmp_path).output
    assert drawn == run(tmp_path, "list").output
    assert "3 files of interests" in drawn and "Host, 3 May" in drawn and "itself" in drawn


def test_a_reader_sees_what_that_reader_may_read_alone(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    for reader, files in (
        ("public", []),
        ("table", ["interests/army.yml"]),
        ("mediator", ["interests/army.yml", "interests/north.yaml"]),
        ("South", ["interests/army.yml", "private/south/interests/own.yaml"]),
    ):
        shown = run(tmp_path, "list", "--for", reader, "--json").output
        assert [one["file"] for one in json.loads(shown)] == files
    assert run(tmp_path, "list", "--for", "public").output == "0 files of interests\n"
    assert isinstance(run(tmp_path, "list", "--for", "nobody").exception, AccordError)

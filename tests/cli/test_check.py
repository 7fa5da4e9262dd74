"""`accord check` from the outside."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.test_check import BASE, edited, write
from tests.strategies import few

from accord.cli import cli
from accord.formats.new import new


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    code = "from accord.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "check", str(folder), *words],
        capture_output=True,
        text=True,
    )


def test_a_valid_folder_is_one_line(tmp_path: Path) -> None:
    done = run(write(tmp_path, BASE))
    counts = "2 parties, 2 issues, 4 entries, 1 source, 1 set of interests"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Talks: {counts}; no mistakes\n"


def test_mistakes_are_lines_of_standard_error_and_nothing_else(tmp_path: Path) -> None:
    files = edited("process.yaml", ("venue: hall", "venue: hell"), ("step: 10", "step: -1"))
    done = run(write(tmp_path, files))
    assert (done.returncode, done.stdout) == (2, "")
    file = tmp_path / "process.yaml"
    assert done.stderr.splitlines() == [
        f"{file}:24: 'step' must be above 0",
        f"{file}:30: there is no venue 'hell' in process.yaml; did you mean 'hall'?",
    ]


def test_what_a_file_holds_cannot_steer_the_terminal(tmp_path: Path) -> None:
    odd = 'titel: x\n"a\\e[2Jb\\nc": d\n'
    done = run(write(tmp_path, {**BASE, "process.yaml": BASE["process.yaml"] + odd}))
    assert done.returncode == 2
    assert "\\x1b[2Jb\\nc" in done.stderr
    assert "\x1b" not in done.stderr
    assert all(str(tmp_path) in line for line in done.stderr.splitlines())


def test_signs_that_cannot_be_seen_are_said_with_their_lines(tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    new(talks)
    process, record = talks / "process.yaml", talks / "record.yaml"
    title = 'title: "The \\u202eriver می‌خواهم"\n'
    lines = process.read_text("utf-8").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.startswith("title:"))
    process.write_text("".join([*lines[:place], title, *lines[place + 1 :]]), "utf-8")
    text = record.read_text("utf-8") + "\n# עברית, and\n# a comment \u2066 here\u2069\r\n"
    record.write_text(text, "utf-8")
    done = run(talks)
    last = text.count("\n")
    assert done.returncode == 0
    assert done.stderr == "".join(
        f"{file}:{line}: a sign here cannot be seen: {sign}; see if it is meant\n"
        for file, line, sign in (
            (process, place + 1, "U+202E RIGHT-TO-LEFT OVERRIDE"),
            (record, last, "U+2066 LEFT-TO-RIGHT ISOLATE"),
            (record, last, "U+2069 POP DIRECTIONAL ISOLATE"),
        )
    )
    assert done.stdout.startswith("The \ufffdriver می‌خواهم: ")
    assert done.stdout.endswith("; no mistakes; signs that cannot be seen: 3\n")


def test_balance_lists_what_stands_without_a_word_of_the_other(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    done = run(path, "--balance")
    assert (done.returncode, done.stderr) == (0, "")
    assert "north: 1 of 1" in done.stdout.casefold()
    assert "wish" in done.stdout
    found = json.loads(run(path, "--balance", "--json").stdout)["balance"]
    assert [(one["entry"], one["no_word_of"], one["on"]) for one in found["alone"]] == [
        ("wish", "south", ["truce"])
    ]
    assert found["looked_at"] == {"north": 1}


def test_a_warning_is_said_and_is_no_mistake_but_with_strict(tmp_path: Path) -> None:
    files = edited("record.yaml", ("length: 4..5", "length: 5\n    outcome: About 5 hours."))
    path = write(tmp_path, files)
    for words, status in (((), 0), (("--strict",), 2)):
        done = run(path, *words)
        assert done.returncode == status
        assert done.stdout.endswith("; no mistakes; warnings: 1\n")
        assert done.stderr == (
            f"{path}/record.yaml:9: warning: the text says 'About 5', and 'length' says 5: "
            "write about 5\n"
        )
    done = run(path, "--strict", "--json")
    assert (done.returncode, done.stderr) == (2, "")
    assert [one["line"] for one in json.loads(done.stdout)["warnings"]] == [9]


NOTE = "  - kind: note\n    id: hidden-{number}\n    date: 2024-05-01\n    for: mediator\n"
HELD = (
    "text: secret\n",
    "text: secret\n    # why\n    sources: paper\n",
    'text: "sec\\u202eret"\n',
    "text: [a]\n    issue: tuce\n",
    "text: secret\n    about: nothing\n    date_of: 2022-13-01\n",
    "",
)
SEEN = {  # how what the table reads is spoilt
    "right": ("", ""),
    "a source": ("sources: paper\n    party", "sources: papr\n    party"),
    "an option": ("option: full", "option: fulll"),
    "an id": ("id: denial", "id: offer"),
    "a sign": ("name: First", 'name: "Fi\\u202erst"'),
    "no id": ("id: wish", "issues: []"),
    "a key": ("sources:\n", "surces: {}\nsources:\n"),
    "a source's date": ("date: 2024-05-02}", "date: 2024-05-32}"),
    "unused": ("entries:", "  gone: {publisher: x, date: 2024-05-02, for: table}\nentries:"),
}


@st.composite
def with_notes(draw: st.DrawFn, record: str) -> str:
    """Put notes of the mediator, right and wrong, before and between other entries."""
    head, *entries = record.split("  - kind: ")
    for place, one in enumerate(entries):
        for number in range(draw(st.integers(0, 2))):
            more = draw(st.sampled_from(HELD))
            head += NOTE.format(number=f"{place}-{number}") + (more and f"    {more}")
        head += f"  - kind: {one}"
    return head


@pytest.mark.parametrize("change", SEEN.values(), ids=SEEN)
@few(6)
@given(data=st.data())
def test_what_is_wrong_for_others_changes_no_byte_of_what_a_reader_is_told(
    change: tuple[str, str], data: st.DataObject
) -> None:
    record = BASE["record.yaml"].replace(*change)
    found = []
    for text in (record, data.draw(with_notes(record))):
        held = data.draw(st.sampled_from(["walk_away: 30..40", "walk_away: 3..", "walk: ["]))
        numbers = BASE["interests/north.yaml"].replace("walk_away: 30..40", held)
        files = {**BASE, "record.yaml": text, "interests/north.yaml": numbers}
        if text is not record:
            files["private/mediator/record.yaml"] = "entries: ["
        with TemporaryDirectory() as place:
            write(Path(place), files)
            for more in ([], ["--json", "--balance"]):
                done = CliRunner().invoke(cli, ["check", place, "--for", "table", *more])
                found.append(f"{done.exit_code} {done.output}".replace(place, "F"))
                if done.exception and not isinstance(done.exception, SystemExit):
                    found[-1] += str(done.exception).replace(place, "F")
    assert found[:2] == found[2:]
    assert "hidden" not in found[0].replace("hidden_signs", "")


def test_a_reader_is_told_the_entry_and_no_line_of_a_record(tmp_path: Path) -> None:
    record = BASE["record.yaml"].replace("option: full", "option: fulll")
    note = NOTE.format(number=1) + "    about: nothing\n"
    record = record.replace("entries:\n", f"entries:\n{note}")
    files = {**BASE, "record.yaml": record}
    done = run(write(tmp_path, files), "--for", "table")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"{tmp_path}/record.yaml: 'wish': the issue 'truce' has no option 'fulll'; "
        "did you mean 'full'?\n"
    )
    assert run(tmp_path).stderr.count("\n") > 1
    files["record.yaml"] = BASE["record.yaml"].replace("entries:\n", f"entries:\n{note}")
    done = run(write(tmp_path, files), "--for", "public")
    counts = "2 parties, 2 issues, 0 entries, 1 source, 0 sets of interests"
    assert done.stderr == ""
    assert done.stdout == f"Talks: {counts}; no mistakes in what public may read\n"


def test_files_of_assumptions_are_checked_with_the_rest(tmp_path: Path) -> None:
    made = {
        "hold/a.yaml": "guarantees:\n  - {id: x, kind: magic, by: nobody}\n",
        "hold/game.yaml": "decision_makers: [a, b]\nstates: [s]\nmoves: {c: []}\n",
        "fighting/b.yaml": "model: scripted\nscript:\n  - {round: 0}\n",
        "fighting/c.yaml": "held_by: host\n",
    }
    folder = write(tmp_path, {**BASE, **made})
    done = run(folder)
    assert done.returncode == 2
    places = [line.partition(": ")[0] for line in done.stderr.splitlines()]
    for name in made:
        assert any(place.startswith(f"{folder / name}:") for place in places), done.stderr
    both = {**edited("process.yaml", ("venue: hall", "venue: hell")), **made}
    beside = run(write(tmp_path, both)).stderr.splitlines()
    assert len(beside) == len(places) + 1
    (folder / "record.yaml").unlink()  # what cannot be read whole hides nothing
    assert run(folder).returncode == 2


def test_valid_assumptions_are_counted(tmp_path: Path) -> None:
    folder = write(tmp_path, {**BASE, "hold/a.yaml": "first_move: {north: 2..3}\n"})
    assert "1 set of interests, 1 file of assumptions; no mistakes" in run(folder).stdout


def test_what_an_assumption_rests_on_is_for_all_its_readers(tmp_path: Path) -> None:
    hidden = edited("record.yaml", ("stance: denies", "stance: denies\n    for: mediator"))
    text = "for: table\nmodel: scripted\nentries: [denial]\n"
    folder = write(tmp_path, {**hidden, "fighting/a.yaml": text})
    assert "a.yaml:3: this is for 'table' and refers to 'denial'" in run(folder).stderr

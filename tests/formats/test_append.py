"""An entry is added to a folder that stays valid, or nothing is changed."""

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from tests.formats.test_check import BASE, write
from tests.strategies import folders

from accord.errors import AccordError, InvalidProcess
from accord.formats import load, save
from accord.formats.append import (
    New,
    NewOption,
    append,
    compose,
    read_declared,
    read_entry,
    tree,
)
from accord.formats.folder import glance
from accord.formats.tree import Map, parse
from accord.model import Agenda, DecisionRule, Issue, Person, Process, When
from accord.record import Case, Entry, Outlet, Source

RECORD = "record.yaml"


def raw(text: str) -> Map:
    return parse(text, "standard input")


def statement(text: str = "by: ames") -> Entry:
    given = f"kind: statement\ndate: 2024-05-03\nsources: paper\n{text}"
    return read_entry(raw(given), "standard input")


@given(folder=folders())
def test_the_last_entry_taken_away_and_added_again_is_the_same_folder(folder: Case) -> None:
    if not folder.record.entries:
        return
    with tempfile.TemporaryDirectory() as home:
        path = Path(home)
        save(folder, path)
        *before, last = folder.record.entries
        changed = Case(
            process=folder.process,
            record=evolve(folder.record, entries=tuple(before)),
            interests=folder.interests,
        )
        save(changed, path)
        (added,) = append(path, [last]).added
        assert load(path) == folder
        line = Path(added.file).read_text("utf-8").split("\n")[added.line - 1]
        assert "kind:" in line


@given(folder=folders())
def test_a_whole_process_added_to_a_title_is_the_same_process(folder: Case) -> None:
    process = folder.process
    with tempfile.TemporaryDirectory() as home:
        path = Path(home)
        bare = Process(title=process.title, summary=process.summary, parties=frozendict())
        issues = {
            one: evolve(issue, options=frozendict())
            for one, issue in process.agenda.issues.items()
        }
        new: list[New] = [
            *process.parties.values(),
            *process.actors.values(),
            *process.people.values(),
            *process.venues.values(),
            *issues.values(),
        ]
        save(Case(process=bare), path)
        first = compose(path, new)
        (path / "process.yaml").write_text(first.texts["process.yaml"], "utf-8")
        options = [
            NewOption(issue.id, option)
            for issue in process.agenda.issues.values()
            for option in issue.options.values()
        ]
        text = compose(path, options).texts.get("process.yaml") if options else None
        if text is not None:
            (path / "process.yaml").write_text(text, "utf-8")
        whole = evolve(
            process,
            hosts=(),
            mediators=(),
            rounds=frozendict(),
            decision=DecisionRule(),
            agenda=Agenda(issues=process.agenda.issues),
        )
        assert glance(path).process == whole


def test_what_is_declared_in_the_process_goes_to_its_place_and_is_checked(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, BASE)
    before = (path / "process.yaml").read_text("utf-8")
    mayor = read_declared(Person, "mayor", tree({"name": "The Mayor", "party": "nobody"}), "")
    with pytest.raises(InvalidProcess, match="nobody"):
        append(path, [mayor, statement("by: mayor")])
    assert (path / "process.yaml").read_text("utf-8") == before
    change = append(path, [evolve(mayor, party="north"), statement("by: mayor")])
    assert [Path(one.file).name for one in change.added] == ["process.yaml", RECORD]
    after = load(path)
    assert after.process.people["mayor"].name == "The Mayor"
    assert after.record.entries[-1].by == "mayor"  # type: ignore[attr-defined]
    with pytest.raises(AccordError, match="there is a person 'mayor' already"):
        append(path, [mayor])


def test_an_issue_without_numbers_in_interests_that_need_them_is_refused(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, BASE)
    issue = read_declared(Issue, "tolls", tree({"name": "Tolls", "options": {"a": "A"}}), "")
    with pytest.raises(InvalidProcess, match="the issue 'tolls' has no weight"):
        append(path, [issue])


@given(folder=folders())
def test_a_whole_record_added_to_none_is_the_same_record(folder: Case) -> None:
    with tempfile.TemporaryDirectory() as home:
        path = Path(home)
        save(folder, path)
        (path / RECORD).unlink()
        record = folder.record
        if not record.sources:
            return
        declared: list[New] = [*record.outlets.values(), *record.sources.values()]
        append(path, [*record.entries, *declared])
        after = load(path)
        # What is for one tier alone lies in a file of its own, and is read after the others.
        assert sorted(map(repr, after.record.entries)) == sorted(map(repr, record.entries))
        entries = record.entries
        assert evolve(after, record=evolve(after.record, entries=entries)) == folder


def test_an_entry_without_an_id_is_given_the_next_free_one(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    first = append(path, [statement(), statement("by: eller")])
    second = append(path, [statement("by: host")])
    assert [one.id for one in (*first.added, *second.added)] == [
        "statement-2024-05-03-1",
        "statement-2024-05-03-2",
        "statement-2024-05-03-3",
    ]


def test_a_source_may_come_with_its_entry(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    radio = Source(id="radio", publisher="The Radio", date=When.parse("2024-05-03"))
    change = append(path, [statement(), radio])
    assert change.added[1].id == "radio"
    assert load(path).record.sources["radio"] == radio


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("by: nobody", "there is no party, actor or person 'nobody'"),
        ("by: ames\nabout: offr", "did you mean 'offer'?"),
        ("by: ames\nid: wish", "duplicate id 'wish'"),
        ("by: ames\nid: paper", "duplicate id 'paper'"),
        ("by: ames\nsupersedes: nothing", "'nothing'"),
    ],
)
def test_an_entry_that_does_not_fit_is_refused_and_nothing_written(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = write(tmp_path, BASE)
    with pytest.raises(InvalidProcess, match="standard input: ") as refused:
        append(path, [statement(text)], name="standard input")
    assert sentence in str(refused.value)
    assert (path / RECORD).read_text("utf-8") == BASE[RECORD]


def test_a_source_that_is_declared_already_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    paper = Source(id="paper", publisher="Another", date=When.parse("2024-05-03"))
    with pytest.raises(AccordError, match="there is a source 'paper' already"):
        append(path, [paper])


def test_every_mistake_in_an_entry_is_said_with_its_line() -> None:
    with pytest.raises(InvalidProcess) as refused:
        read_entry(raw("kind: figure\ndate: yesterday\nvalue: 3..2\n"), "standard input")
    said = str(refused.value).splitlines()
    assert any(one.startswith("standard input:2: 'date': 'yesterday'") for one in said)
    assert any(one.startswith("standard input:3: 'value': the range 3..2") for one in said)
    assert "not.named" not in str(refused.value)


def test_what_is_added_knows_its_lines(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    radio = [
        Source(id=one, publisher="The Radio", date=When.parse("2024-05-03"))
        for one in ("radio", "wire")
    ]
    change = append(path, [*radio, statement(), statement("by: eller")])
    lines = (path / RECORD).read_text("utf-8").splitlines()
    for added in change.added:
        first, *rest = lines[added.line - 1 : added.line - 1 + added.height]
        assert first.lstrip().startswith(("- kind", f"{added.id}:"))
        assert not any(one.lstrip().startswith(("- ", "wire", "entries")) for one in rest)
        assert rest[-1].lstrip().startswith(("by", "date"))


def test_a_source_without_a_date_is_refused() -> None:
    with pytest.raises(InvalidProcess, match="must have 'date'"):
        read_declared(Source, "radio", tree({"publisher": "Radio"}), "the new source")


def test_an_outlet_is_added_with_the_source_that_it_published(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    radio = Outlet(id="radio", name="Radio", state_aligned="Delta", evidence="Run by it")
    source = Source(id="radio-0503", outlet="radio", date=When.parse("2024-05-03"))
    said = evolve(statement(), sources=("radio-0503",))
    change = append(path, [said, source, radio])
    record = load(path).record
    assert record.outlets == {"radio": radio}
    assert record.labels["radio-0503"] == "Radio [state-aligned: Delta]"
    lines = (path / RECORD).read_text("utf-8").splitlines()
    assert lines[change.added[2].line - 1] == "  radio:"
    with pytest.raises(AccordError, match="there is an outlet 'radio' already"):
        append(path, [radio])


def test_a_folder_with_mistakes_is_not_added_to(tmp_path: Path) -> None:
    process = BASE["process.yaml"].replace("venue: hall", "venue: hell")
    path = write(tmp_path, BASE | {"process.yaml": process})
    with pytest.raises(InvalidProcess, match=r"process\.yaml:\d+: there is no venue 'hell'"):
        append(path, [statement()])
    assert (path / RECORD).read_text("utf-8") == BASE[RECORD]


def test_a_record_that_cannot_be_read_is_not_added_to(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    for data in (b"\xff\xfe", b"entries: [", b"a\n"):
        (path / RECORD).write_bytes(data)
        with pytest.raises(InvalidProcess, match=RECORD):
            append(path, [statement()])
        assert (path / RECORD).read_bytes() == data


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(AccordError, match="No such"):
        append(tmp_path / "nowhere", [statement()])


def test_marks_and_line_ends_of_windows_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    before = b"\xef\xbb\xbf" + BASE[RECORD].replace("\n", "\r\n").encode()
    (path / RECORD).write_bytes(before)
    append(path, [statement()])
    after = (path / RECORD).read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n")
    assert len(load(path).record.entries) == 5


def test_numbers_and_lists_of_programs_are_read_as_a_file_has_them() -> None:
    made = tree({"value": 12.5, "n": 3, "yes": True, "no": None, "list": ["a", 1]})
    assert made == {"value": "12.5", "n": "3", "yes": "true", "no": "", "list": ["a", "1"]}


def test_a_change_that_came_too_late_is_not_written(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    change = compose(path, [statement()])
    append(path, [statement("by: eller")])
    with pytest.raises(AccordError, match="was changed by somebody else meanwhile"):
        change.write()
    assert len(load(path).record.entries) == 5


ADDER = """
import sys
from accord.formats.append import append, read_entry, tree
path, by, number = sys.argv[1:]
print("ready", flush=True)
for i in range(int(number)):
    entry = {"kind": "statement", "date": "2024-05-03", "sources": "paper", "by": by}
    append(path, [read_entry(tree({**entry, "text": f"{by} {i}"}), "entry")])
"""


def adder(path: Path, by: str, number: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", ADDER, str(path), by, str(number)], stdout=subprocess.PIPE
    )


def test_of_many_who_add_at_once_nobody_loses_an_entry(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    said = ("ames", "eller", "host")
    adders = [adder(path, by, 8) for by in said]
    for one in adders:
        with one:
            assert one.wait(60) == 0
    texts = {entry.text for entry in load(path).record.entries}
    assert {f"{by} {i}" for by in said for i in range(8)} <= texts


def test_an_adder_that_is_killed_leaves_a_valid_folder(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    entries = 4
    for i in range(5):
        with adder(path, "ames", 10**6) as one:
            assert one.stdout is not None
            one.stdout.readline()
            time.sleep(0.03 + 0.011 * i)
            one.send_signal(signal.SIGKILL)
        kept = len(load(path).record.entries)
        assert kept >= entries
        entries = kept
    assert glance(path).record.entries[3].id == "wish"

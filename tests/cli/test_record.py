"""`accord record` from the outside: what it shows, what it writes, what it refuses."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from accord.cli import main
from accord.formats import load
from accord.formats.new import new
from accord.record.sentences import sentence

CASE = Path(__file__).parents[2] / "examples" / "russia-ukraine-2022"


@frozen
class Done:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    new(tmp_path / "talks")
    return tmp_path / "talks"


class Record:
    """Runs `accord record` in this process, as `main` would."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, folder: Path, *words: str, given: str | bytes = "") -> Done:
        data = given.encode() if isinstance(given, str) else given
        self.monkeypatch.setattr(sys, "argv", ["accord", "record", str(folder), *words])
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return Done(status, out, err)


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Record:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Record(monkeypatch, capsys)


def test_list_gives_a_line_for_every_entry(talks: Path, record: Record) -> None:
    entries = load(talks).record.entries
    done = record(talks, "list")
    assert all(entry.id in done.out for entry in entries)
    assert done.out.splitlines()[-1] == f"{len(entries)} entries"
    assert [one["id"] for one in record(talks, "list", "--json").json] == [
        entry.id for entry in sorted(entries, key=lambda e: e.date.order)
    ]


def test_list_as_csv_has_whole_texts_and_every_source(record: Record) -> None:
    rows = {row["id"]: row for row in record(CASE, "list", "--csv").rows}
    found = load(CASE)
    header = ["id", "date", "kind", "who", "stance", "says", "text", "sources"]
    assert list(rows[next(iter(rows))]) == header
    for entry in found.record.entries:
        assert rows[entry.id]["sources"] == "; ".join(entry.sources)
        assert rows[entry.id]["text"] == entry.text
        assert sentence(found.process, entry, found.record) in rows[entry.id]["says"]


def test_list_says_what_show_says(talks: Path, record: Record) -> None:
    for kind, id_, *more in (
        ("position", "p", "party=delta", "issue=water", "option=20"),
        ("proposal", "o", "by=delta", "to=upland", "deal={water: 20}"),
        ("response", "r", "by=upland", "answers=o", "answer=refers", "issues=water"),
    ):
        words = ["add", "--kind", kind, "--id", id_, "--date", "2024-05-03"]
        words += ["--text", "If all agree."]
        words += ["--source", "gazette-0502", "--set", "inferred_by=holm"]
        for one in more:
            words += ["--set", one]
        assert record(talks, *words).status == 0
    drawn = " ".join(record(talks, "list").out.split())
    rows = {row["id"]: row for row in record(talks, "list", "--csv").rows}
    for id_ in ("p", "o", "r"):
        says = record(talks, "show", id_, "--json").json["entry"]["says"]
        assert rows[id_]["says"] == says
    assert "on Water" in rows["p"]["says"]
    assert "(as read by" in drawn


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--kind", "figure"], ["wounded-by-upland", "wounded-by-delta"]),
        (["--issue", "water"], ["upland-water", "delta-water"]),
        (["--party", "envoy-eller", "--kind", "position"], ["delta-water", "delta-prisoners"]),
        (["--from", "2024-05-03"], []),
        (["--to", "2024-05-01"], []),
        (["--as-of", "2024-05-01"], []),
        (["--source", "gazette-0502", "--kind", "response"], ["upland-on-holm-1"]),
    ],
)
def test_filters_choose(
    talks: Path, record: Record, filters: list[str], expected: list[str]
) -> None:
    done = record(talks, "list", "--json", *filters)
    assert [one["id"] for one in done.json] == expected
    assert bool(expected) == (record(talks, "list", *filters).out != "no entries\n")
    timeline = record(talks, "timeline", *filters)
    assert bool(expected) == ("no entries" not in timeline.out)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["list", "--issue", "watr"], "there is no issue 'watr'; did you mean 'water'?"),
        (["list", "--party", "dleta"], "there is no party, actor or person 'dleta'; did you"),
        (["list", "--source", "gazette"], "there is no source 'gazette'; did you mean"),
        (["timeline", "--kind", "clam"], "there is no kind of entry 'clam'; did you mean"),
        (["list", "--from", "soon"], "'soon' is not a date"),
        (["list", "--from", "2024-05-03", "--to", "2024-05-01"], "is after 2024-05-01"),
        (["show", "round-11"], "nothing has the id 'round-11'; did you mean 'round-1'?"),
        (["show", "round-1", "--as-of", "2024-05-01"], "not known as of 2024-05-01"),
        (["list", "--no"], "No such option '--no'"),
        (["lst"], "No such command 'lst'"),
        ([], "Missing command"),
        (
            ["add", "--kind", "figur"],
            "there is no kind of entry 'figur'; did you mean 'figure'?",
        ),
        (["add", "--kind", "figure", "--set", "value"], "has no '=': write --set KEY=VALUE"),
        (["add", "--kind", "figure", "--set", "kind=claim"], "'kind' is given twice"),
        (["add", "--kind", "claim", "--set", "about=[a"], "--set about: this is not YAML"),
        (
            ["add", "--kind", "claim", "--new-source", "x"],
            "the new source 'x': write who published it",
        ),
        (["add", "-"], "standard input"),
        (["add"], "say what to add with options, or write '-'"),
        (["add", "--text", "caf\udce9"], r"the new entry: 'caf\udce9': this is not UTF-8"),
        (["add", "--set", "by=\udce9"], r"the new entry: '\udce9': this is not UTF-8"),
        (["add", "--set", "\udce9=a"], r"the new entry: '\udce9': this is not UTF-8"),
        (["add", "--set", "to=[a, \udce9]"], "--set to: this is not UTF-8"),
        (["add", "--new-source", "x: {publisher: \udce9}"], "--new-source: this is not UTF-8"),
        (["add", "--kind", "claim", "-"], "not both"),
        (["import", "nowhere.csv"], "nowhere.csv: there is no such file"),
        (["import", "rows.dat"], "the name must end in .csv or .xlsx"),
        (["import", "a.csv", "--map", "x"], "has no '=': write --map COLUMN=FIELD"),
        (["export", "nowhere/a.csv"], "cannot be written: No such file or directory"),
        (["export", "rows.txt"], "the name must end in .csv or .xlsx"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_a_sentence_and_status_2(
    talks: Path, record: Record, words: list[str], sentence: str
) -> None:
    before = (talks / "record.yaml").read_bytes()
    done = record(talks, *words)
    assert (done.status, done.out) == (2, "")
    assert sentence in " ".join(done.err.split())
    assert (talks / "record.yaml").read_bytes() == before


@pytest.mark.parametrize("words", ["list", "contested", "timeline", "show x", "add -"])
def test_a_folder_that_is_not_there_is_a_sentence_and_status_2(
    tmp_path: Path, record: Record, words: str
) -> None:
    given = "{kind: claim, date: 2024-05-02, sources: a, by: a, stance: denies, subject: x}"
    done = record(tmp_path / "nowhere", *words.split(), given=given)
    assert (done.status, done.out) == (2, "")
    assert "nowhere" in done.err


def test_show_gives_all_of_an_entry_with_names_for_ids(record: Record) -> None:
    out = " ".join(record(CASE, "show", "round-1").out.split())
    for words in (
        "First round",
        "Gomel region",
        "Vladimir Medinsky (medinsky)",
        "opened by Vladimir Makei",
        "Source tass-0228: TASS [state-aligned: Russia]",
        "via Pan-African News Wire",
        "url http",
        "Claims about it",
        "During it",
        "Contested",
    ):
        assert words in out


def test_show_as_json_has_the_entry_its_sources_and_links_both_ways(record: Record) -> None:
    found = record(CASE, "show", "round-1", "--json").json["entry"]
    assert found["is"]["kind"] == "round"
    assert set(found["is"]["sources"]) == set(found["sources"])
    assert "r1-venue-palace" in found["links"]["claims_about_it"]
    assert found["contested"]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        ("gazette-0502", "What rests on it (10)"),
        ("water", "Positions (2)"),
        ("upland", "What they said and did"),
        ("envoy-eller", "What they said and did"),
        ("holm", "What they said and did"),
        ("harbour-house", "Held there (1)"),
    ],
)
def test_show_takes_the_id_of_anything(
    talks: Path, record: Record, one: str, words: str
) -> None:
    assert words in record(talks, "show", one).out
    assert record(talks, "show", one, "--json").status == 0


def test_show_as_of_a_day_names_no_issue_that_came_later(record: Record) -> None:
    shown = " ".join(record(CASE, "show", "zelensky-0225", "--as-of", "2022-03-01").out.split())
    assert "issues Ukraine's status (neutrality); what was no issue yet" in shown
    assert "guarantees)" not in shown


def test_show_of_an_id_that_two_things_have_shows_both(talks: Path, record: Record) -> None:
    plans = load(talks).process.rounds
    entries = load(talks).record.by_id
    for one in set(plans) & set(entries):
        assert set(record(talks, "show", one, "--json").json) == {"entry", "planned round"}


def test_contested_puts_every_reading_beside_the_others(record: Record) -> None:
    found = record(CASE, "contested", "--json").json
    venue = next(
        one
        for one in found["contested"]
        if (one["subject"], one["attribute"]) == ("round-1", "venue")
    )
    assert {r["value"] for r in venue["readings"]} >= {"gomel-region", "gomel-palace"}
    assert ["Russia"] in [reading["state_aligned"] for reading in venue["readings"]]
    out = record(CASE, "contested").out
    assert "TASS [state-aligned:" in out
    assert "denies that its own side did it" in out
    assert "(bucha-hrw-0403," in out
    says = [r["says"] for one in found["contested"] for r in one["readings"]]
    assert any(one.startswith("denies that its own side did it (") for one in says)
    assert "Rumyantsev-Paskevich residence" in out
    rows = record(CASE, "contested", "--csv").rows
    assert len(rows) == sum(len(one["readings"]) for one in found["contested"])


def test_contested_figures_come_with_the_span_of_all(talks: Path, record: Record) -> None:
    found = record(talks, "contested", "--json").json
    (one,) = found["contested"]
    assert (one["clash"], one["span"]) == ("figures", {"low": None, "high": 45.0})
    assert [tally["contested"] for tally in found["figures"]] == [True]
    out = record(talks, "contested").out
    assert "figures that do not meet; all between them: at most 45 people" in out
    assert "30 to 45 people" in out


def test_what_does_not_fit_together_is_said_with_what_is_contested(
    tmp_path: Path, record: Record
) -> None:
    road = tmp_path / "road"
    shutil.copytree(CASE.parent / "market-road", road)
    assert record(road, "contested", "--json").json["does_not_fit"] == []
    again = ["party=orchard", "issue=fees", "option=council"]
    sets = [word for one in again for word in ("--set", one)]
    told = ("--new-source", "Radio Haza, 21 September 2033")
    day = ("--kind", "position", "--id", "again", "--date", "2033-09-21")
    assert record(road, "add", *day, *told, *sets).status == 0
    one, other = record(road, "contested", "--json").json["does_not_fit"]
    assert (one["kind"], other["kind"]) == ("accepted_otherwise", "agreed_otherwise")
    assert "again" in one["entries"] and "again" in other["entries"]
    out = " ".join(record(road, "contested").out.split())
    assert f"What does not fit together (2) - {one['text']}" in out and other["text"] in out


def test_what_is_contested_depends_on_what_was_known(record: Record) -> None:
    early = record(CASE, "contested", "--as-of", "2022-03-01", "--json").json["contested"]
    late = record(CASE, "contested", "--json").json["contested"]
    assert 0 < len(early) < len(late)
    nothing = record(CASE, "contested", "--as-of", "2021")
    assert nothing.out.strip() == "nothing in the record is contested"


def test_timeline_sets_meetings_apart_and_marks_what_happened_during_them(
    talks: Path, record: Record
) -> None:
    out = record(talks, "timeline").out
    assert out.splitlines()[0].strip() == "2 May 2024"
    assert "MEETING   10" in out
    assert "[during First round]" in out
    (day,) = record(talks, "timeline", "--json").json
    assert [one["id"] for one in day["meetings"]] == ["round-1"]
    assert "shelling-at-the-ford" in [one["id"] for one in day["outside"]]
    rows = record(talks, "timeline", "--csv").rows
    assert {row["part"] for row in rows} == {"meetings", "said", "outside"}


def test_timeline_says_how_many_claims_it_leaves_out(record: Record) -> None:
    done = record(CASE, "timeline", "--to", "2022-02-28")
    assert "of kind claim ('--kind claim' shows them)" in done.out
    claims = record(CASE, "timeline", "--to", "2022-02-28", "--kind", "claim")
    assert "not shown" not in claims.out


def test_add_from_options(talks: Path, record: Record) -> None:
    done = record(
        talks,
        *("add", "--kind", "proposal", "--date", "2024-05-03", "--text", "Yes: so."),
        *("--source", "gazette-0502", "--source", "radio"),
        *("--set", "by=holm", "--set", "to=[upland, delta]"),
        *("--set", "deal={prisoners: wounded}"),
        *("--new-source", "radio: {publisher: The Radio, date: 2024-05-03}"),
    )
    line, entry_line = done.out.splitlines()
    assert line.startswith(f"added radio at {talks / 'record.yaml'}:")
    assert entry_line.startswith(f"added proposal-2024-05-03-1 at {talks / 'record.yaml'}:")
    number = int(entry_line.rpartition(":")[2])
    text = (talks / "record.yaml").read_text("utf-8").split("\n")
    assert text[number - 1 : number + 8] == [
        "  - kind: proposal",
        "    id: proposal-2024-05-03-1",
        "    date: 2024-05-03",
        "    sources: [gazette-0502, radio]",
        "    text: 'Yes: so.'",
        "    by: holm",
        "    to: [upland, delta]",
        "    deal: {prisoners: wounded}",
        "",
    ]


@pytest.mark.parametrize(
    "given",
    [
        "kind: incident\nid: fire\ndate: 2024-05-03\nsources: gazette-0502\ntext: A fire\n",
        '{"kind": "incident", "id": "fire", "date": "2024-05-03", "sources": ["gazette-0502"],'
        ' "text": "A fire", "place": null}',
    ],
)
def test_add_from_standard_input(talks: Path, record: Record, given: str) -> None:
    done = record(talks, "add", "-", given=given)
    assert (done.status, done.err) == (0, "")
    assert load(talks).record.by_id["fire"].text == "A fire"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "standard input:1: the file is empty"),
        ("kind: fire\n", "standard input:1: there is no kind of entry 'fire'"),
        ("kind: incident\ndate: x\n", "standard input:2: 'date': 'x' is not a date"),
        (b"\xff", "standard input is not UTF-8"),
        ("[1, 2]", "standard input:1: "),
        (
            '{"kind": "incident", "text": "\\ud800"}',
            r"standard input:1: '\ud800': this is not UTF",
        ),
        ('{"kind": "incident"', "standard input:1: "),
        ("kind: incident\nid: round-1\ndate: 2024\nsources: gazette-0502\n", "duplicate id"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_and_nothing_written(
    talks: Path, record: Record, given: str | bytes, sentence: str
) -> None:
    before = (talks / "record.yaml").read_bytes()
    done = record(talks, "add", "-", given=given)
    assert (done.status, done.out) == (2, "")
    assert sentence in done.err
    assert (talks / "record.yaml").read_bytes() == before


def test_add_without_a_dash_reads_no_standard_input(talks: Path) -> None:
    code = "from accord.cli import main; main()"
    reading, writing = os.pipe()
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, "record", str(talks), "add"],
            stdin=reading,
            capture_output=True,
            text=True,
            timeout=60,
        )
    finally:
        os.close(writing)
        os.close(reading)
    assert done.returncode == 2
    assert "write '-' to give it as YAML" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["list", "--as-of", "2024-05-02"],
        ["show", "upland"],
        ["contested"],
        ["timeline"],
        ["export", "out.csv"],
        ["export", "out.csv", "--what", "matrix"],
        ["import", "rows.csv", "--write"],
        ["add", "--kind", "incident", "--source", "gazette-0502", "--date", "2024-05-03"],
    ],
    ids=" ".join,
)
def test_the_record_is_kept_without_a_look_at_interests(
    talks: Path, record: Record, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    shutil.rmtree(talks / "interests")
    (talks / "interests").write_bytes(b"whoever opens this finds a mistake")
    monkeypatch.chdir(talks.parent)
    Path("rows.csv").write_text(
        "kind,date,by,text,sources\nstatement,2024-05-03,holm,So,gazette-0502\n"
    )
    done = record(talks, *words)
    assert (done.status, done.err) == (0, "")


@pytest.fixture
def long(talks: Path) -> Path:
    """A record of 250 entries on 50 days."""
    one = "{publisher: A, date: 2024-01-01}"
    text = f"sources: {{a: {one}, gazette-0502: {one}}}\nentries:\n"
    for number in range(250):
        text += (
            f"  - {{kind: statement, id: e{number}x, date: 2024-0{1 + number // 125}-"
            f"{1 + number // 5 % 25:02}, sources: [a], by: holm, text: Words}}\n"
        )
    (talks / "record.yaml").write_text(text)
    return talks


@pytest.mark.parametrize("words", ["list", "timeline", "show holm", "show a"])
def test_of_a_long_record_the_latest_entries_are_drawn(
    long: Path, record: Record, words: str
) -> None:
    done = record(long, *words.split())
    drawn = [number for number in range(250) if f"e{number}x" in done.out]
    assert drawn == list(range(150, 250))
    assert done.err == "not shown: 150 earlier entries ('--all' shows them)\n"
    whole = record(long, *words.split(), "--all")
    assert all(f"e{number}x" in whole.out for number in range(250))
    assert whole.err == ""
    if words == "list":
        assert done.out.endswith("\n100 of 250 entries\n")
        assert whole.out.endswith("\n250 entries\n")


def test_a_page_that_holds_every_entry_leaves_nothing_out(long: Path, record: Record) -> None:
    for words in ("list", "timeline"):
        done = record(long, words, "--from", "2024-02-06")
        assert (done.err, done.out.count("Words")) == ("", 100)
        assert record(long, words, "--from", "2024-02-05").err.startswith(
            "not shown: 5 earlier"
        )


def test_what_programs_read_is_never_cut(long: Path, record: Record) -> None:
    assert len(record(long, "list", "--json").json) == 250
    assert len(record(long, "list", "--csv").rows) == 250
    assert len(record(long, "timeline", "--csv").rows) == 250
    days = record(long, "timeline", "--json").json
    assert sum(len(day["said"]) for day in days) == 250
    assert (
        len(
            record(long, "show", "holm", "--json").json["actor"]["links"][
                "what_they_said_and_did"
            ]
        )
        == 250
    )


def test_import_shows_first_and_writes_when_told(talks: Path, record: Record) -> None:
    file = talks.parent / "rows.csv"
    file.write_text(
        "Kind,Day,by,text,remark\nstatement,2024-05-03,holm,All is well,x\n"
        "statement,2024-05-04,nobody,All is ill,x\n"
    )
    words = ("import", str(file), "--map", "Day=date", "--source", "gazette-0502")
    before = (talks / "record.yaml").read_bytes()
    shown = record(talks, *words)
    assert shown.status == 2
    counts = "would add: 1 entry, 0 sources, 0 outlets; already there: 0; cannot be taken: 1"
    assert counts in shown.out
    assert "columns not taken: remark" in shown.out
    assert shown.err.startswith(f"{file}:3: 'by': there is no party, actor or person 'nobody'")
    assert (talks / "record.yaml").read_bytes() == before
    assert "added: 1 entry" in record(talks, *words, "--write").out
    assert load(talks).record.by_id["statement-2024-05-03-1"].text == "All is well"
    assert "already there: 1" in record(talks, *words, "--write").out


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_worked_case_comes_back_from_a_spreadsheet(
    tmp_path: Path, record: Record, suffix: str
) -> None:
    file, copy = tmp_path / f"out.{suffix}", tmp_path / "copy"
    shutil.copytree(CASE, copy)
    (copy / "record.yaml").write_text("for: public\n")
    assert record(CASE, "export", str(file)).status == 0
    assert record(CASE, "import", str(file)).out.startswith("would add: 0 entries, 0 sources")
    assert record(copy, "import", str(file), "--write").status == 0
    assert load(copy) == load(CASE)


def test_a_matrix_goes_out_and_in(talks: Path, record: Record) -> None:
    file = talks.parent / "matrix.csv"
    record(talks, "export", str(file), "--what", "matrix")
    assert file.read_text("utf-8-sig").startswith("issue,name,upland,delta\n")
    words = ("--what", "matrix", "--date", "2024-05-03", "--source", "gazette-0502")
    same = record(talks, "import", str(file), *words)
    assert "would add: 0 entries" in same.out
    file.write_text("issue,upland\nwater,as much as there is\n")
    record(talks, "import", str(file), *words, "--write")
    wish = load(talks).record.by_id["position-2024-05-03-1"]
    assert wish.text == "as much as there is"


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("words", ["list", "contested", "timeline", "show round-1"])
def test_what_is_drawn_fits_the_width_and_has_no_colour(words: str, width: int) -> None:
    given = {"COLUMNS": str(width)} if width == 80 else {}
    code = "from accord.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "record", str(CASE), *words.split()],
        capture_output=True,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **given},
        encoding="utf-8",
        check=True,
    )
    assert "\x1b" not in done.stdout
    lines = [line for line in done.stdout.splitlines() if "://" not in line]
    assert max(map(len, lines)) <= width


def test_what_a_record_holds_cannot_steer_the_terminal(talks: Path, record: Record) -> None:
    given = "kind: incident\nid: odd\ndate: 2024-05-03\nsources: gazette-0502\n"
    record(talks, "add", "-", given=given + 'text: "a\\e[2J[bold]b[/bold]:smile:"\n')
    for words in (["list"], ["show", "odd"], ["timeline"]):
        out = record(talks, *words).out
        assert "\x1b" not in out
        assert "[bold]b[/bold]:smile:" in out


def test_a_table_of_sheets_as_csv_holds_no_formula(talks: Path, record: Record) -> None:
    record(
        talks,
        *("add", "--kind", "incident", "--id", "odd", "--date", "2024-05-03"),
        *("--source", "gazette-0502", "--text", "=HYPERLINK(1)"),
    )
    rows = {row["id"]: row for row in record(talks, "list", "--csv").rows}
    assert rows["odd"]["text"] == "'=HYPERLINK(1)"


def test_corrections_say_what_was_said_what_is_said_and_why(
    talks: Path, record: Record
) -> None:
    assert record(talks, "corrections").out == "no corrections\n"
    more = """\
  - {kind: figure, id: wounded-2, date: 2024-05-03, sources: gazette-0502, value: at most 20,
     subject: wounded at the ford, unit: people, supersedes: wounded-by-delta,
     why: A later list}
  - {kind: correction, id: gone, date: 2024-05-04, sources: later, text: It was thunder.,
     supersedes: shelling-at-the-ford}
"""
    file = talks / "record.yaml"
    head, mark, tail = file.read_text("utf-8").partition("\n# The other kinds")
    head = head.replace(
        "sources:\n", "sources:\n  later: {publisher: P, date: 2024-05-09}\n", 1
    )
    file.write_text(f"{head}\n{more}{mark}{tail}", "utf-8")
    found = record(talks, "corrections", "--json").json
    assert [(one["entry"], one["by"], one["why"]) for one in found] == [
        ("shelling-at-the-ford", "gone", "It was thunder."),
        ("wounded-by-delta", "wounded-2", "A later list"),
    ]
    assert found[1]["said"].startswith("wounded at the ford: at most 10 people")
    assert found[1]["says"].startswith("wounded at the ford: at most 20 people")
    assert (found[0]["says"], found[0]["known"]) == ("withdrawn", "2024-05-09")
    assert len(record(talks, "corrections", "--csv", "--as-of", "2024-05-08").rows) == 1
    assert "It was thunder." in record(talks, "corrections").out


def test_commitments_stand_by_the_day_on_which_they_are_due(
    talks: Path, record: Record
) -> None:
    assert record(talks, "commitments").out == "no commitments\n"
    file = talks / "record.yaml"
    more = """\
  - {kind: agreement, id: truce, date: 2024-05-05, sources: gazette-0502, words: Quiet.,
     standing: signed}
  - {kind: commitment, id: guns-back, date: 2024-05-05, sources: gazette-0502, about: truce,
     owner: upland, to: delta, issue: ceasefire, due: 2024-05-06, one_way: Once broken,
     words: The guns go back behind the mill.}
  - {kind: commitment, id: list, date: 2024-05-05, sources: gazette-0502, about: truce,
     owner: delta, issue: ceasefire, after: truce, days: 30, words: A list of posts is given.}
  - {kind: commitment, id: drafted, date: 2024-05-01, sources: gazette-0502, about: holm-1,
     owner: holm, issue: ceasefire, words: Watchers come.}
  - {kind: claim, id: not-back, date: 2024-05-08, sources: gazette-0502, about: guns-back,
     by: delta, stance: asserts, text: They are still there.}
"""
    head, mark, tail = file.read_text("utf-8").partition("\n# The other kinds")
    file.write_text(f"{head}\n{more}{mark}{tail}", "utf-8")
    told = record(talks, "commitments").out
    assert "6 May 2024" in told and "OVERDUE" in told and "not-back" in told
    assert "4 June 2024 (30" in told and "truce)" in told
    assert told.index("Of drafts") < told.index("Watchers come")
    assert told.endswith("3 commitments; overdue as of 8 May 2024: 1\n")
    found = record(talks, "commitments", "--json").json
    assert [(one["id"], one["due_by"], one["state"], one["said"]) for one in found] == [
        ("guns-back", "2024-05-06", "overdue", ["not-back"]),
        ("list", "2024-06-04", "due", []),
        ("drafted", None, "no time set", []),
    ]
    assert [one["holds"] for one in found] == [True, True, False]
    early = record(talks, "commitments", "--csv", "--as-of", "2024-05-06").rows
    assert [one["state"] for one in early] == ["due", "due", "no time set"]


def test_a_name_in_any_case_stands_for_the_id(record: Record) -> None:
    plain = record(CASE, "list", "--party", "medinsky", "--json").json
    assert plain
    assert record(CASE, "list", "--party", "vladimir MEDINSKY", "--json").json == plain
    assert record(CASE, "list", "--party", "Medinsky", "--json").json == plain
    shown = record(CASE, "show", "medinsky", "--json").json
    assert record(CASE, "show", "Vladimir Medinsky", "--json").json == shown
    wrong = record(CASE, "list", "--party", "vladimir medinskyy")
    assert (wrong.status, wrong.out) == (2, "")


def test_a_slip_is_mended_and_an_error_superseded_by_command(
    talks: Path, record: Record
) -> None:
    done = record(talks, "edit", "wounded-by-delta", "--text", "As told", "--set", "unit=men")
    assert done.out.startswith("changed text, unit of wounded-by-delta at ")
    done = record(
        *(talks, "supersede", "wounded-by-delta", "--set", "value=..20"),
        *("--why", "Counted again"),
    )
    assert done.out.endswith("; it supersedes wounded-by-delta\n")
    (old,) = record(talks, "corrections", "--json").json
    assert (old["entry"], old["why"]) == ("wounded-by-delta", "Counted again")


@pytest.mark.parametrize(
    ("words", "held"),
    [
        (("--set", "by=UPLAND"), {"by": "upland"}),
        (("--set", "by=the Delta"), {"by": "delta"}),
        (("--set", "by=Holm"), {"by": "holm"}),
        (("--set", "to=Upland, DELTA", "--kind", "proposal"), {"to": ("upland", "delta")}),
    ],
)
def test_what_is_added_may_call_things_by_their_names_in_any_case(
    talks: Path, record: Record, words: tuple[str, ...], held: dict[str, Any]
) -> None:
    more = ("--set", "by=holm", "--set", "deal={CEASEFIRE: ROAD}") if "--kind" in words else ()
    kind = () if "--kind" in words else ("--kind", "statement", "--text", "x")
    done = record(
        *(talks, "add", *kind, "--id", "one", "--date", "2024-05-03", *words, *more),
        *("--source", "gazette-0502"),
    )
    assert (done.status, done.err) == (0, "")
    one = load(talks).record.by_id["one"]
    assert {key: getattr(one, key) for key in held} == held
    if more:
        assert dict(one.deal) == {"ceasefire": "road"}  # type: ignore[attr-defined]


def test_a_name_that_is_mistyped_is_answered_with_the_nearest(
    talks: Path, record: Record
) -> None:
    before = (talks / "record.yaml").read_bytes()
    given = (talks, "add", "--kind", "statement", "--date", "2024-05-03", "--text", "x")
    done = record(*given, "--source", "gazette-0502", "--set", "by=Uplnd Side")
    assert done.status == 2
    done = record(*given, "--source", "Harbour Radoi", "--set", "by=Uplnd")
    assert done.status == 2
    assert "'Uplnd': did you mean " in done.err
    assert "did you mean Harbour Radio?" in done.err
    assert (talks / "record.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "outlet", "publisher", "day"),
    [
        ("Harbour Radio", "harbour-radio", "", "2024-05-03"),
        ("harbour radio, 4 May 2024", "harbour-radio", "", "2024-05-04"),
        ("The Ford Post, 4.5.2024", "the-ford-post", "", "2024-05-04"),
        ("heard from Oda Lind", "", "Oda Lind", "2024-05-03"),
        ("Heard from Oda Lind, 1 May 2024", "", "Oda Lind", "2024-05-01"),
        ("r: {outlet: harbour-radio, date: 4 May 2024}", "harbour-radio", "", "2024-05-04"),
    ],
)
def test_a_new_source_is_said_in_plain_words(
    talks: Path, record: Record, words: str, outlet: str, publisher: str, day: str
) -> None:
    done = record(
        *(talks, "add", "--kind", "statement", "--id", "one", "--date", "3 May 2024"),
        *("--text", "x", "--set", "by=upland", "--new-source", words),
    )
    assert (done.status, done.err) == (0, "")
    held = load(talks).record
    (source,) = held.by_id["one"].sources
    found = held.sources[source]
    assert (found.outlet, found.publisher, str(found.date)) == (outlet, publisher, day)
    if words == "Harbour Radio":  # now an outlet will do where a source is asked for
        done = record(
            *(talks, "add", "--kind", "statement", "--id", "two", "--date", "3 May 2024"),
            *("--text", "y", "--set", "by=upland", "--source", "harbour RADIO"),
        )
        assert load(talks).record.by_id["two"].sources == (source,)


def test_today_and_yesterday_are_dates(
    talks: Path, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accord.cli.common.today", lambda: date(2024, 5, 4))
    for word, day in (("today", "2024-05-04"), ("Yesterday", "2024-05-03")):
        done = record(
            *(talks, "add", "--kind", "statement", "--id", day, "--date", word),
            *("--text", "x", "--set", "by=upland", "--source", "gazette-0502"),
        )
        assert done.status == 0
        assert str(load(talks).record.by_id[day].date) == day


def test_rows_that_do_not_say_for_whom_they_are_may_be_given_a_reader(
    talks: Path, record: Record
) -> None:
    sheet = talks.parent / "rows.csv"
    sheet.write_text(
        "date,kind,id,text,source,by,for\n"
        "2024-05-03,statement,one,One thing,gazette-0502,upland,\n"
        "2024-05-03,statement,two,Two things,gazette-0502,upland,table\n"
    )
    done = record(talks, "import", str(sheet), "--write", "--for", "the DELTA federation")
    assert done.status == 0
    held = load(talks).record.by_id
    assert (held["one"].for_, held["two"].for_) == (("delta",), ("table",))
    assert "id: one" in (talks / "private" / "delta" / "record.yaml").read_text("utf-8")


def test_a_filter_takes_names_and_suggests_them(talks: Path, record: Record) -> None:
    by_id = record(talks, "list", "--party", "upland").out
    assert record(talks, "list", "--party", "the republic-of UPLAND").out == by_id
    done = record(talks, "list", "--party", "Repulic of Uplandia")
    assert (done.status, "did you mean Republic of Upland?" in done.err) == (2, True)


def test_lists_write_dates_as_people_do_and_json_as_files_do(
    talks: Path, record: Record
) -> None:
    assert "2 May 2024" in record(talks, "list").out
    assert "2024-05-02" in {one["date"] for one in record(talks, "list", "--json").json}


def test_a_reader_is_named_as_people_name_a_party(talks: Path, record: Record) -> None:
    by_id = record(talks, "list", "--for", "upland/capital")
    assert by_id.status == 0
    assert record(talks, "list", "--for", "The UPLAND/Capital").out == by_id.out
    done = record(talks, "list", "--for", "Uplnad")
    assert (done.status, "'Uplnad': did you mean " in done.err) == (2, True)


def test_what_happened_keeps_its_date_when_it_is_corrected_unless_it_was_wrong(
    talks: Path, record: Record
) -> None:
    words = (talks, "supersede", "wounded-by-delta", "--why", "Wrong")
    kept = record(*words, "--text", "x")
    assert (kept.status, len(kept.out.splitlines())) == (0, 1)
    new = load(talks).record.superseded["wounded-by-delta"]
    assert str(new.date) == "2024-05-02"
    moved = record(talks, "supersede", new.id, "--why", "The day", "--date", "3 May 2024")
    told = "the date of what happened changes from 2 May 2024 to 3 May 2024"
    assert moved.out.splitlines()[1:] == [told]
    last = load(talks).record.superseded[new.id].id
    gone = record(talks, "supersede", last, "--kind", "correction", "--why", "Thunder")
    assert (gone.status, len(gone.out.splitlines())) == (0, 1)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["edit", "wounded-by-delta"], "say what to change"),
        (["edit", "wounded-by-delt", "--text", "x"], "did you mean 'wounded-by-delta'"),
        (["edit", "wounded-by-delta", "--set", "unit"], "write --set KEY=VALUE"),
        (["edit", "wounded-by-delta", "--set", "unti=men"], "did you mean 'unit'"),
        (["edit", "holm-1", "--set", "by=delta"], "so 'by' cannot be changed in silence"),
        (["supersede", "wounded-by-delta", "--text", "x"], "Missing option '--why'"),
        (["supersede", "holm-1", "--why", "x", "--set", "by=detla"], "did you mean 'delta'"),
        (["edit", "upland-water", "--set", "issue="], "needs --set issue=VALUE"),
        (
            ["supersede", "upland-water", "--why", "x", "--kind", "decision"],
            "the decision needs --set body=VALUE",
        ),
    ],
)
def test_what_cannot_be_mended_or_superseded_is_said(
    talks: Path, record: Record, words: list[str], sentence: str
) -> None:
    before = (talks / "record.yaml").read_bytes()
    done = record(talks, *words)
    assert done.status == 2
    assert sentence in done.err
    assert (talks / "record.yaml").read_bytes() == before


def test_an_import_prints_what_it_refused_as_json_and_keeps_what_was_said(
    talks: Path, record: Record
) -> None:
    file = talks.parent / "log.csv"
    file.write_text(
        "When,Type,Who,What,Source\n"
        "3 May 2024,Press release,Holm,All is well,gazette-0502\n"
        "4 May 2024,Press release,Hulm,All is ill,gazette-0502\n",
        encoding="utf-8",
    )
    first = record(talks, "import", str(file), "--json", "--write")
    assert first.status == 2
    told = json.loads(first.out)
    assert (told["taken"], told["refused"]) == (1, 1)
    (problem,) = told["problems"]
    assert (problem["sheet"], problem["row"], problem["column"]) == ("log", 3, "Who")
    assert "did you mean Holm?" in problem["text"]
    kept = talks / "log.csv.mapping.yaml"
    assert "When: date" in kept.read_text("utf-8")
    copy = talks.parent / "mended.csv"
    again = record(talks, "import", str(file), "--corrected", str(copy))
    assert "already there: 1" in again.out
    assert f"wrote {copy}" in again.out
    said = "Who:Hulm=Holm"
    assert record(talks, "import", str(file), "--value", said, "--write").status == 0
    assert "Hulm: Holm" in kept.read_text("utf-8")
    last = record(talks, "import", str(file))
    assert (last.status, "already there: 2" in last.out) == (0, True)

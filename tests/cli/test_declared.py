"""What a folder declares, by command: as somebody would type it who never sees YAML."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from accord.cli import DECLARING, cli
from accord.errors import AccordError
from accord.formats import load
from accord.formats.declared import DECLARED


def run(*args: str) -> str:
    done = CliRunner().invoke(cli, args)
    if isinstance(done.exception, AccordError):
        return str(done.exception)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.output


@pytest.fixture
def folder(tmp_path: Path) -> str:
    one = str(tmp_path / "talks")
    run("new", one, "--empty", "--title", "Road", "--party", "Hill", "--party", "Valley")
    return one


def test_there_is_a_command_for_every_word_and_for_the_process() -> None:
    assert set(DECLARING) == {*DECLARED, "process"}


def test_a_process_is_made_by_command_alone(folder: str) -> None:
    for line in (
        ["person", folder, "add", "cole", "--name", "Cy Cole", "--party", "valley"],
        ["actor", "add", folder, "holm", "--name", "Holm", "--role", "mediator"],
        ["venue", folder, "add", "mill", "--name", "The Mill", "--host", "holm"],
        ["issue", folder, "add", "fire", "--name", "Fire", "--option", "none=None"],
        ["issue", folder, "add", "fee", "--name", "Fee", "--span", "0..100", "--step", "25"],
        ["option", folder, "add", "full", "--issue", "fire", "--name", "Full"],
        ["constraint", folder, "add", "c1", "--never", "{fire: none, fee: [0, 25]}"],
        ["source", folder, "add", "n1", "--publisher", "Notes", "--date", "2025-03-04"],
        ["plan", folder, "add", "r1", "--name", "First", "--venue", "mill", "--source", "n1"],
        ["party", folder, "edit", "valley", "--set", "delegation={head: cole}"],
        ["process", folder, "edit", "--host", "holm", "--mediator", "holm"],
    ):
        assert run(*line).startswith(("added", "changed")), line
    process = load(folder).process
    assert process.parties["valley"].delegation is not None
    assert list(process.agenda.issues["fire"].options) == ["none", "full"]
    assert process.agenda.constraints[0].never["fee"] == ("0", "25")
    assert process.rounds["r1"].sources == ("n1",)
    assert (process.hosts, process.mediators) == (("holm",), ("holm",))
    assert "hosts: holm" in run("process", folder)


def test_lists_say_what_is_declared(folder: str) -> None:
    run("issue", folder, "add", "fire", "--name", "Fire", "--option", "none=No ceasefire")
    assert "2 parties" in run("party", folder)
    assert run("party", folder) == run("party", folder, "list") == run("party", "list", folder)
    assert json.loads(run("party", folder, "list", "--json"))[0] == {
        "id": "hill",
        "name": "Hill",
    }
    assert json.loads(run("option", folder, "list", "--json")) == [
        {"issue": "fire", "id": "none", "name": "No ceasefire"}
    ]
    assert "no venues" in run("venue", folder)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["person", "F", "add", "x", "--set", "nam=X"], "did you mean 'name'"),
        (["person", "F", "add", "x", "--nam", "X"], "No such option '--nam'"),
        (["person", "F", "ad", "x"], "No such command 'ad': did you mean 'add'?"),
        (["person", "F", "add", "x", "--name", "X", "--party", "hil"], "did you mean 'hill'"),
        (["party", "F", "edit", "hill"], "say what to change"),
        (["process", "F", "edit"], "say what to change"),
        (["party", "F", "edit", "hil", "--name", "x"], "did you mean 'hill'"),
        (["party", "F", "remove", "hill"], "talks need at least two parties"),
        (["issue", "F", "add", "x", "--option", "a"], "it has no '='; write --option ID=WORDS"),
        (["issue", "F", "add", "x", "--option", "a=A", "--option", "a=B"], "given twice"),
        (["party", "F", "edit", "hill", "--set", "name"], "write --set KEY=VALUE"),
        (["party", "F", "edit", "hill", "--name", "x", "--set", "name=y"], "given twice"),
    ],
)
def test_typing_errors_are_named(folder: str, words: list[str], sentence: str) -> None:
    before = (Path(folder) / "process.yaml").read_bytes()
    assert sentence in run(*(folder if word == "F" else word for word in words))
    assert (Path(folder) / "process.yaml").read_bytes() == before


def test_a_list_of_sources_is_for_the_table_unless_said(folder: str) -> None:
    for name, said in (("open", ()), ("hidden", ("--set", "for=mediator"))):
        run("outlet", folder, "add", f"{name}-radio", "--name", f"{name} Radio")
        given = ("--outlet", f"{name}-radio", "--date", "2025-03-04", *said)
        run("source", folder, "add", f"{name}-1", *given)
        reader = "mediator" if said else "table"
        words = (
            "--date",
            "2025-03-04",
            "--source",
            f"{name}-1",
            "--text",
            "x",
            "--for",
            reader,
        )
        assert run("record", folder, "add", "--kind", "incident", *words).startswith("added")
    for word in ("source", "outlet"):
        for shown in (
            run(word, folder),
            run(word, folder, "list"),
            run(word, folder, "list", "--json"),
        ):
            assert "open-" in shown
            assert "hidden" not in shown
        for options in (("--for", "mediator"), ("--all",)):
            assert "hidden-" in run(word, folder, "list", *options)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["person", "add", "ida"], "the person 'ida' needs --name TEXT"),
        (["issue", "add", "fish", "--name", "Fish"], "give --option ID=WORDS, or --span LOW.."),
        (["source", "add", "q"], "the source 'q' needs --date DATE"),
        (["plan", "add", "p", "--name", "First"], "the planned round 'p' needs --source TEXT"),
        (["record", "add", "--kind", "position"], "the position needs --set party=VALUE"),
        (["record", "add", "--kind", "position"], "the position needs --source SOURCE"),
    ],
)
def test_what_is_missing_is_named_by_its_option(
    folder: str, line: list[str], sentence: str
) -> None:
    assert sentence in run(line[0], folder, *line[1:])


def test_an_id_is_made_from_a_name(folder: str) -> None:
    assert run("person", folder, "add", "Ida Holm", "--party", "the HILL").startswith(
        "added ida-holm at "
    )
    person = load(folder).process.people["ida-holm"]
    assert (person.name, person.party) == ("Ida Holm", "hill")
    assert run("issue", folder, "add", "Sea rights", "--option", "a=All").startswith("added")
    assert run("option", folder, "add", "Half of it", "--issue", "SEA rights").startswith(
        "added half-of-it at "
    )
    assert list(load(folder).process.agenda.issues["sea-rights"].options) == ["a", "half-of-it"]
    assert run("person", folder, "edit", "Ida Holm", "--office", "Head").startswith("changed")
    assert run("person", folder, "remove", "ida holm").startswith("removed ida-holm")


@pytest.mark.parametrize(
    "line",
    [
        ["issue", "add", "Sea", "--option", "a=All"],
        ["party", "add", "River League"],
        ["option", "add", "Half", "--issue", "ceasefire"],
    ],
)
def test_what_is_added_behind_a_record_is_said_to_count_from_the_beginning(
    tmp_path: Path, line: list[str]
) -> None:
    talks = str(tmp_path / "talks")
    run("new", talks)
    (tmp_path / "talks" / "interests").rename(tmp_path / "elsewhere")
    said = run(line[0], talks, *line[1:]).splitlines()
    assert said[0].startswith("added "), said
    assert said[1].startswith("it counts from the beginning, on pages of earlier days too")
    command = said[1].split(": accord ")[1].split()
    assert run(*command).startswith("changed since of ")
    given = [line[0], talks, *line[1:2], f"{line[2]} again", *line[3:], "--since", "today"]
    assert len(run(*given).splitlines()) == 1


def test_a_folder_without_entries_says_nothing_of_since(folder: str) -> None:
    said = run("issue", folder, "add", "Sea", "--option", "a=All")
    assert said.count("\n") == 1


def test_a_rule_of_decision_takes_parties_by_their_names(folder: str) -> None:
    edit = ("process", folder, "edit", "--decision")
    assert "changed decision" in run(*edit, "{needs: majority, vetoes: [Hill, VALLEY]}")
    rule = load(folder).process.decision
    assert rule.vetoes == ("hill", "valley")
    wrong = run(*edit, "{needs: majority, vetoes: [Hill Side]}")
    assert wrong.startswith("there is no party 'Hill Side'")

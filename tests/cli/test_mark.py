"""`accord mark`: one mark at a time, in the file where it stands."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.formats.mark_sheets import LC

from accord.cli import cli
from accord.errors import AccordError, InvalidProcess
from accord.formats import load
from accord.model import voices


@pytest.fixture
def lc(tmp_path: Path) -> str:
    folder = str(tmp_path / "lc")
    CliRunner().invoke(cli, ["new", folder, "--from-marks", str(LC), "--held-by", "Bridge NGO"])
    process = Path(folder) / "process.yaml"
    text = process.read_text("utf-8").replace("name: brigade", "name: Hill Brigade")
    process.write_text(text, "utf-8")
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["mark", *words], env={"COLUMNS": "120"})


def brigade(folder: str) -> Path:
    return Path(folder) / "interests" / "brigade-by-bridge-ngo.yaml"


def test_a_mark_is_changed_where_it_stands_and_comments_stay(lc: str) -> None:
    file = brigade(lc)
    before = file.read_text("utf-8").replace("held_by", "# as told to Oda\nheld_by")
    file.write_text(before, "utf-8")
    done = run(lc, "hill brigade", "Scope=Road", "can", "live", "with", "--how", "Said")
    assert done.output == (
        "brigade: scope=road: can live with (said) (it was want), held by bridge-ngo, in "
        f"{file}\n"
    )
    changed = "scope: {road: {mark: can live with, how: said}, town: can live with,"
    assert file.read_text("utf-8") == before.replace(
        "scope: {road: want, town: can live with,", changed
    )


def test_options_may_stand_before_what_is_marked(lc: str) -> None:
    given = ["--held-by", "bridge ngo", "brigade", "scope=road", "R"]
    assert "cannot (it was want)" in run(lc, *given).output
    assert "cannot (it was can live with)" in run("set", lc, "front", "scope=town", "R").output


def test_what_is_said_of_a_mark_stays_where_the_mark_does(lc: str) -> None:
    run(lc, "brigade", "scope=road", "G", "--how", "said", "--basis", "twice")
    assert (
        "want (tested; twice)"
        in run(lc, "brigade", "scope=road", "G", "--how", "tested").output
    )
    assert (
        "cannot (it was want (tested; twice))" in run(lc, "brigade", "scope=road", "R").output
    )


def test_names_that_are_nearly_right_are_all_said_at_once(lc: str) -> None:
    done = run(lc, "brigad", "scop=road", "G", "--held-by", "bridge")
    assert isinstance(done.exception, AccordError)
    assert [one.partition(":")[0] for one in str(done.exception).split("\n")] == [
        "there is no party 'brigad'",
        "there is no issue 'scop'",
        "there is no party, actor or person 'bridge'",
    ]
    assert "'maybe' is no mark: want (G)" in run(lc, "brigade", "scope=road", "maybe").output
    assert run(lc, "brigade", "scope=road", "maybe").exit_code == 2
    assert "did you mean 'list'" in run(lc, "lst").output


def test_a_later_day_begins_a_file_with_the_rest_as_it_was(lc: str) -> None:
    done = run(lc, "brigade", "checkpoints=elders", "A", "--as-of", "2025-03-09")
    assert "brigade-by-bridge-ngo-2025-03-09.yaml" in done.output
    held = {one.id: one for one in load(lc).interests if one.party == "brigade"}
    old, new = held["brigade-by-bridge-ngo"], held["brigade-by-bridge-ngo-2025-03-09"]
    assert str(old.marks["checkpoints"]["elders"].mark) == "?"
    assert str(new.marks["checkpoints"]["elders"].mark) == "can live with"
    assert {i: o for i, o in new.marks.items() if i != "checkpoints"} == {
        i: o for i, o in old.marks.items() if i != "checkpoints"
    }


def test_a_mark_that_a_red_line_contradicts_is_not_written(lc: str) -> None:
    file = brigade(lc)
    text = file.read_text("utf-8") + "red_lines: [{id: r, never: {heavy: out}}]\n"
    file.write_text(text, "utf-8")
    done = run(lc, "brigade", "heavy=out", "G")
    assert isinstance(done.exception, InvalidProcess)
    assert "the mark: 'out' is marked 'want', and the red line 'r'" in str(done.exception)
    assert file.read_text("utf-8") == text


def test_the_file_of_a_voice_is_left_alone(lc: str) -> None:
    file = brigade(lc).with_name("army.yaml")
    text = "party: brigade\nheld_by: bridge-ngo\nvoice: army\ncan_block: yes\n"
    file.write_text(f"{text}marks: {{heavy: {{back: cannot}}}}\n", "utf-8")
    assert "it was can live with" in run(lc, "brigade", "heavy=back", "G").output
    assert file.read_text("utf-8").endswith("{back: cannot}}\n")


def test_a_mark_is_taken_away_and_both_orders_of_the_words_do(lc: str) -> None:
    assert "it was want" in run("remove", lc, "brigade", "scope=road").output
    done = run(lc, "remove", "brigade", "scope=road")
    assert "bridge-ngo has no mark of Hill Brigade on scope=road" in str(done.exception)
    shown = json.loads(run("list", lc, "--json").output)["bridge-ngo"]
    assert shown["brigade"]["scope"] == {
        "town": {"mark": "can live with"},
        "valley": {"mark": "cannot"},
    }


def test_the_list_is_a_matrix_in_signs_and_words_for_the_team_alone(lc: str) -> None:
    shown = run(lc).output
    assert shown.startswith("Made from interests that are for the mediator's team.\n")
    assert "● want" in shown and "✕ cannot" in shown and "○ can live with" in shown
    assert run(lc, "list", "--held-by", "bridge ngo").output == shown
    assert "no marks" in run(lc, "list", "--for", "table").output
    assert "cannot" not in run(lc, "list", "--for", "table").output
    assert "holds no marks here; who does: bridge-ngo" in str(
        run(lc, "list", "--held-by", "front").exception
    )


def test_a_mark_needs_a_holder_where_nobody_holds_any(tmp_path: Path) -> None:
    folder = str(tmp_path / "f")
    CliRunner().invoke(cli, ["new", folder])
    done = run(folder, "upland", "water=20", "G")
    assert "say with --held-by ID who holds the mark" in str(done.exception)
    done = run(folder, "upland", "water=20", "G", "--held-by", "holm", "--for", "delta")
    assert done.exit_code == 0
    (made,) = (one for one in load(folder).interests if one.marks)
    assert (made.held_by, made.for_) == ("holm", ("delta",))


def test_a_voice_is_marked_where_it_differs_and_says_whether_it_can_block(lc: str) -> None:
    own = brigade(lc).read_text("utf-8")
    on = (lc, "brigade", "scope=road", "cannot", "--voice", "The Army")
    assert "say whether 'The Army' can block" in str(run(*on).exception)
    done = run(*on, "--can-block")
    assert done.output.startswith("brigade, The Army: scope=road: cannot, held by bridge-ngo")
    (file,) = (Path(lc) / "interests").glob("*army*")
    assert "voice: The Army\ncan_block: yes\n" in file.read_text("utf-8")
    run(lc, "brigade", "scope=town", "R", "--voice", "The Army", "--cannot-block")
    (voice,) = voices(load(lc).interests)
    assert "can_block: no\n" in file.read_text("utf-8")
    assert (voice.can_block, [one.option for one in voice.differs]) == (False, ["road", "town"])
    done = run(lc, "remove", "brigade", "scope=town", "--voice", "The Army")
    assert "no mark, so it counts as the party sees it (it was cannot)" in done.output
    assert brigade(lc).read_text("utf-8") == own
    assert "go with --voice" in run(lc, "brigade", "scope=road", "G", "--can-block").output


def test_a_voice_without_a_date_is_said_to_count_from_the_beginning(lc: str) -> None:
    on = (lc, "brigade", "scope=road", "cannot", "--voice", "The Army", "--cannot-block")
    said = "has no date, so the voice counts from the beginning"
    assert said in run(*on).output
    assert said not in run(*on).output  # of the file that is there it was said
    assert said not in run(*on, "--as-of", "2025-03-09").output
    assert said not in run(lc, "brigade", "scope=road", "G").output


def test_a_look_at_a_sheet_says_that_what_its_words_mean_is_kept(lc: str) -> None:
    words = ["record", lc, "import", str(LC), "--what", "marks", "--held-by", "Second Desk"]
    plain = CliRunner().invoke(cli, ["actor", lc, "add", "Second Desk"])
    assert plain.exit_code == 0
    look = CliRunner().invoke(cli, [*words, "--value", "mark:ja=want"]).output.splitlines()
    kept = Path(lc) / f"{LC.name}.mapping.yaml"
    assert kept.exists()
    assert [one.partition(":")[0] for one in look[-2:]] == [
        f"wrote {kept}",
        "nothing else was written; --write takes the marks",
    ]

"""`accord new` from the outside."""

import json
from pathlib import Path

from click.testing import CliRunner
from tests.formats.mark_sheets import LC

from accord.cli import cli
from accord.errors import FormatError


def test_new_then_check(tmp_path: Path) -> None:
    folder = str(tmp_path / "talks")
    done = CliRunner().invoke(cli, ["new", folder])
    assert done.exit_code == 0
    assert f"accord check {folder}" in done.output
    assert CliRunner().invoke(cli, ["check", folder]).output.endswith("; no mistakes\n")


def test_a_full_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = CliRunner().invoke(cli, ["new", str(tmp_path)])
    assert isinstance(done.exception, FormatError)


def test_an_empty_folder_asks_for_title_and_parties(tmp_path: Path) -> None:
    folder = str(tmp_path / "talks")
    done = CliRunner().invoke(cli, ["new", folder, "--empty"])
    assert "--empty needs --title TEXT" in done.output
    assert "and --party NAME for each party, at least two" in done.output
    given = ["--title", "Road", "--party", "Hill", "--party", "Valley"]
    assert "add --empty" in CliRunner().invoke(cli, ["new", folder, *given]).output
    assert not (tmp_path / "talks").exists()
    done = CliRunner().invoke(cli, ["new", folder, "--empty", *given])
    assert f"accord mark {folder} PARTY ISSUE=OPTION MARK" in done.output
    assert f"accord record {folder} add" in done.output
    assert "marks first" in (tmp_path / "talks" / "README.md").read_text("utf-8")
    assert "2 parties, 0 issues" in CliRunner().invoke(cli, ["check", folder]).output


def test_a_folder_is_made_from_the_process_of_another(tmp_path: Path) -> None:
    old, folder = str(tmp_path / "old"), str(tmp_path / "talks")
    CliRunner().invoke(cli, ["new", old])
    both = CliRunner().invoke(cli, ["new", folder, "--from", old, "--empty"])
    assert "--empty, --from, --from-sheet or --from-marks, one of them" in both.output
    assert CliRunner().invoke(cli, ["new", folder, "--from", old]).exit_code == 0
    assert "0 entries" in CliRunner().invoke(cli, ["check", folder]).output


def test_a_folder_is_made_of_a_sheet_of_marks_and_takes_it_again(tmp_path: Path) -> None:
    folder = str(tmp_path / "lc")
    done = CliRunner().invoke(cli, ["new", folder, "--from-marks", str(LC)])
    assert done.exit_code == 0
    assert "added: 63 marks, 3 parties, 6 issues, 21 options" in done.output
    assert f"accord deals {folder}" in done.output
    checked = CliRunner().invoke(cli, ["check", folder])
    assert checked.output == (
        "lc: 3 parties, 6 issues, 0 entries, 0 sources, 3 sets of interests; no mistakes\n"
    )
    again = ["record", folder, "import", str(LC), "--what", "marks", "--held-by", "mediator"]
    taken = json.loads(CliRunner().invoke(cli, [*again, "--json"]).output)
    assert (taken["taken"], taken["same"], taken["problems"]) == (63, 63, [])


def test_how_to_take_what_a_sheet_of_marks_lacks_is_said_in_full(tmp_path: Path) -> None:
    sheet, folder = tmp_path / "m.csv", str(tmp_path / "talks")
    sheet.write_text("Issue,Option,North,South\nRoad,Open,G,nein\nRoad,Shut,R,G\n", "utf-8")
    made = ["new", folder, "--from-marks", str(sheet), "--as-of", "2025-03-05"]
    done = CliRunner().invoke(cli, made)
    assert done.exit_code == 2 and "--value 'mark:nein=MARK'" in done.output
    again = done.output.rpartition("and run: accord ")[2].split()
    assert again[-4:] == ["mediator", "--as-of", "2025-03-05", "--write"]
    taken = CliRunner().invoke(cli, [*again, "--value", "mark:nein=cannot"])
    assert taken.exit_code == 0 and "added: 1 mark; already there: 3" in taken.output


def test_what_goes_with_marks_alone_is_refused_elsewhere(tmp_path: Path) -> None:
    folder = str(tmp_path / "lc")
    done = CliRunner().invoke(cli, ["new", folder, "--held-by", "ngo"])
    assert "go with --from-marks" in done.output
    done = CliRunner().invoke(cli, ["new", folder, "--from-marks", str(LC), "--empty"])
    assert "one of them" in done.output
    CliRunner().invoke(cli, ["new", folder, "--from-marks", str(LC)])
    done = CliRunner().invoke(cli, ["record", folder, "import", str(LC), "--what", "marks"])
    assert done.exit_code == 2 and "--what marks needs --held-by ID" in done.output
    done = CliRunner().invoke(cli, ["record", folder, "import", str(LC), "--held-by", "x"])
    assert "go with --what marks" in done.output


def test_what_words_mean_is_kept_beside_the_folder_and_used_again(tmp_path: Path) -> None:
    folder, sheet = str(tmp_path / "f"), tmp_path / "s.csv"
    sheet.write_text("issue,option,a,b\nx,y,G,R\nx,z,ja,R\n", "utf-8")
    CliRunner().invoke(cli, ["new", folder, "--from-marks", str(sheet)])
    again = ["record", folder, "import", str(sheet), "--what", "marks", "--held-by", "mediator"]
    assert CliRunner().invoke(cli, again).exit_code == 2
    said = CliRunner().invoke(cli, [*again, "--value", "mark:ja=want", "--write"])
    assert "s.csv.mapping.yaml" in said.output and said.exit_code == 0
    once_more = CliRunner().invoke(cli, again)
    assert "already there: 4" in once_more.output and once_more.exit_code == 0


def test_the_title_that_a_sheet_of_marks_gives_is_said(tmp_path: Path) -> None:
    sheet, folder = tmp_path / "m.csv", str(tmp_path / "talks")
    table = "Our own sheet\nIssue,Option,North,South\nRoad,Open,G,A\nRoad,Shut,R,G\n"
    sheet.write_text(table, "utf-8")
    done = CliRunner().invoke(cli, ["new", folder, "--from-marks", str(sheet)])
    assert (
        "called 'Our own sheet', as the sheet is; '--title' calls it otherwise" in done.output
    )


def test_it_is_said_that_who_stands_in_an_incident_is_taken_for_its_author(
    tmp_path: Path,
) -> None:
    sheet, folder = tmp_path / "log.csv", str(tmp_path / "talks")
    row = "2025-03-02,Incident,River,A market is shelled.,Radio"
    sheet.write_text(f"Date,Kind,Who,Text,Source\n{row}\n", "utf-8")
    sides = ("--empty", "--title", "T", "--party", "River", "--party", "Hill")
    assert CliRunner().invoke(cli, ["new", folder, *sides]).exit_code == 0
    done = CliRunner().invoke(cli, ["record", folder, "import", str(sheet), "--new-sources"])
    said = "row 2: 'Who' of an incident is taken as whose deed it is said to be"
    assert said in done.output, done.output

"""Sheets of marks come into a folder as offices keep them, and nothing is dropped unsaid."""

from pathlib import Path

import pytest
from tests.formats.mark_sheets import LC, coloured, headed

from accord.errors import AccordError, FormatError, InvalidProcess
from accord.formats import load
from accord.formats.import_marks import MarksPlan, plan_marks
from accord.formats.sheet_columns import ColumnMapping
from accord.model import HowKnown, Mark, Marked, Norm, When

PROCESS = """\
title: Valley
parties:
  {brigade: {name: Hill Brigade}, front: {name: Valley Front}, shield: {name: Town Shield}}
actors: {ngo: {name: Bridge NGO}}
agenda:
  issues:
    scope:
      name: Scope
      options: {road: The market road only, town: The town and the road, later: Later}
    fees: {name: Fees, span: 0..100, step: 50}
"""
RECORD = "sources:\n  notes: {publisher: Notes, date: 2025-03-02}\n"
HEAD = "issue,option,brigade,front,shield"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "process.yaml").write_text(PROCESS, "utf-8")
    (tmp_path / "record.yaml").write_text(RECORD, "utf-8")
    return tmp_path


def sheet(folder: Path, *rows: str, head: str = HEAD, name: str = "s.csv") -> Path:
    file = folder / name
    file.write_text("\n".join([head, *rows, ""]), "utf-8")
    return file


def take(folder: Path, file: Path, as_of: str = "", **mapping: object) -> MarksPlan:
    when = When.parse(as_of) if as_of else None
    said = ColumnMapping(**mapping)  # type: ignore[arg-type]
    found = plan_marks(folder, file, held_by="ngo", mapping=said, as_of=when)
    if found.change:
        found.change.write()
    return found


def words(folder: Path, file: str = "brigade-by-ngo") -> dict[str, str]:
    held = next(one for one in load(folder).interests if one.id == file)
    return {
        f"{issue}={option}": str(one.mark)
        for issue, options in held.marks.items()
        for option, one in options.items()
    }


def test_ids_and_names_words_and_letters_are_read(folder: Path) -> None:
    rows = [
        "scope,road,G,R,a",
        "Scope,The town and the road,?,can live with,",
        "fees,50,want,,R",
    ]
    found = take(folder, sheet(folder, *rows))
    assert (found.taken, found.refused, found.same) == (7, (), 0)
    assert words(folder) == {"scope=road": "want", "scope=town": "?", "fees=50": "want"}
    assert load(folder).interests[0].for_ == ("mediator",)
    assert load(folder).interests[0].basis == "the sheet s.csv"
    again = take(folder, folder / "s.csv")
    assert (again.change, again.same) == (None, 7)


def test_an_issue_named_once_stands_for_the_rows_below_and_that_is_said(folder: Path) -> None:
    found = take(folder, sheet(folder, "Scope,road,G,R,A", ",town,A,A,G", ",later,R,R,R"))
    assert not found.refused
    assert "'Scope' stands for rows 3 to 4 too, which name no issue" in found.notices


def test_faults_are_said_by_row_and_column_and_the_rest_is_taken(folder: Path) -> None:
    rows = [
        "scope,road,G,x,A",
        "scop,town,G,G,G",
        "scope,twn,G,G,G",
        "fees,50,,,G",
        "fees,50,,,R",
        "fees,,,,R",
    ]
    found = take(folder, sheet(folder, *rows))
    assert [(one.row, one.column, one.text) for one in found.refused] == [
        (
            2,
            "front",
            "'x' is no mark: want (G), can live with (A), cannot (R) or ?; "
            "--value 'mark:x=MARK', with one of these in place of MARK, says what it means",
        ),
        (3, "issue", "there is no issue 'scop': did you mean Scope?"),
        (4, "option", "'Scope' has no option 'twn': did you mean town?"),
        (6, "shield", "row 5 marks this option for Town Shield already"),
        (7, "", "the row names no option"),
    ]
    assert words(folder) == {"scope=road": "want"}


def test_what_is_beside_a_mark_is_kept_for_a_row_or_for_a_party(folder: Path) -> None:
    file = sheet(
        folder,
        "scope,road,G,R,A,said,notes,in caucus,yes,offends: the charter",
        'scope,town,"A, if by day",A,G,,,,,',
        "scope,later,A,A,A,rumour,nots,,x,",
        head=f"{HEAD},brigade how,Source (Hill Brigade),why,puts off,norm",
    )
    found = take(folder, file)
    brigade = next(one for one in load(folder).interests if one.party == "brigade")
    front = next(one for one in load(folder).interests if one.party == "front")
    assert brigade.marks["scope"]["road"] == Marked(
        mark=Mark.WANT, how=HowKnown.SAID, basis="in caucus", source="notes"
    )
    assert brigade.marks["scope"]["town"].basis == "if by day"
    assert front.marks["scope"]["road"] == Marked(mark=Mark.CANNOT, basis="in caucus")
    options = load(folder).process.agenda.issues["scope"].options
    assert [one.puts_off for one in options.values()] == [True, False, True]
    assert options["road"].norm == (Norm(offends="the charter"),)
    assert [one.text.partition(";")[0] for one in found.refused] == [
        "'rumour' does not say how a mark is known: said, believed, tested",
        "there is no source 'nots' in record.yaml",
    ]


def test_the_long_form_has_a_row_a_mark(folder: Path) -> None:
    rows = ["scope,road,Hill Brigade,G,said", "scope,road,front,R,", "scope,road,nobody,R,"]
    found = take(folder, sheet(folder, *rows, head="issue,option,party,mark,how"))
    assert found.taken == 2
    assert [one.text[:27] for one in found.refused] == ["there is no party 'nobody';"]


def test_a_column_of_marks_that_is_of_no_party_is_a_fault_and_one_of_words_is_not(
    folder: Path,
) -> None:
    head = "issue,option,brigade,Valley Frnt,Remarks of Oda"
    file = sheet(folder, "scope,road,G,R,nobody asked the town about this", head=head)
    found = take(folder, file)
    assert [one.text for one in found.refused] == [
        "this column holds marks, and there is no party 'Valley Frnt': did you mean Valley "
        "Front?"
    ]
    assert found.ignored == ("Remarks of Oda",)


def test_colours_are_read_by_hue_and_issues_from_merged_cells(folder: Path) -> None:
    new = ("issues", "parties")
    found = take(folder, coloured(folder / "c.xlsx"), new=new)
    assert not found.refused
    assert [one for one in found.notices if "by their colour" in one] == [
        "cells read by their colour: 6 green = want, 5 red = cannot, 5 amber = can live with, "
        "1 grey = ?"
    ]
    assert words(folder)["checkpoints=the-elders-man-it"] == "?"
    assert words(folder, "shield-by-ngo").keys() == {
        "where-the-guns-fall-silent=the-market-road-only",
        "where-the-guns-fall-silent=the-town-and-the-road",
        "where-the-guns-fall-silent=the-whole-valley",
        "checkpoints=each-keeps-its-own",
        "checkpoints=the-elders-man-it",
    }


def test_issues_may_be_headings_over_their_options(folder: Path) -> None:
    found = take(folder, headed(folder / "h.xlsx"), new=("issues",))
    assert not found.refused
    assert words(folder) == {
        "scope=road": "want",
        "scope=town": "can live with",
        "heavy-weapons=out-of-the-valley": "cannot",
    }
    assert (
        "row 3, 'Valley Front': 'cannot' is on green: the word counts (cannot)" in found.notices
    )


def test_what_a_word_means_is_said_with_values(folder: Path) -> None:
    file = sheet(folder, "scope,road,vert,non,ja")
    values = {"mark": {"non": "cannot"}, "shield": {"ja": "want"}}
    found = take(folder, file, values=values)
    assert [one["scope"]["road"].mark for one in found.marks.values()] == [
        Mark.WANT,
        Mark.CANNOT,
        Mark.WANT,
    ]


def test_what_an_issue_or_an_option_is_meant_for_is_said_with_values(folder: Path) -> None:
    values = {"issue": {"Reach": "scope"}, "option": {"the road": "road"}}
    found = take(folder, sheet(folder, "Reach,the road,G,R,A"), values=values)
    assert not found.refused and not any("no cell says" in one for one in found.notices)
    assert words(folder) == {"scope=road": "want"}


def test_marks_of_one_day_are_added_to_and_never_written_over(folder: Path) -> None:
    take(folder, sheet(folder, "scope,road,G,R,A"))
    file = folder / "interests" / "brigade-by-ngo.yaml"
    file.write_text(f"# mine\n{file.read_text('utf-8')}# below\n", "utf-8")
    more = take(folder, sheet(folder, "scope,road,G,R,A", "scope,town,A,A,A", name="t.csv"))
    assert more.same == 3
    assert words(folder) == {"scope=road": "want", "scope=town": "can live with"}
    text = file.read_text("utf-8")
    assert text.startswith("# mine\n") and text.endswith("# below\n")
    other = take(folder, sheet(folder, "scope,road,R,R,A", name="u.csv"))
    assert (other.change, file.read_text("utf-8")) == (None, text)
    assert (other.taken, other.same) == (2, 2)  # of Hill Brigade nothing is
    assert [one.text for one in other.refused] == [
        "interests/brigade-by-ngo.yaml says otherwise of Hill Brigade, without a date: "
        "scope=road is 'want' there and 'cannot' here: give a later sheet its day with "
        "'--as-of DATE', or use 'accord mark'"
    ]


def test_how_a_mark_is_known_is_added_where_the_file_does_not_say(folder: Path) -> None:
    head = "issue,option,Hill Brigade,how,basis,source"
    take(folder, sheet(folder, "scope,road,G,,,", "scope,town,A,said,,", head=head))
    rows = "scope,road,G,believed,Heard twice,", "scope,town,A,,It has kin there,"
    more = take(folder, sheet(folder, *rows, head=head, name="t.csv"))
    assert (more.refused, more.taken, more.same) == ((), 2, 2)
    file = "interests/brigade-by-ngo.yaml"
    said = "how it is known, why or by what source added to 2 marks of Hill Brigade"
    assert dict(more.files) == {file: said}
    (held,) = [one for one in load(folder).interests if one.id == "brigade-by-ngo"]
    assert held.marks["scope"] == {
        "road": Marked(mark=Mark.WANT, how=HowKnown.BELIEVED, basis="Heard twice"),
        "town": Marked(mark=Mark.LIVE, how=HowKnown.SAID, basis="It has kin there"),
    }
    again = take(folder, sheet(folder, *rows, head=head, name="u.csv"))
    assert (again.change, again.same) == (None, 2)
    bare = take(folder, sheet(folder, "scope,road,G,,,", head=head, name="v.csv"))
    assert (bare.change, bare.same, bare.refused) == (None, 1, ())
    other = take(folder, sheet(folder, "scope,road,G,tested,,", head=head, name="w.csv"))
    assert (other.change, len(other.refused)) == (None, 1)


def test_a_later_sheet_begins_a_file_and_keeps_what_it_does_not_name(folder: Path) -> None:
    take(folder, sheet(folder, "scope,road,G,R,A", "scope,town,A,A,G", "fees,50,R,R,R"))
    later = take(folder, sheet(folder, "scope,road,A,R,A", "scope,town,,A,G"), "2025-03-12")
    assert words(folder, "brigade-by-ngo-2025-03-12") == {
        "scope=road": "can live with",
        "fees=50": "cannot",
    }
    assert words(folder)["scope=road"] == "want"
    said = (
        "Hill Brigade: scope=town was 'can live with' and counts as ? now, for nothing is said "
    )
    assert [one for one in later.notices if one.startswith(said)]
    assert (
        "and 1 on what is not named now"
        in later.files["interests/brigade-by-ngo-2025-03-12.yaml"]
    )
    undated = take(folder, sheet(folder, "scope,road,R,R,A", name="v.csv"))
    assert undated.change is None and len(undated.refused) == 1


def test_red_lines_of_the_day_stay_and_what_they_contradict_is_said(folder: Path) -> None:
    (folder / "interests").mkdir()
    lines = "party: brigade\nheld_by: ngo\nred_lines: [{id: r, never: {scope: town}}]\n"
    (folder / "interests" / "own.yaml").write_text(lines, "utf-8")
    take(folder, sheet(folder, "scope,road,G,,"))
    assert (folder / "interests" / "own.yaml").read_text("utf-8").startswith(lines)
    assert words(folder, "own") == {"scope=road": "want"}
    with pytest.raises(InvalidProcess, match="'town' is marked 'want', and the red line 'r'"):
        take(folder, sheet(folder, "scope,town,G,,", name="t.csv"))


def test_a_holder_must_be_known_and_a_sheet_must_have_options(folder: Path) -> None:
    file = sheet(folder, "scope,road,G,R,A")
    with pytest.raises(AccordError, match=r"no party, actor or person 'nggo'.* accord actor"):
        plan_marks(folder, file, held_by="nggo")
    with pytest.raises(FormatError, match="no column holds options"):
        take(folder, sheet(folder, "G,R", head="brigade,front", name="t.csv"))
    with pytest.raises(FormatError, match="no column holds the marks of a party; parties are"):
        take(folder, sheet(folder, "scope,road", head="issue,option", name="u.csv"))


def test_the_sheet_of_the_ceasefire_is_read_whole(folder: Path) -> None:
    found = plan_marks(
        folder, LC, held_by="ngo", mapping=ColumnMapping(new=("issues", "parties"))
    )
    assert (found.taken, found.refused) == (63, ())


def test_a_sheet_of_a_voice_is_kept_where_it_differs_from_its_party(folder: Path) -> None:
    take(folder, sheet(folder, "scope,road,want,,", "scope,town,can live with,,"))

    def voiced(*rows: str, as_of: str = "", can_block: bool | None = None) -> MarksPlan:
        file = sheet(folder, *rows, head="issue,option,brigade", name="army.csv")
        when = When.parse(as_of) if as_of else None
        found = plan_marks(
            folder, file, held_by="ngo", as_of=when, voice="The army", can_block=can_block
        )
        if found.change:
            found.change.write()
        return found

    same = voiced("scope,road,want")
    assert (same.change, same.same) == (None, 1)
    with pytest.raises(InvalidProcess, match="say whether 'The army' can block"):
        voiced("scope,road,want", "scope,town,cannot")
    found = voiced("scope,road,want", "scope,town,cannot", can_block=True)
    *_, alike, undated = found.notices
    assert alike == "Hill Brigade: 1 mark is as the party's, and not written for 'The army'"
    assert undated.startswith(
        "interests/brigade-the-army-by-ngo.yaml has no date, so the voice counts from the "
    )
    (file,) = found.files
    name = file.removeprefix("interests/").removesuffix(".yaml")
    assert words(folder, name) == {"scope=town": "cannot"}
    assert words(folder) == {"scope=road": "want", "scope=town": "can live with"}
    (held,) = (one for one in load(folder).interests if one.id == name)
    assert (held.voice, held.can_block) == ("The army", True)
    assert voiced("scope,town,can live with").refused  # it says otherwise, and needs a day
    later = voiced("scope,town,can live with", "scope,road,R", as_of="2025-04-01")
    (file,) = later.files
    assert words(folder, file.removeprefix("interests/").removesuffix(".yaml")) == {
        "scope=town": "can live with",
        "scope=road": "cannot",
    }
    with pytest.raises(FormatError, match="columns of: Hill Brigade, Valley Front"):
        plan_marks(folder, sheet(folder, "scope,road,G,G,G"), held_by="ngo", voice="x")

"""An entry is mended where it stands, or another takes its place."""

import difflib
import shutil
from pathlib import Path

import pytest

from accord.errors import AccordError, InvalidProcess
from accord.formats import edit_entry, load
from accord.formats.edit_entry import edit, supersede
from accord.formats.new import new
from accord.record import Correction, Question, QuestionStage

RIVER = Path(__file__).parents[2] / "examples" / "sarn-river"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RIVER, tmp_path / "talks"))


def changed(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.split("\n"), after.split("\n"))
    return [line for line in lines if line[0] in "+-"]


def test_an_edit_changes_the_lines_of_its_keys_and_no_others(folder: Path) -> None:
    file = folder / "record.yaml"
    before = file.read_text("utf-8")
    entry = next(e for e in load(folder).record.entries if e.kind == "position" and e.text)
    done = edit(folder, entry.id, {"text": "In other words", "sources": list(entry.sources)})
    assert load(folder).record.by_id[entry.id].text == "In other words"
    assert before.split("\n")[done.line - 1].strip().startswith("- kind: position")
    assert [line for line in changed(before, file.read_text("utf-8")) if "text" in line][
        1:
    ] == ["+     text: In other words"]


def test_an_empty_value_takes_a_key_away(folder: Path) -> None:
    entry = next(e for e in load(folder).record.entries if e.kind == "position" and e.text)
    edit(folder, entry.id, {"text": ""})
    assert load(folder).record.by_id[entry.id].text == ""


def test_a_byte_order_mark_stays(folder: Path) -> None:
    file = folder / "record.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    edit(folder, load(folder).record.entries[0].id, {"text": "é"})
    assert file.read_bytes().startswith(b"\xef\xbb\xbf#")
    assert load(folder).record.entries[0].text == "é"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"date": "soon"}, "'soon'"),
        ({"optoin": "x", "date": "soon"}, "did you mean 'option'"),
        ({"kind": "claim"}, "keeps its kind"),
        ({"sources": ["gazete-0507"]}, "did you mean 'gazette-0507'"),
        ({"sources": ""}, "sources"),
    ],
)
def test_what_does_not_fit_leaves_the_file_as_it_was(
    folder: Path, changes: dict[str, object], sentence: str
) -> None:
    before = (folder / "record.yaml").read_bytes()
    one = next(e.id for e in load(folder).record.entries if e.kind == "position")
    with pytest.raises(AccordError, match=sentence) as refused:
        edit(folder, one, changes)
    if isinstance(refused.value, InvalidProcess):
        assert all(p.file == f"the entry '{one}'" for p in refused.value.problems)
    assert (folder / "record.yaml").read_bytes() == before


def test_what_others_build_on_is_corrected_and_only_its_words_are_mended(folder: Path) -> None:
    record = load(folder).record
    answer = next(e for e in record.entries if e.kind == "response")
    one = answer.ids("proposal")[0]
    with pytest.raises(AccordError, match=f"build on '{one}' .*{answer.id}.*, so 'date'"):
        edit(folder, one, {"date": "2031-05-01", "text": "mended"})
    edit(folder, one, {"text": "mended"})
    assert load(folder).record.by_id[one].text == "mended"


def test_a_superseding_entry_has_the_keys_of_the_old_one_but_for_the_changes(
    folder: Path,
) -> None:
    before = (folder / "record.yaml").read_text("utf-8")
    old = next(e for e in load(folder).record.entries if e.kind == "position" and e.text)
    done = supersede(folder, old.id, {"text": "as heard"}, "Misheard")
    record = load(folder).record
    new_ = record.by_id[done.added.id]
    assert (new_.supersedes, new_.why, new_.text) == (old.id, "Misheard", "as heard")
    assert (new_.date, new_.sources, new_.ids("issue")) == (
        old.date,
        old.sources,
        old.ids("issue"),
    )
    assert record.superseded[old.id] is new_
    added = (folder / "record.yaml").read_text("utf-8")
    assert all(line.startswith("+") for line in changed(before, added))
    for again in (supersede, lambda *a: edit(*a[:3])):
        with pytest.raises(AccordError, match=f"was superseded by '{new_.id}'"):
            again(folder, old.id, {"text": "again"}, "Again")


def test_an_entry_can_be_withdrawn_with_nothing_in_its_place(folder: Path) -> None:
    old = next(e for e in load(folder).record.entries if e.kind == "position")
    done = supersede(folder, old.id, {"kind": "correction"}, "Never said")
    assert isinstance(load(folder).record.by_id[done.added.id], Correction)


def test_an_entry_that_is_not_there_is_named_with_the_nearest(folder: Path) -> None:
    one = load(folder).record.entries[0].id
    for change in (lambda i: edit(folder, i, {}), lambda i: supersede(folder, i, {}, "x")):
        with pytest.raises(AccordError, match=f"no entry '{one}x'; did you mean '{one}'"):
            change(f"{one}x")
    (folder / "record.yaml").unlink()
    with pytest.raises(AccordError, match=r"no source|there is no .*record.yaml yet"):
        edit(folder, one, {"text": "x"})


def test_an_entry_for_one_tier_is_mended_where_it_lies(folder: Path) -> None:
    file = folder / "private" / "mediator" / "record.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(
        "entries:\n  - {kind: note, id: n1, date: 2031-04-12, text: Ask agian}  # mine\n"
    )
    public = (folder / "record.yaml").read_bytes()
    assert edit(folder, "n1", {"text": "Ask again"}).file == str(file)
    assert file.read_text("utf-8").endswith("text: Ask again}  # mine\n")
    done = supersede(folder, "n1", {"text": "Ask him"}, "why")
    assert done.added.file == str(file)
    assert load(folder).record.by_id[done.added.id].for_ == ("mediator",)
    assert (folder / "record.yaml").read_bytes() == public


def test_what_a_question_is_about_and_its_answer_are_changed_by_one_key_each(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "talks"
    new(folder)
    file = folder / "record.yaml"
    asked = "kind: question, id: q1, date: 2024-05-03, to: delta, about: {ceasefire: road}"
    text = file.read_text("utf-8").replace("entries:\n", f"entries:\n  - {{{asked}}}\n", 1)
    file.write_text(text, "utf-8")
    edit(folder, "q1", {"about": {"prisoners": ["all", "wounded"]}})
    edit(folder, "q1", {"answered": "2024-05-06: if paid"})
    one = load(folder).record.by_id["q1"]
    assert isinstance(one, Question)
    assert (one.issue, one.option, one.reply) == ("prisoners", ("all", "wounded"), "if paid")
    assert "about" not in file.read_text("utf-8").split("id: q1")[1].split("\n")[0]
    edit(folder, "q1", {"answered": "", "reply": ""})
    one = load(folder).record.by_id["q1"]
    assert isinstance(one, Question)
    assert one.stage is QuestionStage.TO_ASK


@pytest.mark.parametrize("at", [0, 7, 20])
def test_an_entry_of_a_long_record_is_superseded_as_in_a_short_one(
    at: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    one = load(folder).record.standing[at].id
    done = supersede(folder, one, {"text": "In other words"}, "it was wrong")
    monkeypatch.setattr(edit_entry, "LARGE", 1)
    monkeypatch.setattr(edit_entry, "parse", None)  # the whole is not read
    again = supersede(other, one, {"text": "In other words"}, "it was wrong")
    assert (again.was, again.date, again.added.id) == (done.was, done.date, done.added.id)
    assert (other / "record.yaml").read_bytes() == (folder / "record.yaml").read_bytes()
    monkeypatch.undo()
    monkeypatch.setattr(edit_entry, "LARGE", 1)
    with pytest.raises(AccordError, match=f"was superseded by '{done.added.id}'"):
        supersede(other, one, {"text": "More words"}, "it was wrong")

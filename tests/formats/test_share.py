"""What a reader gets is made of what this reader may read: the rest changes no byte of it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import few

from accord.cli import cli
from accord.errors import AccordError, FormatError, InvalidProcess
from accord.formats import load, save
from accord.formats.append import append
from accord.formats.new import new
from accord.formats.share import share
from accord.formats.tree import parse
from accord.formats.write import to_yaml
from accord.model import Amount, Interests, Mark, Marked, Reader, When, tiers
from accord.record import KINDS, Case, Entry, Record, Source, Stance

TIERS = tiers(["upland", "delta"])
COMMANDS = (
    ["brief", "--json"],
    ["brief", "--draws", "5"],
    ["record", "list"],
    ["record", "timeline", "--json"],
    ["record", "contested"],
    ["record", "corrections"],
    ["record", "commitments"],
    ["record", "show", "hidden-1"],
    ["record", "show", "first-offer", "--json"],
    ["record", "list", "--source", "hidden-source"],
    ["deals", "--draws", "5"],
    ["mark", "list"],
    ["mark", "list", "--json"],
    ["interests", "list"],
    ["interests", "list", "--json"],
    ["search", "secret"],
    ["check"],
    ["check", "--json", "--balance"],
)


@pytest.fixture(scope="module")
def talks() -> Iterator[Case]:
    with TemporaryDirectory() as place:
        new(Path(place) / "talks")
        yield load(Path(place) / "talks")


def entry(kind: str, number: int, for_: tuple[str, ...], source: str, **given: Any) -> Entry:
    return KINDS[kind](
        id=f"hidden-{number}",
        date=When.parse("2025-01-01"),
        sources=(source,),
        text="secret",
        for_=for_,
        **given,
    )


@st.composite
def held(draw: st.DrawFn, case: Case, reader: Reader) -> tuple[Case, dict[str, Record]]:
    """Add to a case what a reader may not read: at the top, and in private folders."""
    others = [tier for tier in TIERS if not reader.reads((tier,))]
    known = [entry.id for entry in case.record.entries]
    shown = list(case.record.sources)
    top: list[Entry] = []
    private: dict[str, Record] = {}
    source = Source(id="hidden-source", publisher="secret", date=When.parse("2025-01-01"))
    for number in range(draw(st.integers(1, 4))):
        tier = draw(st.sampled_from(others))
        apart = tier not in ("table", "public") and draw(st.booleans())
        cited = draw(st.sampled_from(shown if apart else [*shown, "hidden-source"]))
        made: Any = draw(
            st.sampled_from(
                [
                    (
                        "figure",
                        {"subject": "wounded at the ford", "value": Amount.parse("900")},
                    ),
                    ("statement", {"by": "minister-berg", "about": (known[number],)}),
                    (
                        "claim",
                        {
                            "by": "envoy-eller",
                            "subject": known[number],
                            "stance": Stance.DENIES,
                        },
                    ),
                    ("position", {"party": "delta", "issue": "water", "option": "0"}),
                    ("note", {}),
                    (
                        "question",
                        {
                            "to": ("delta",),
                            "issue": "water",
                            "option": ("0",),
                            "answered_in": (known[number],),
                        },
                    ),
                ]
            )
        )
        kind, fields = made
        fields = {"unit": "people", **fields} if kind == "figure" else fields
        one = entry(kind, number, (tier,), cited, **fields)
        if apart:
            kept = private.get(tier, Record(for_=(tier,)))
            private[tier] = evolve(kept, entries=(*kept.entries, one))
        else:
            top.append(one)
    sources = case.record.sources | {source.id: source}
    record = evolve(
        case.record, entries=(*case.record.entries, *top), sources=frozendict(sources)
    )
    tier = draw(st.sampled_from(others))
    again: tuple[Interests, ...] = ()
    if draw(st.booleans()):
        again = tuple(
            evolve(one, id=f"hidden-{one.party}", held_by=one.party, for_=(tier,))
            for one in case.interests
        )
    if draw(st.booleans()):  # marks, with a source that may be for others too
        source_ = draw(st.sampled_from(["", shown[0], "hidden-source"]))
        cells = {
            "water": {o: draw(st.sampled_from(Mark)) for o in ("0", "20")},
            "prisoners": {"all": draw(st.sampled_from(Mark))},
        }
        said = {
            i: frozendict(
                {o: Marked(mark=m, basis="secret", source=source_) for o, m in c.items()}
            )
            for i, c in cells.items()
        }
        again = (
            *again,
            Interests(
                id="hidden-words",
                party="upland",
                held_by="holm",
                for_=(tier,),
                marks=frozendict(said),
            ),
        )
    return evolve(case, record=record, interests=(*case.interests, *again)), private


def written(case: Case, private: dict[str, Record], folder: Path) -> Path:
    save(case, folder)
    for tier, record in private.items():
        file = folder / "private" / tier / "record.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(to_yaml(record), "utf-8")
    return folder


def told(folder: Path, reader: Reader) -> dict[str, str]:
    """Return what every command says to a reader, and what stands in the reader's copy."""
    options = [word for tier in reader.tiers for word in ("--for", tier)]
    found = {}
    for first, *rest in COMMANDS:
        words = [first, str(folder), *rest, *options]
        result = CliRunner().invoke(cli, words, standalone_mode=False)
        assert result.exception is None or isinstance(result.exception, AccordError)
        found[" ".join([first, *rest])] = f"{result.output}{result.exception}"
    for name in ("page.html", "record.csv"):
        at = folder.parent / f"out-{name}"
        kind = (
            ["brief", "--draws", "5", "--html"] if name == "page.html" else ["record", "export"]
        )
        words = [kind[0], str(folder), *kind[1:], str(at), *options]
        CliRunner().invoke(cli, words, standalone_mode=False, catch_exceptions=False)
        found[name] = at.read_text("utf-8")
    out = folder.parent / "copy"
    share(folder, reader, out)
    found |= {
        str(file.relative_to(out)): file.read_text("utf-8")
        for file in sorted(out.rglob("*"))
        if file.is_file()
    }
    return {name: text.replace(str(folder.parent), "") for name, text in found.items()}


@few(2)
@given(data=st.data(), tier=st.sampled_from(TIERS[:-1]))
def test_what_others_hold_changes_no_byte(talks: Case, data: st.DataObject, tier: str) -> None:
    reader = Reader((tier,))
    mine = entry("statement", 9, (tier,), next(iter(talks.record.sources)), by="envoy-eller")
    mine = evolve(mine, id="mine", text="for this reader")
    case = evolve(talks, record=evolve(talks.record, entries=(*talks.record.entries, mine)))
    whole, private = data.draw(held(case, reader))
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        bare = told(written(case, {}, Path(one) / "talks"), reader)
        full = told(written(whole, private, Path(other) / "talks"), reader)
        assert load(Path(other) / "copy").record == load(Path(one) / "copy").record
    assert full == bare
    said = "".join(text for name, text in full.items() if not re.search("hidden|secret", name))
    assert "hidden-" not in re.sub("visually-hidden", "", said)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with something for every tier."""
    new(tmp_path / "talks")
    for number, tier in enumerate(TIERS):
        append(
            tmp_path / "talks",
            [entry("statement", number, (tier,), "gazette-0502", by="envoy-eller")],
        )
    return tmp_path / "talks"


def test_what_is_for_one_tier_is_added_to_its_own_folder(folder: Path) -> None:
    found = sorted(
        file.relative_to(folder).as_posix() for file in folder.rglob("private/**/record.yaml")
    )
    assert found == [
        "private/delta/capital/record.yaml",
        "private/delta/record.yaml",
        "private/mediator/record.yaml",
        "private/upland/capital/record.yaml",
        "private/upland/record.yaml",
    ]
    assert {e.for_ for e in load(folder).record.entries} == {(tier,) for tier in TIERS}


@pytest.mark.parametrize("tier", TIERS)
def test_a_reader_loads_the_same_from_the_folder_and_from_the_copy(
    folder: Path, tier: str, tmp_path: Path
) -> None:
    reader = Reader((tier,))
    seen = load(folder, reader=reader)
    assert seen == load(folder).seen_by(reader)
    share(folder, reader, tmp_path / "copy")
    copy = load(tmp_path / "copy")
    assert evolve(copy, reader=reader) == seen
    assert {one.for_[0] for one in copy.record.entries} <= set(reader.read)


def test_private_files_of_others_are_not_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in (folder / "private").rglob("*.yaml"):
        file.write_text("SECRET: [", "utf-8")
    for tier in ("public", "table"):
        load(folder, reader=Reader((tier,)))
    with pytest.raises(InvalidProcess, match="mediator"):
        load(folder, reader=Reader(("mediator",)))


def test_a_copy_is_written_into_a_new_folder_alone(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="there already"):
        share(folder, Reader(("table",)), folder)
    with pytest.raises(FormatError, match="is inside"):
        share(folder, Reader(("table",)), folder / "copies" / "table")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nothing")
    with pytest.raises(FormatError, match="is a link to nothing"):
        share(folder, Reader(("table",)), link)
    with pytest.raises(AccordError, match="there is no reader 'uplan'; did you mean 'upland'"):
        share(folder, Reader(("uplan",)), tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_other_files_are_copied_where_they_are_named(folder: Path, tmp_path: Path) -> None:
    left = share(folder, Reader(("table",)), tmp_path / "copy")
    assert left.files == ("README.md",)
    assert (left.entries, left.interests) == (5, 0)
    share(folder, Reader(("table",)), tmp_path / "again", ["README.md"])
    assert (tmp_path / "again" / "README.md").exists()


WRONG = {
    "a party that is none": ("for: uplnd", "there is no reader 'uplnd'"),
    "somebody who may not open the folder": ("for: delta", "who may not read the folder"),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.values(), ids=WRONG)
def test_for_is_checked_with_file_and_line(folder: Path, line: str, sentence: str) -> None:
    file = folder / "private" / "upland" / "record.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("    text: secret", f"    text: secret\n    {line}"), "utf-8")
    with pytest.raises(InvalidProcess) as told:
        load(folder)
    assert any(p.file == str(file) and sentence in p.sentence for p in told.value.problems)


def test_what_others_read_refers_to_nothing_private(folder: Path) -> None:
    one = entry("statement", 77, ("table",), "gazette-0502", by="envoy-eller")
    with pytest.raises(InvalidProcess, match="not all its readers may read that"):
        append(folder, [evolve(one, about=("hidden-2",))])
    two = evolve(one, for_=("mediator",), about=("hidden-1",))
    append(folder, [two])


HIDDEN_PROPOSAL = """
  - {kind: proposal, id: hidden-deal, date: 2024-05-02, sources: gazette-0502, by: holm,
     to: [upland], deal: {ceasefire: full}, for: mediator}
"""
OF_HIDDEN_PROPOSAL = """
  - {kind: agreement, id: agreed, date: 2024-05-02, sources: gazette-0502,
     between: [upland, delta], package: hidden-deal, standing: reached}
"""


def test_what_others_read_has_no_package_of_a_private_proposal(tmp_path: Path) -> None:
    made = tmp_path / "talks"
    new(made)
    record = made / "record.yaml"
    record.write_text(record.read_text("utf-8") + HIDDEN_PROPOSAL, "utf-8")
    judged = made / "interests" / "upland-by-holm.yaml"
    text = "party: upland\nheld_by: holm\njudgements: [{package: hidden-deal, would: sign}]\n"
    judged.write_text(text, "utf-8")
    load(made)
    load(made, reader=Reader(("table",)))
    judged.write_text(f"{text}for: table\n", "utf-8")
    with pytest.raises(InvalidProcess, match=r"-by-holm.yaml:3: .*not all its readers"):
        load(made)
    judged.write_text(text, "utf-8")
    record.write_text(record.read_text("utf-8") + OF_HIDDEN_PROPOSAL, "utf-8")
    with pytest.raises(InvalidProcess, match=r"'agreed' is for .* refers to 'hidden-deal'"):
        load(made)


def test_a_folder_for_nobody_known_is_a_mistake(folder: Path) -> None:
    (folder / "private" / "uplnd").mkdir()
    with pytest.raises(InvalidProcess, match="did you mean 'upland'"):
        load(folder)
    load(folder, reader=Reader(("table",)))


def test_an_id_is_given_once_over_all_files(folder: Path) -> None:
    one = entry("statement", 2, ("table",), "gazette-0502", by="envoy-eller")
    with pytest.raises(InvalidProcess, match="duplicate id 'hidden-2'"):
        append(folder, [one])


def test_no_record_is_copied_as_it_stands_nor_what_a_link_leads_to(tmp_path: Path) -> None:
    new(tmp_path / "talks")
    (tmp_path / "talks" / "link.md").symlink_to("interests/delta-by-institute.yaml")
    for name, said in (("record.yaml", "as far as table may read it"), ("link.md", "a link")):
        with pytest.raises(AccordError, match=said):
            share(tmp_path / "talks", Reader(("table",)), tmp_path / "out", [name])
    assert not (tmp_path / "out").exists()


def test_the_roles_that_go_along_in_the_process_are_named(tmp_path: Path) -> None:
    new(tmp_path / "talks")
    file = tmp_path / "talks" / "process.yaml"
    told = "{role: can wreck, on: {ceasefire: [road]}, basis: Told by Holm}"
    text = file.read_text("utf-8")
    file.write_text(text.replace("role: analyst", f"role: [{told}, must consent]"), "utf-8")

    def said(reader: str) -> str:
        words = ["share", str(tmp_path / "talks"), str(tmp_path / reader), "--for", reader]
        done = CliRunner().invoke(cli, words)
        assert done.exit_code == 0
        return done.output.partition("README.md\n")[2]

    whole = "process.yaml goes along whole, with its comments"
    assert (
        said("upland")
        == said("table")
        == (
            f"{whole}; with it go 2 roles of actors, which everybody at the table may read:\n"
            "- Institute for River Studies: can wreck on ceasefire=road (Told by Holm)\n"
            "- Institute for River Studies: must consent\n"
        )
    )
    assert said("mediator") == f"{whole}\n"


ASSUMED = {
    "hold/team.yaml": "held_by: holm\nguarantees:\n  - {id: watch, kind: monitor, by: holm,\n"
    "     penalty: 3..5, source: hidden-source}  # secret\n",
    "hold/all.yaml": "for: table\nfirst_move: {upland: 2..4}\n",
    "private/delta/hold/own.yaml": "first_move: {delta: 1}\n",
    "fighting/team.yaml": "model: scripted\nheld_by: holm\nscript:\n"
    "  - {round: 2, walk_away: {upland: -3..-1}, why: Shells fall.}\n",
    "hold/game.json": "{}",
}


@pytest.fixture
def assuming(folder: Path) -> Path:
    """Return a folder with assumptions for the team, the table and one side."""
    record = folder / "record.yaml"
    text = record.read_text("utf-8")
    more = "sources:\n  hidden-source: {publisher: P, date: 2024-05-01}\n"
    record.write_text(text.replace("sources:\n", more, 1), "utf-8")
    for name in ("hold", "fighting"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name, text in ASSUMED.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("tier", "copied", "left"),
    [
        ("public", [], 4),
        ("table", ["hold/all.yaml"], 3),
        ("delta", ["hold/all.yaml", "private/delta/hold/own.yaml"], 2),
        ("mediator", ["fighting/team.yaml", "hold/all.yaml", "hold/team.yaml"], 1),
    ],
)
def test_assumptions_go_along_as_far_as_a_reader_may_read_them(
    assuming: Path, tmp_path: Path, tier: str, copied: list[str], left: int
) -> None:
    out = tmp_path / "copy"
    found = share(assuming, Reader((tier,)), out)
    there = [
        file.relative_to(out).as_posix()
        for file in sorted(out.rglob("*.yaml"))
        if {"hold", "fighting"} & {*file.parts}
    ]
    assert (there, found.assumed) == (copied, left)
    assert found.files == ("README.md", "hold/game.json")
    for name in copied:
        assert parse((out / name).read_text("utf-8"), "") == parse(ASSUMED[name], "")
        assert "secret" not in (out / name).read_text("utf-8")
    assert ("hidden-source" in load(out).record.sources) is (tier == "mediator")
    done = CliRunner().invoke(cli, ["check", str(out)])
    assert done.exit_code == 0, done.output

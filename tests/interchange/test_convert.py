"""A folder written for another program and read again: every deal is worth the same."""

import itertools
from pathlib import Path

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.interchange.domains import deals, domains, worth

from accord.errors import AccordError, FormatError
from accord.formats import load, save
from accord.interchange.conversion import Conversion
from accord.interchange.convert import read_domain, write_domain
from accord.interchange.foreign import written_formats
from accord.model import Range, Scale
from accord.record import Case

WRITERS = list(written_formats())


def written(folder: Case, to: str, home: Path) -> tuple[list[Path], list[str]]:
    """Write a folder; give the files to read again, those of the parties in their order."""
    files, lost = write_domain(folder, to, None)
    home.mkdir()
    for name, text in files.items():
        (home / name).write_text(text, "utf-8")
    domain, *parties = files
    return [home / name for name in ([domain] if to == "negmas" else []) + parties], lost


def back(folder: Case, to: str, home: Path) -> Conversion:
    return read_domain(written(folder, to, home)[0])


def agree(folder: Case, other: Conversion | Case) -> None:
    """See that every deal is worth the same to everybody."""
    ours, theirs = folder.process.agenda, other.process.agenda
    assert len(ours.issues) == len(theirs.issues)
    for mine, again in zip(folder.interests, other.interests, strict=True):
        for deal in deals(ours):
            assert worth(theirs, again, deal) == pytest.approx(
                worth(ours, mine, deal), abs=1e-9, rel=1e-12
            )


def is_linear(folder: Case) -> bool:
    agenda = folder.process.agenda
    lowest = [min(worth(agenda, i, deal) for deal in deals(agenda)) for i in folder.interests]
    several = [one for i in folder.interests for one in i.interactions if len(one.when) > 1]
    return min(lowest) >= 0 and not several


@pytest.mark.parametrize("to", WRITERS)
@given(data=st.data())
def test_every_deal_is_worth_the_same(
    tmp_path_factory: pytest.TempPathFactory, to: str, data: st.DataObject
) -> None:
    folder = data.draw(domains(linear=to == "geniusweb"))
    home = tmp_path_factory.mktemp("domain")
    read = back(folder, to, home / "out")
    agree(folder, read)
    issues, again = folder.process.agenda.issues, read.process.agenda.issues
    assert list(again) == list(issues)
    if to != "genius" or is_linear(folder):
        assert [list(i.choices) for i in again.values()] == [
            list(i.choices) for i in issues.values()
        ]
    if to != "geniusweb":
        assert [i.walk_away_value.middle for i in read.interests] == pytest.approx(
            [i.walk_away_value.middle for i in folder.interests]
        )
    whole = Case(process=read.process, interests=read.interests)
    save(whole, home / "in")
    assert load(home / "in").process == read.process


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(WRITERS, 2)))
@given(data=st.data())
def test_from_one_program_to_another(
    tmp_path_factory: pytest.TempPathFactory, first: str, second: str, data: st.DataObject
) -> None:
    linear = "geniusweb" in (first, second)
    folder = data.draw(domains(linear=linear))
    home = tmp_path_factory.mktemp("domain")
    read = back(folder, first, home / "one")
    middle = Case(process=read.process, interests=read.interests)
    agree(folder, back(middle, second, home / "two"))


@given(domains(linear=True))
def test_a_reservation_bid_is_the_least_deal_worth_the_walk_away_value(
    tmp_path_factory: pytest.TempPathFactory, folder: Case
) -> None:
    files, _ = written(folder, "geniusweb", tmp_path_factory.mktemp("domain") / "out")
    agenda = folder.process.agenda
    for mine, again in zip(folder.interests, read_domain(files).interests, strict=True):
        every = [worth(agenda, mine, deal) for deal in deals(agenda)]
        least = [one for one in every if one >= mine.walk_away_value.middle - 1e-7]
        if min(every) >= mine.walk_away_value.middle - 1e-7:
            assert again.walk_away_value.middle <= min(every) + 1e-7
        else:
            expected = min(least, default=max(every))
            assert again.walk_away_value.middle == pytest.approx(expected, abs=1e-6)


@pytest.fixture
def folder() -> Case:
    """A small folder with something of everything."""
    found = load(Path(__file__).parents[2] / "examples" / "sarn-river")
    assert found.record.entries
    return found


def test_what_is_lost_is_said(folder: Case) -> None:
    agenda = folder.process.agenda
    many = len(agenda.issues)
    _, lost = write_domain(folder, "negmas", "basin-institute")
    for part in (
        f"issues and options are called by their ids; {many} issues have longer names.",
        "are ranges: the middle of each is written.",
        "has red lines.",
        "not carried over: the constraints on the agenda.",
        "not carried over: the record.",
        "not carried over: people, delegations, venues and rounds.",
    ):
        assert any(part in sentence for sentence in lost), part
    _, lost = write_domain(folder, "geniusweb", "basin-institute")
    assert any(
        "combinations of options that are worth more or less together" in s for s in lost
    )
    _, lost = write_domain(folder, "genius", "basin-institute")
    assert any(
        s.startswith("Genius combines integers only: options are written as") for s in lost
    )


def test_whose_numbers_must_be_clear(folder: Case) -> None:
    with pytest.raises(
        AccordError, match="'nobody' holds no interests here; who does: basin-institute"
    ):
        write_domain(folder, "genius", "nobody")
    with pytest.raises(FormatError, match="nobody's interests are in the folder"):
        write_domain(evolve(folder, interests=()), "genius", None)
    words = evolve(folder.interests[0], walk_away=None, issues=frozendict(), interactions=())
    with pytest.raises(FormatError, match="in words: files of other programs hold numbers"):
        write_domain(evolve(folder, interests=(words,)), "genius", None)
    with pytest.raises(FormatError, match="basin-institute holds no interests of"):
        write_domain(evolve(folder, interests=folder.interests[:1]), "genius", None)
    both = (*folder.interests, *(evolve(i, held_by=i.party) for i in folder.interests))
    with pytest.raises(FormatError, match="choose with --held-by, one of basin-institute, own"):
        write_domain(evolve(folder, interests=both), "genius", None)
    _, lost = write_domain(evolve(folder, interests=both), "genius", "own")
    assert "not carried over: the interests held by basin-institute." in lost


def test_a_party_that_cannot_name_a_file_is_said(folder: Case, tmp_path: Path) -> None:
    first, *_ = folder.process.parties
    odd = "../a:b/domain"
    parties = {odd if p == first else p: one for p, one in folder.process.parties.items()}
    held = tuple(evolve(i, party=odd) if i.party == first else i for i in folder.interests)
    renamed = evolve(
        folder,
        process=evolve(folder.process, parties=frozendict(parties)),
        interests=held,
    )
    files, lost = write_domain(renamed, "negmas", None)
    assert "party..-a-b-domain.yml" in files
    assert "'../a:b/domain' is written to a file named 'party..-a-b-domain'." in lost
    assert all("/" not in name for name in files)


@pytest.mark.parametrize("to", WRITERS)
@pytest.mark.parametrize("odd", ["..", ".hidden", "_low", ".", "...", "a."])
def test_a_party_comes_back_whatever_it_is_called(
    folder: Case, tmp_path: Path, odd: str, to: str
) -> None:
    first, *_ = folder.process.parties
    parties = {odd if p == first else p: one for p, one in folder.process.parties.items()}
    held = tuple(evolve(i, party=odd) if i.party == first else i for i in folder.interests)
    process = evolve(folder.process, parties=frozendict(parties))
    _, lost = written(evolve(folder, process=process, interests=held), to, tmp_path / "out")
    back = read_domain([tmp_path / "out"])
    assert len(back.process.parties) == len(parties)
    said = {one for one in lost if one.startswith(f"'{odd}' is written to a file named '")}
    assert odd in back.process.parties or len(said) == 1


def test_a_folder_stands_for_its_files(folder: Case, tmp_path: Path) -> None:
    for to in WRITERS:
        written(folder, to, tmp_path / to)
        (tmp_path / to / "README.md").write_text("x")
        (tmp_path / to / "_stats.yaml").write_text("x")
        if to == "genius":
            (tmp_path / to / "pareto.xml").write_text("0.5, 1.0")
        read = read_domain([tmp_path / to])
        assert sorted(read.process.parties) == sorted(folder.process.parties)
        passed = [note for note in read.notes if "pareto.xml: passed over" in note]
        assert len(passed) == (to == "genius")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "name the files to convert"),
        (
            ["a.xml", "b.json"],
            "the files are of different programs: files end in .xml",
        ),
        (
            ["a.txt"],
            r"a.txt: files end in .xml \(Genius\), .json \(GeniusWeb\), .yml or",
        ),
        (["empty"], "holds no file to convert"),
        (["talks"], "talks is a process folder: say to what with --to genius or geniusweb"),
    ],
)
def test_files_of_no_program_are_refused(names: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "process.yaml").write_text("title: T\n")
    with pytest.raises(FormatError, match=said):
        read_domain([tmp_path / name for name in names])


def test_numbers_that_are_all_zero(folder: Case) -> None:
    held = tuple(
        evolve(
            i,
            scale=Scale.RELATIVE,
            issues=frozendict(
                {one: evolve(issue, weight=Range(0, 0)) for one, issue in i.issues.items()}
            ),
        )
        for i in folder.interests
    )
    with pytest.raises(FormatError, match="are all 0 at the middle of their ranges"):
        write_domain(evolve(folder, interests=held), "genius", None)

"""Formats are found by themselves, and told apart by what is in their files."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import accord.interchange
from accord.errors import FormatError, InvalidProcess
from accord.formats import load
from accord.interchange.convert import read_domain, write_domain
from accord.interchange.foreign import foreign_formats, written_formats
from accord.record import Case

TINY = '''"""Tiny: one line of JSON a party, which is all that a format takes."""

import json

from accord.interchange.conversion import UtilitySpace, SpaceIssue, read_each
from accord.interchange.foreign import Foreign, beginning_with


def read_tiny(paths):
    """Read what each option of one issue is worth."""

    def space(r, path):
        worth = json.loads(path.read_text("utf-8"))["tiny"]
        return UtilitySpace(file=r.file, issues={"price": SpaceIssue("price", 1, 1.0, worth)})

    return read_each(paths, "Tiny", "give the file of each party", space)


class Tiny(Foreign):
    """Files of an invented program."""

    name = "tiny"
    program = "Tiny"
    suffixes = (".json",)
    takes = staticmethod(beginning_with('"tiny"', '"issues of tiny"'))
    read = staticmethod(read_tiny)
'''
WORTHS = {"north": {"low": 0.25, "high": 1.0}, "south": {"low": 1.0, "high": 0.0}}


@pytest.fixture
def domain(tmp_path: Path) -> Path:
    """A folder with the files of two parties."""
    home = tmp_path / "domain"
    home.mkdir()
    for party, worth in WORTHS.items():
        (home / f"{party}.json").write_text(json.dumps({"tiny": worth}), "utf-8")
    (home / "issues.json").write_text('{"issues of tiny": ["price"]}', "utf-8")
    (home / "other.json").write_text('{"who": "knows"}', "utf-8")
    return home


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more module beside those of Accord's own formats."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "tiny.py").write_text(TINY, "utf-8")
    path = [*accord.interchange.__path__, str(tmp_path / "more")]
    monkeypatch.setattr(accord.interchange, "__path__", path)
    foreign_formats.cache_clear()
    yield
    sys.modules.pop("accord.interchange.tiny", None)
    foreign_formats.cache_clear()


def test_a_format_is_one_module_in_the_folder(tiny: None, domain: Path) -> None:
    assert list(foreign_formats()) == ["genius", "geniusweb", "negmas", "tiny"]
    assert list(written_formats()) == ["genius", "geniusweb", "negmas"]
    read = read_domain([domain])
    assert read.process.title == "north, south"
    assert read.process.summary == "Converted from files of Tiny."
    prices = [held.issues["price"].values for held in read.interests]
    assert [{o: value.low for o, value in each.items()} for each in prices] == [
        {"low": 25.0, "high": 100.0},
        {"low": 100.0, "high": 0.0},
    ]
    assert read.notes == (f"{domain / 'other.json'}: passed over, for it is no party's.",)


def test_a_reader_that_fails_is_named(tiny: None, domain: Path) -> None:
    (domain / "north.json").write_text('{"tiny": {"low": "0.25"}}', "utf-8")
    with pytest.raises(FormatError, match=r"the format 'tiny' fails at .*north"):
        read_domain([domain])


def test_one_that_cannot_tell_whose_a_file_is_is_named_and_can_be_passed_over(
    tiny: None, tmp_path: Path, domain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign_formats()["tiny"], "takes", staticmethod(json.loads))
    files = scenarios(tmp_path)["geniusweb"]
    (domain / "north.json").write_text("{", "utf-8")
    with pytest.raises(
        FormatError, match=r"'tiny' fails at telling .*--from\): JSONDecodeError"
    ):
        read_domain([domain / "north.json"])
    assert read_domain(files[1:], "geniusweb").interests


@pytest.mark.parametrize("made", ["nothing", ({"a.json": b"0"}, []), None])
def test_a_writer_that_fails_is_named(
    tiny: None, made: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = load(Path(__file__).parents[2] / "examples" / "sarn-river")

    def write(*_: object) -> object:
        return made if made else 1 // 0

    monkeypatch.setattr(foreign_formats()["tiny"], "write", staticmethod(write))
    with pytest.raises(FormatError, match=r"'tiny' fails at writing 'The Sarn.*Error"):
        write_domain(case, "tiny", None)


def test_a_format_of_another_package_is_found_from_the_command_line(
    tmp_path: Path, domain: Path
) -> None:
    """The package is really there, as an installer leaves it, and offers an entry point."""
    home = tmp_path / "site"
    (home / "tiny_format-1.0.dist-info").mkdir(parents=True)
    (home / "tiny_format.py").write_text(TINY, "utf-8")
    about = home / "tiny_format-1.0.dist-info"
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-format\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[accord.formats]\ntiny = tiny_format:Tiny\n")
    code = "from accord.cli import main; main()"
    words = [sys.executable, "-c", code, "convert", str(domain), str(tmp_path / "out")]
    done = subprocess.run(
        words, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(home)}
    )
    assert (done.returncode, done.stdout.count("2 parties, 1 issue.")) == (0, 1), done.stderr
    assert load(tmp_path / "out").process.summary == "Converted from files of Tiny."


def scenarios(home: Path) -> dict[str, list[Path]]:
    """Write one case for each program whose files may end in .json."""
    case = load(Path(__file__).parents[2] / "examples" / "sarn-river")
    found: dict[str, list[Path]] = {}
    for name in ("geniusweb", "negmas"):
        (home / name).mkdir()
        files, _ = write_domain(case, name, None)
        found[name] = []
        for file, text in files.items():
            path = home / name / Path(file).with_suffix(".json")
            path.write_text(text if name == "geniusweb" else json.dumps(yaml.safe_load(text)))
            found[name].append(path)
    return found


def test_json_of_two_programs_is_told_apart_by_looking(tmp_path: Path, tiny: None) -> None:
    files = scenarios(tmp_path)
    for name, program in (("geniusweb", "GeniusWeb"), ("negmas", "NegMAS")):
        named = files[name] if name == "negmas" else files[name][1:]
        for given in ([tmp_path / name], named):
            read = read_domain(given)
            assert read.process.summary == f"Converted from files of {program}."
            assert len(read.process.parties) == len(files[name]) - 1
    with pytest.raises(FormatError, match="the files are of different programs: files end in"):
        read_domain([files["geniusweb"][1], files["negmas"][1]])


def test_negmas_says_the_same_in_json_and_yaml(tmp_path: Path) -> None:
    case: Case = load(Path(__file__).parents[2] / "examples" / "sarn-river")
    (tmp_path / "yaml").mkdir()
    for file, text in write_domain(case, "negmas", None)[0].items():
        (tmp_path / "yaml" / file).write_text(text, "utf-8")
    scenarios(tmp_path)
    one, other = (read_domain([tmp_path / name]) for name in ("yaml", "negmas"))
    assert (one.process, one.interests) == (other.process, other.interests)


def test_where_looking_does_not_tell_the_program_is_asked_for(tmp_path: Path) -> None:
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    for file in files:
        file.write_text('{"UtilitySpace": 1, "UtilitySpace": {"type": "AFun"}}')
    which = "say which with --from geniusweb or negmas"
    sentence = f"{files[0]} may be of GeniusWeb or of NegMAS: {which}"
    with pytest.raises(FormatError) as error:
        read_domain(files)
    assert str(error.value) == sentence
    for file in files:
        file.write_text("{}")
    with pytest.raises(FormatError) as error:
        read_domain(files)
    assert str(error.value) == sentence
    with pytest.raises(InvalidProcess, match="only a 'LinearAdditiveUtilitySpace' is read"):
        read_domain(files, "geniusweb")
    with pytest.raises(InvalidProcess, match="there is no 'type'"):
        read_domain(files, "negmas")


def test_a_program_that_is_named_may_have_any_suffix(tmp_path: Path, domain: Path) -> None:
    files = scenarios(tmp_path)["geniusweb"][1:]
    odd = [file.rename(file.with_suffix(".profile")) for file in files]
    with pytest.raises(FormatError, match="files end in"):
        read_domain(odd)
    parties = read_domain(odd, "geniusweb").process.parties
    assert list(parties) == [file.stem for file in odd]


def test_profiles_of_another_kind_are_not_passed_over(tmp_path: Path) -> None:
    for name in "ab":
        text = '{"SumOfGroupsUtilitySpace": {"domain": {"issuesValues": {}}}}'
        (tmp_path / f"{name}.json").write_text(text)
    with pytest.raises(InvalidProcess, match="here is 'SumOfGroupsUtilitySpace'"):
        read_domain([tmp_path])

"""Coming in to a host with a machine of one's own, the first time and after."""

import json
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from unittest.mock import patch

import pytest
from attrs import evolve
from click.testing import CliRunner
from tests.host.people import example
from tests.host.served_host import ServedHost, served_host

from accord.cli import cli
from accord.errors import AccordError
from accord.formats import load
from accord.host import afar_line
from accord.host.afar_line import AfarHost
from accord.host.certificates import certificates
from accord.host.fingerprint import Fingerprint
from accord.host.host_place import HostPlace
from accord.host.sit import take_seat


def yes(_: Fingerprint) -> bool:
    return True


def seated(
    link: str, folder: Path | None = None, confirm: Callable[[Fingerprint], bool] = yes
) -> tuple[Path, AfarHost, list[str]]:
    """Take a seat, and return the folder, the host and what was said."""
    said: list[str] = []
    place, host = take_seat(link, folder, "Ines", said.append, confirm)
    return place, host, said


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path / "home")


def test_without_a_folder_it_is_named_after_the_seat_and_made_of_what_the_seat_may_take(
    tmp_path: Path,
) -> None:
    with served_host(example(tmp_path)) as served:
        place, host, said = seated(served.link("ridge/capital"))
        assert place == Path("ridge-capital") and host.seat == "ridge/capital"
        assert load(place).process == served.host.held.whole.process
        assert "was made of what the host lets your seat take" in " ".join(said)
        assert "nothing is encrypted" in " ".join(said)
        kept = place / "host" / "afar" / "seat.json"
        assert json.loads(kept.read_text())["secret"]
        for one in (kept, kept.parent, place):
            assert stat.S_IMODE(one.stat().st_mode) & 0o077 == 0, one
        assert [one.name for one in Path().iterdir()] == ["ridge-capital"]


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    ours = example(tmp_path / "ours")
    before = {one: one.read_bytes() for one in ours.rglob("*") if one.is_file()}
    with served_host(example(tmp_path / "theirs")) as served:
        place, _, said = seated(served.link("ridge"), ours)
    assert place == ours and not [one for one in said if "was made" in one]
    assert {one: one.read_bytes() for one in before} == before


def test_after_the_first_time_the_address_or_the_folder_will_do(tmp_path: Path) -> None:
    with served_host(example(tmp_path)) as served:
        link = served.link("ridge")
        place, first, _ = seated(link)
        assert seated(served.base, place)[1] == first
        assert seated(str(place))[:2] == (place, first)
        assert seated(link, place)[1] == first  # the same line of the shell once more
        sat = served.host.doors.sittings("ridge")
        assert [one.name for one in sat] == ["Ines"]


def test_without_a_network_it_goes_on_with_what_was_there(tmp_path: Path) -> None:
    with served_host(example(tmp_path)) as served:
        place, first, _ = seated(served.link("ridge"))
    _, again, said = seated(str(place))
    assert again == first and "Going on with what was there" in said[0]


def test_a_new_link_is_taken_where_the_old_sitting_has_ended(tmp_path: Path) -> None:
    with served_host(example(tmp_path)) as served:
        place, first, _ = seated(served.link("ridge"))
        (sat,) = served.host.doors.sittings("ridge")
        served.host.doors.end(sat.id)
        with pytest.raises(AccordError, match="Ask whoever runs the host for a new link"):
            seated(served.base, place)
        again = seated(served.link("ridge"), place)[1]
        assert again.secret != first.secret and again.seat == "ridge"


@pytest.mark.parametrize("seat", ["mediator", "host", "projector"])
def test_seats_without_a_folder_of_their_own_are_told_so(tmp_path: Path, seat: str) -> None:
    with (
        served_host(example(tmp_path)) as served,
        pytest.raises(AccordError, match="sits in a browser"),
    ):
        seated(served.link(seat))
    assert not [*Path().iterdir()]


@pytest.mark.parametrize("seat", ["..", ".", "", ".ssh", "../x", "a b", "\x1b[2J", "x/../../y"])
def test_a_host_cannot_choose_where_the_folder_is(
    tmp_path: Path, seat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(afar_line, "known_at", lambda host: evolve(host, seat=seat, sits=seat))
    Path(".ssh").mkdir()
    with (
        served_host(example(tmp_path)) as served,
        pytest.raises(AccordError, match="sits in a browser"),
    ):
        seated(served.link("ridge"))
    assert [*Path().rglob("*")] == [Path(".ssh")]
    assert {one.name for one in tmp_path.iterdir()} == {"home", "market-road"}


def test_a_folder_of_that_name_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    Path("ridge").mkdir()
    (Path("ridge") / "letter.txt").write_text("Dear Ada")
    with served_host(example(tmp_path)) as served:
        link = served.link("ridge")
        with pytest.raises(AccordError, match="'ridge' is there already and is no process"):
            seated(link)
        assert [one.name for one in Path("ridge").iterdir()] == ["letter.txt"]
        Path("ridge").rename("letters")
        assert seated(link)[0] == Path("ridge")


def test_it_says_where_others_on_the_machine_may_read_a_folder(tmp_path: Path) -> None:
    theirs = example(tmp_path)
    mine = example(tmp_path / "mine")
    with served_host(theirs) as served:
        for mode, told in ((0o755, True), (0o700, False)):
            mine.chmod(mode)
            *_, said = seated(served.link("ridge"), mine)
            assert any("others who use this machine" in one for one in said) is told


def test_nothing_that_a_host_is_called_steers_the_terminal() -> None:
    with patch("accord.host.sit.sit", lambda *given: given[4]("for \x1b[2J\x1b]0;Rid\x07ge")):
        done = CliRunner().invoke(cli, ["sit", "http://192.0.2.1/join/x"], color=True)
    assert done.exit_code == 0 and done.output == "for \ufffd[2J\ufffd]0;Rid\ufffdge\n"


def test_the_first_time_an_address_is_not_enough(tmp_path: Path) -> None:
    for given in ("https://192.0.2.1:8443", "http://192.0.2.1"):
        with pytest.raises(AccordError, match="give the invitation to your seat"):
            seated(given, tmp_path / "new")
    with pytest.raises(AccordError, match="is no link to a host"):
        seated("/join/x", tmp_path / "new")


def test_a_link_that_lets_nobody_in_leaves_nothing_behind(tmp_path: Path) -> None:
    with (
        served_host(example(tmp_path)) as served,
        pytest.raises(AccordError, match="lets nobody in"),
    ):
        seated(f"{served.base}/join/no-such-link")
    assert not [*Path().iterdir()]


@contextmanager
def encrypted(folder: Path) -> Iterator[ServedHost]:
    """Serve a folder with a certificate of its own."""
    here = ip_address("127.0.0.1")
    (folder / "host").mkdir(mode=0o700)
    held = certificates(folder / "host", ("localhost",), [here], datetime.now(UTC))
    with served_host(folder, certificates=held) as served:
        links = (served.base,)
        served.host.place = HostPlace(bound=(here,), links=links, certificates=held)
        yield served


def test_the_fingerprint_is_compared_before_anything_is_sent(tmp_path: Path) -> None:
    shown: list[Fingerprint] = []

    def no(one: Fingerprint) -> bool:
        shown.append(one)
        return False

    with encrypted(example(tmp_path)) as served:
        link = served.link("ridge")
        with pytest.raises(AccordError, match="nothing was sent to the host"):
            seated(link, confirm=no)
        assert not served.host.doors.sittings("ridge")
        place, host, _ = seated(link)
        assert host.authority and shown
        said = CliRunner().invoke(
            cli, ["sit", served.link("river"), "--fingerprint", "acorn album"]
        )
        assert "not confirmed: whoever answers there shows another" in str(said.exception)
        first = shown[0].words.split(" /")[0]
        said = CliRunner().invoke(cli, ["sit", served.link("river"), "--fingerprint", first])
        assert "needs all 12 words" in str(said.exception)
        with patch("accord.host.sit.serve_opened") as serving:
            words = shown[0].words.upper()
            said = CliRunner().invoke(
                cli, ["sit", served.link("river"), "--fingerprint", words]
            )
        assert said.exit_code == 0, said.output
        assert serving.called and Path("river").is_dir()
        assert seated(served.base, place)[1] == host

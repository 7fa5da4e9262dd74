"""Everything works with the network off: no command opens or looks up anything on it."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner

from accord.cli import cli

SHEET = Path(__file__).parents[2] / "examples" / "office-log.csv"
COMMANDS = (
    f"new talks --from-sheet {SHEET} --title Talks",
    "check talks",
    "record talks add --kind note --date 2015-06-05 --text Quiet.",
    "record talks list",
    "record talks export record.xlsx",
    "record talks import record.xlsx",
    "record talks export matrix.xlsx --what matrix",
    "search talks land",
    "brief talks --full",
    "brief talks --html page.html --full",
    "brief talks --pdf page.pdf",
    "brief talks --docx page.docx",
    "share talks copy --for table",
    "new river",
    "deals river",
    "play river",
    "play river -n 20",
    "tournament river --delegates linear,conceder",
)


@pytest.fixture
def network_off(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Refuse every way onto the network, and keep what was tried."""
    tried: list[tuple[Any, ...]] = []

    def refused(name: str) -> Callable[..., NoReturn]:
        def refuse(*given: object, **_: object) -> NoReturn:
            tried.append((name, *given))
            raise OSError("the network is off")

        return refuse

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refused(name))
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refused(name))
    return tried


def test_no_command_goes_onto_the_network(
    network_off: list[tuple[Any, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS:
        done = CliRunner().invoke(cli, command.split())
        assert done.exit_code == 0, (command, done.output, done.exception)
    assert network_off == []


def test_the_network_that_is_off_refuses(network_off: list[tuple[Any, ...]]) -> None:
    with pytest.raises(OSError, match="network is off"):
        socket.create_connection(("localhost", 9))
    assert network_off

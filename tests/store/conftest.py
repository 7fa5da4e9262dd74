"""Databases for the tests of the store: a file of SQLite, and a server of PostgreSQL."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from attrs import field, frozen
from tests.store.logs import SERVERS


@frozen
class Server:
    """A PostgreSQL server of the tests' own, reached through a socket in its folder."""

    binaries: Path
    home: Path
    user: dict[str, Any]
    numbers: Iterator[int] = field(factory=lambda: count(1))

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.home}'"
        log = f"{self.home}/log"
        self.run("pg_ctl", "-D", f"{self.home}/data", "-l", log, "-w", "-o", options, "start")

    def stop(self, mode: str) -> None:
        self.run("pg_ctl", "-D", f"{self.home}/data", "-w", "-m", mode, "stop")

    def run(self, program: str, *words: str) -> None:
        """Run one of the server's programs, which refuse to be run as root."""
        done = subprocess.run(
            [self.binaries / program, *words],
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            text=True,
            **self.user,
        )
        assert done.returncode == 0, f"{program}: {done.stdout}"

    def url(self, database: str) -> str:
        return f"postgresql://accord@/{database}?host={self.home}"

    def database(self, encoding: str = "UTF8") -> str:
        """Make an empty database and give its URL."""
        name = f"talks_{next(self.numbers)}"
        made = f"CREATE DATABASE {name} ENCODING {encoding} TEMPLATE template0"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(made.encode())
        return self.url(name)


def binaries() -> Path | None:
    """Find the server's programs, which Debian keeps off the path."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb") or (known[-1] if known else None)
    return Path(found).resolve().parent if found else None


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Start a server of PostgreSQL, and take it away at the end."""
    found = binaries()
    if found is None:
        sentence = "there is no PostgreSQL server here: apt-get install postgresql"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    home = Path(tempfile.mkdtemp(prefix="accord"))
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    made = Server(found, home, user)
    try:
        words = ("-N", "-U", "accord", "-A", "trust", "-E", "UTF8", "--locale=C")
        made.run("initdb", "-D", f"{home}/data", *words)
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")
    finally:
        shutil.rmtree(home)


@pytest.fixture(params=SERVERS)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the place of a store that is still to be made, of each kind in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "talks.db")
    running: Server = request.getfixturevalue("server")
    return running.database()

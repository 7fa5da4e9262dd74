"""Runs commands, each in a process of its own, with their output leading somewhere odd.

A program of its own, so that a test asks for all at once: reads what to run from standard input
and writes how each ended.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

Ended = dict[str, dict[str, tuple[int, str]]]
"""By case and sink: the exit status, and what was said on standard error."""

SIDE = """<utility_space><objective index="0" name="root" type="objective">
<issue index="1" name="Price" type="discrete">
<item index="1" value="low" evaluation="{0}"/><item index="2" value="high" evaluation="{1}"/>
</issue><weight index="1" value="1"/></objective><reservation value="0.1"/></utility_space>"""
NOTES = "kind,date,by,text\nstatement,2024-05-03,holm,Встреча — «да» ½ 会谈\n"


def full() -> None:
    """Lead the output to a disk without room."""
    os.dup2(os.open("/dev/full", os.O_WRONLY), 1)


def closed() -> None:
    """Close the output before the program starts."""
    os.close(1)
    sys.stdout = sys.__stdout__ = None  # type: ignore[misc]


def gone() -> None:
    """Lead the output to a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    os.dup2(writing, 1)


def cp1251() -> None:
    """Lead the output nowhere, in an encoding that lacks most signs."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdout.reconfigure(encoding="cp1251", errors="strict")  # type: ignore[union-attr]


SINKS = {"full": full, "closed": closed, "gone": gone, "cp1251": cp1251}


def prepare() -> None:
    """Write what the commands read."""
    from accord.cli import cli

    for name, values in (("buyer", (1, 5)), ("seller", (5, 1))):
        Path(f"{name}.xml").write_text(SIDE.format(*values), encoding="utf-8")
    Path("notes.csv").write_text(NOTES, encoding="utf-8")
    for words in (
        "new talks",
        "convert buyer.xml seller.xml market",
        "record talks import notes.csv --source gazette-0502 --write",
        "play talks --rounds 3 --log log.jsonl",
    ):
        cli(words.split(), standalone_mode=False)
    game = '{"decision_makers": ["a"], "options": [{"id": "x", "owner": "a"}]}'
    Path("game.json").write_text(game, encoding="utf-8")
    log = Path("log.jsonl").read_text(encoding="utf-8")
    Path("tampered.jsonl").write_text(log.replace("upland", "uphill", 1), encoding="utf-8")


def ended(words: list[str], sink: Callable[[], None]) -> tuple[int, str]:
    """Run one command in a fork, and say how it ended."""
    from accord.cli import main

    child = os.fork()
    if not child:
        status = 99
        try:
            os.dup2(os.open("said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            sink()
            sys.argv = ["accord", *words]
            main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        except BaseException as error:
            os.write(2, f"Traceback: {error!r}".encode())
        finally:
            os._exit(status)
    _, how = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(how), Path("said").read_text(encoding="utf-8")


def all_of(cases: dict[str, str], sinks: list[str]) -> Ended:
    """Run every case into every sink."""
    found: Ended = {}
    for place, (case, command) in enumerate(cases.items()):
        for sink in sinks:
            new = f"new-{place}-{sink}"
            if "{copy}" in command:
                shutil.copytree("talks", new)
            words = command.format(new=new, copy=new).split()
            found.setdefault(case, {})[sink] = ended(words, SINKS[sink])
    return found


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    answers = os.dup(1)
    os.dup2(2, 1)
    prepare()
    found = all_of(asked["cases"], asked["sinks"])
    os.write(answers, json.dumps(found).encode())

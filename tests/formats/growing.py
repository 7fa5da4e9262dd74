"""Random folders, in the layouts in which people write them, and random additions to them."""

from pathlib import Path
from random import Random
from typing import Any

from accord.formats.append import New, read_declared, read_entry, tree
from accord.model import Reader
from accord.record import Outlet, Source

PROCESS = """\
title: Talks
parties: {upland: {name: Upland}, delta: {name: Delta}}
actors: {agency: {name: Agency, role: observer}, radio: {name: Radio, role: outlet}}
agenda:
  issues:
    road: {name: Road, options: {open: Open, shut: Shut, late: {name: Late, since: 2024-05-20}}}
    water: {name: Water, span: 0..50, step: 5}
"""
WHOM = ("public", "table", "mediator", "upland", "upland/capital", "delta")
READERS = [
    None,
    *(Reader((one,)) for one in (*WHOM, "delta/capital")),
    Reader(("upland", "mediator")),
    Reader(("mediator", "delta")),
]


def entry_text(chance: Random, one: str, known: list[str], sources: list[str]) -> str:
    """Write an entry of a record, as people may."""
    day = f"2024-05-{chance.randrange(1, 29):02}"
    end = chance.choice(
        ["", "\n    text: |\n      Several lines,\n\n      apart.\n", "  # seen\n"]
    )
    about = f", about: [{chance.choice(known)}]" if known and chance.random() < 0.3 else ""
    if chance.random() < 0.3:
        cited = chance.choice(sources)
        return f"{{kind: incident, id: {one}, date: {day}, sources: [{cited}]{about}}}\n"
    return (
        f"kind: statement\n    id: {one}\n    date: {day}\n"
        f"    sources: [{chance.choice(sources)}]\n    by: upland{end.rstrip()}\n"
    )


def write(folder: Path, chance: Random) -> list[str]:
    """Write a folder, and return the ids of its entries."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "process.yaml").write_text(PROCESS, "utf-8")
    known: list[str] = []
    for place in ("", "private/mediator/", "private/upland/", "private/upland/capital/"):
        if place and chance.random() < 0.4:
            continue
        name = place.replace("/", ".").removeprefix("private.")
        sources = [f"{name}s{number}" for number in range(chance.randrange(1, 6))]
        apart = chance.choice(["", "", "\n"])
        text = chance.choice(["", "", "# The record\n", "---\n", "\n"])
        if chance.random() < 0.5:
            text += f"outlets:\n  {name}o: {{name: Outlet {name}}}\n" + apart
        text += "sources:\n"
        for one in sources:
            text += (
                f"  {one}: {{publisher: Paper, date: 2024-05-{chance.randrange(1, 29):02}}}\n"
            )
        indent = chance.choice(["  ", "  ", "  ", ""])
        text += f"{apart}entries:\n"
        mine: list[str] = []
        for number in range(chance.randrange(1, 7)):
            one = f"{name}e{number}"
            text += f"{apart if number else ''}{indent}- "
            text += entry_text(chance, one, known[:1] and mine, sources).replace(
                "\n    ", f"\n{indent}  "
            )
            mine.append(one)
        known += mine
        text += chance.choice(["", "", "", "\n", "# The end\n", "...\n"])
        if chance.random() < 0.1:
            text = text.rstrip("\n")
        data = text.encode("utf-8")
        if chance.random() < 0.1:
            data = data.replace(b"\n", b"\r\n")
        if chance.random() < 0.1:
            data = b"\xef\xbb\xbf" + data
        (folder / place).mkdir(parents=True, exist_ok=True)
        (folder / place / "record.yaml").write_bytes(data)
    return known


def addition(chance: Random, known: list[str], number: int) -> list[New]:
    """Return something new: an entry or two, and at times what it cites; at times wrong."""
    new: list[New] = []
    whom: list[str] = chance.choice(
        [[], [], [], *([one] for one in WHOM), ["upland", "mediator"]]
    )
    if len(whom) == 1 and whom[0] in ("upland", "mediator", "upland/capital"):
        own = f"{whom[0].replace('/', '.')}."
        sources = [f"{own}s0"]
    else:
        own, sources = "", ["s0"]
    if chance.random() < 0.3:
        if chance.random() < 0.5:
            raw = tree({"name": f"Made {number}", **({"for": whom} if own else {})})
            new.append(read_declared(Outlet, f"{own}o{number}", raw, "it"))
        raw = tree(
            {
                "date": f"2024-05-{chance.randrange(1, 29):02}",
                **({"outlet": f"{own}o{number}"} if new else {"publisher": "Paper"}),
                **({"for": whom} if own else {}),
            }
        )
        new.append(read_declared(Source, f"{own}n{number}", raw, "it"))
        sources = [f"{own}n{number}"]
    deal = {"road": "shut", "water": "10"}
    for _ in range(chance.choice([1, 1, 1, 2])):
        raw_entry: dict[str, Any] = {
            "date": f"2024-05-{chance.randrange(1, 29):02}",
            "sources": chance.choice([sources, sources, sources, ["nobody"], ["s1"]]),
            "text": chance.choice(["Said.", "It's: odd", "Київ", "a\nb"]),
        }
        if whom:
            raw_entry["for"] = whom
        raw_entry |= chance.choice(
            [
                {"kind": "statement", "by": "upland"},
                {"kind": "incident", "by": "agency"},
                {"kind": "position", "party": "delta", "issue": "road", "option": "open"},
                {"kind": "position", "party": "delta", "issue": "road", "option": "late"},
                {
                    "kind": "proposal",
                    "by": "delta",
                    "to": "upland",
                    "deal": deal,
                },
                {"kind": "note"},
            ]
        )
        if known and chance.random() < 0.4:
            raw_entry["about"] = [chance.choice(known)]
        if known and chance.random() < 0.15:
            raw_entry |= {"supersedes": chance.choice(known), "why": "It was wrong."}
        if chance.random() < 0.1:
            raw_entry["id"] = chance.choice([f"x{number}", *known])
        new.append(read_entry(tree(raw_entry), "it"))
    return new

"""How reading, checking, searching and adding to a record grow with it.

    python benchmarks/record.py [ENTRIES...]

For records of some sizes: each command's seconds of the processor, start of Python included,
and the most memory it takes, in a process of its own. Beside them, other ways to read the same
file and to add to it, which give mappings and lists without lines, checks or values, and of
which only the last keeps comments; those written in Python only up to some size, for they take
minutes.
"""

import argparse
import importlib.util
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SIZES = [1_000, 10_000, 100_000]

PROCESS = """\
title: A generated process
parties:
  north: {name: North}
  south: {name: South}
people:
  envoy-north: {name: Envoy of the North, party: north}
  envoy-south: {name: Envoy of the South, party: south}
actors:
  host: {name: Host, role: host}
  agency: {name: Agency, role: observer}
venues:
  hall: {name: Hall, host: host}
agenda:
  issues:
    ceasefire: {name: Ceasefire, options: {none: None, local: Local, full: Full}}
    exchange: {name: Exchange, options: {none: None, some: Some, all: All}}
    distance: {name: Distance, span: 0..50, step: 5, unit: km}
"""

KINDS = {
    "incident": (25, "place: Crossing {place}\n    perceived: heard\n    by: agency"),
    "figure": (
        20,
        "subject: wounded at crossing {place}\n    value: {low}..{high}\n"
        "    unit: people\n    as_of: {date}\n    by: {who}",
    ),
    "claim": (
        20,
        "by: {who}\n    stance: {stance}\n    about: {before}\n"
        "    attribute: place\n    value: Crossing {said}",
    ),
    "statement": (15, "by: {who}\n    to: [{other}]\n    language: en"),
    "position": (8, "party: {who}\n    issue: ceasefire\n    option: {option}"),
    "measure": (4, "measure: sanction\n    by: [host, agency]\n    on: [{who}]"),
    "situation": (4, "place: Crossing {place}\n    of: [{who}]\n    by: agency"),
    "proposal": (
        4,
        "by: {who}\n    to: {other}\n    deal: {{ceasefire: {option}, distance: 25}}",
    ),
}
"""The kinds by their share in a hundred entries, and what each adds to the common keys."""

READ = {
    "PyYAML on libyaml": (
        "yaml",
        "yaml.load(open(FILE, 'rb'), Loader=yaml.CSafeLoader)",
        10**9,
    ),
    "PyYAML, safe_load": ("yaml", "yaml.safe_load(open(FILE, 'rb'))", 10_000),
    "ruamel.yaml, round trip": (
        "ruamel.yaml",
        "ruamel.yaml.YAML().load(open(FILE, 'rb'))",
        10_000,
    ),
}
"""Other ways to read the file: the module, what to do with it, and the most entries."""

ADD = {
    "PyYAML on libyaml": (
        "yaml",
        "had = yaml.load(open(FILE, 'rb'), Loader=yaml.CSafeLoader); "
        "had['entries'].append(NEW); "
        "yaml.dump(had, open(OUT, 'w'), Dumper=yaml.CSafeDumper, sort_keys=False)",
        10**9,
    ),
    "ruamel.yaml, round trip": (
        "ruamel.yaml",
        "from ruamel.yaml import YAML; had = YAML().load(open(FILE, 'rb')); "
        "had['entries'].append(NEW); YAML().dump(had, open(OUT, 'w'))",
        10_000,
    ),
}
"""Other ways to add an entry to the file: the same."""

NEW = {
    "kind": "statement",
    "date": "2024-12-31",
    "sources": ["s0"],
    "text": "What was said at the end.",
    "by": "north",
}
"""The entry that is added."""

SHEET = "date,kind,who,text,source\n" + "".join(
    f"2024-12-{10 + row},statement,north,What was said in row {row}.,s0\n" for row in range(10)
)
"""The sheet that is taken in."""


def record(entries: int) -> Iterator[str]:
    """Write a record, piece by piece; the same for the same size. Few things are contested."""
    chance = random.Random(entries)
    sources = max(entries // 20, 1)
    yield "sources:\n"
    for number in range(sources):
        date = f"2024-{1 + number * 12 // sources:02}-{1 + number % 28:02}"
        yield f"  s{number}: {{publisher: Paper {number % 40}, date: {date}, language: en}}\n"
    yield "entries:\n"
    kinds = [kind for kind, (share, _) in KINDS.items() for _ in range(share)]
    places = max(entries // 10, 1)
    incidents: list[tuple[str, int]] = []
    for number in range(entries):
        kind = chance.choice(kinds) if incidents else "incident"
        place = chance.randrange(places)
        if kind == "incident":
            incidents.append((f"e{number}", place))
        who, other = chance.sample(["north", "south"], 2)
        before, there = incidents[-1 - chance.randrange(min(len(incidents), 50))]
        odd = chance.random() < 0.02
        low = place % 100 + chance.randrange(5) + 50 * odd
        date = f"2024-{1 + number * 12 // entries:02}-{1 + chance.randrange(28):02}"
        own = KINDS[kind][1].format(
            place=place,
            low=low,
            high=low + 10,
            date=date,
            who=who,
            other=other,
            stance="denies" if odd else chance.choice(["asserts", "reports"]),
            before=before,
            said=there,
            option=chance.choice(["none", "local", "full"]),
        )
        yield (
            f"  - kind: {kind}\n    id: e{number}\n    date: {date}\n"
            f"    sources: [s{chance.randrange(sources)}]\n"
            f"    text: What was reported of number {number}, in the keeper's own words.\n"
            f"    {own}\n"
        )


REPORT = """
import resource
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def measured(code: str) -> tuple[float, float]:
    """Run code in a process of its own; give its seconds of work and its most memory in MiB."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{REPORT}"], capture_output=True, text=True, check=True
    )
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), int(memory) / (1024**2 if sys.platform == "darwin" else 1024)


def runs(folder: Path, entries: int) -> Iterator[tuple[str, str]]:
    """Give what is measured: its name and the code."""
    for name, words in {
        "accord check": ["check", str(folder)],
        "accord record contested": ["record", str(folder), "contested"],
        "accord record contested --json": ["record", str(folder), "contested", "--json"],
    }.items():
        yield name, f"from accord.cli import cli; cli({words!r}, standalone_mode=False)"
    for name, (module, code, most) in READ.items():
        if entries <= most and there(module):
            file = str(folder / "record.yaml")
            yield f"only reading: {name}", f"FILE = {file!r}\nimport {module}; {code}"
    given = [f"--set={key}={value}" for key, value in NEW.items() if key != "sources"]
    sheet = folder.parent / "rows.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    for name, words in {
        "accord record add": ["record", str(folder), "add", "--source", "s0", *given],
        "accord record import, ten rows": ["record", str(folder), "import", str(sheet)],
        "accord search": ["search", str(folder), "crossing"],
    }.items():
        yield name, f"from accord.cli import cli; cli({words!r}, standalone_mode=False)"
    for name, (module, code, most) in ADD.items():
        if entries <= most and there(module):
            file, out = str(folder / "record.yaml"), str(folder / "other.yaml")
            setting = f"FILE = {file!r}; OUT = {out!r}; NEW = {NEW!r}"
            yield f"only adding: {name}", f"{setting}\nimport {module}; {code}"


def there(module: str) -> bool:
    """Tell whether a module can be imported."""
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def main() -> None:
    """Measure every size, and print a table of each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("entries", nargs="*", type=int, default=SIZES)
    for entries in parser.parse_args().entries:
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home, "folder")
            folder.mkdir()
            file = folder / "record.yaml"
            (folder / "process.yaml").write_text(PROCESS, encoding="utf-8")
            file.write_text("".join(record(entries)), encoding="utf-8")
            print(f"{entries:,} entries, {file.stat().st_size / 1e6:.1f} MB")
            first = 0.0
            for name, code in runs(folder, entries):
                seconds, memory = measured(code)
                first = first or seconds
                ratio = f"{seconds / first:5.2f} of check"
                print(f"  {name:38} {seconds:7.2f} s {memory:6.0f} MiB  {ratio}")


if __name__ == "__main__":
    main()

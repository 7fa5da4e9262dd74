"""How long a brief takes: the worked case in each form, and records of growing size.

    python benchmarks/brief.py [ENTRIES...]

Each run is a process of its own: its seconds of the processor from start to end, and the most
memory it takes. Beside them, what it takes to read the same files with PyYAML on libyaml, into
mappings and lists without lines, checks or values, and what the forms are of that.
"""

import argparse
import tempfile
from pathlib import Path

from record import PROCESS, SIZES, measured, record

CASE = Path(__file__).parents[1] / "examples" / "russia-ukraine-2022"


READ = "import yaml; [yaml.load(open(f, 'rb'), Loader=yaml.CSafeLoader) for f in FILES]"
"""What a script of one's own would begin with."""


def run(name: str, folder: Path, *options: str) -> None:
    """Measure one brief and a bare reading of its files in turn, and print a line."""
    words = ["brief", str(folder), *options]
    seconds, memory = measured(
        f"from accord.cli import cli; cli({words!r}, standalone_mode=False)"
    )
    files = [str(file) for file in sorted(folder.rglob("*.yaml"))]
    reading, _ = measured(f"FILES = {files!r}; {READ}")
    print(
        f"  {name:30} {seconds:7.2f} s {memory:6.0f} MiB  {seconds / reading:5.2f} of "
        f"only reading ({reading:.2f} s)"
    )


def main() -> None:
    """Measure the worked case in each form, then every size."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("entries", nargs="*", type=int, default=SIZES)
    sizes = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as home:
        html = str(Path(home) / "brief.html")
        print("the worked case")
        run("terminal", CASE)
        run("terminal, the first day", CASE, "--as-of", "2022-03-01")
        run("JSON", CASE, "--json")
        run("terminal and HTML", CASE, "--html", html)
        for entries in sizes:
            folder = Path(home) / str(entries)
            folder.mkdir()
            (folder / "process.yaml").write_text(PROCESS, encoding="utf-8")
            (folder / "record.yaml").write_text("".join(record(entries)), encoding="utf-8")
            print(f"{entries:,} entries")
            run("terminal", folder)
            run("terminal, as of half of it", folder, "--as-of", "2024-06")
            run("JSON", folder, "--json")
            if entries <= 10_000:
                run("terminal and HTML", folder, "--html", html)


if __name__ == "__main__":
    main()

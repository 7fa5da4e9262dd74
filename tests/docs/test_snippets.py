r"""Every snippet of the documentation does what its page says.

One case a page, in a folder of its own that holds a copy of `examples/`; the folder, the
working directory and Python's names carry on from block to block. The language of a block says
how it is taken:

- `console`: lines that start with `$ ` are run by bash; `> ` carries a command on. The lines
  below a command are its whole output, standard error included; no lines, no comparison. A line
  `...` stands for any lines, `...` in a line for any text. `console exit=2`: the last command
  of the block ends with status 2, all others with 0. `make TARGET` is not run, but the target
  must exist. `pip install FOLDER` is done without pip, which would need the network: what lies
  in `src` can be imported from then on, with the entry points that `pyproject.toml` names.
- `python`: executed; with `>>>`, as a doctest. `python file=PATH`: written to that file
  instead, as the page tells its reader to. A module of `src/accord` is written to a copy of the
  package, which commands run from then on.
- `yaml`, `toml`, `json`: parsed. `yaml file=PATH`, `toml file=PATH`: written to that file
  besides.
- `bash`, `sh` and `shell` are refused, for they would look as if they were run.
"""

import difflib
import doctest
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from attrs import define, field, frozen

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(ROOT.glob("docs/**/*.md")),
    *sorted(ROOT.glob("examples/*/README.md")),
]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
FENCE = re.compile(r"(?P<indent> *)(?P<ticks>`{3,}) *(?P<language>[\w-]*) *(?P<rest>.*)")
SECONDS = 120


@frozen
class Snippet:
    """A fenced block of a page, and the line its text starts on."""

    where: str
    line: int
    language: str
    rest: str
    text: str


@define
class Stage:
    """Where the snippets of one page are played."""

    cwd: Path
    bookmark: Path
    site: Path
    module: ModuleType = field(factory=lambda: ModuleType("page"))


def snippets(page: Path) -> Iterator[Snippet]:
    """Yield the fenced blocks of a page that name a language."""
    where = str(page.relative_to(ROOT))
    lines = enumerate(page.read_text("utf-8").splitlines(), start=1)
    for number, line in lines:
        if not (opening := FENCE.fullmatch(line)):
            continue
        indent, ticks = opening["indent"], opening["ticks"]
        block = []
        for _, inner in lines:
            if inner.strip().startswith(ticks) and not inner.strip().strip("`"):
                break
            block.append(inner.removeprefix(indent))
        else:
            pytest.fail(f"{where}:{number}: the block is never closed")
        yield Snippet(
            where, number + 1, opening["language"], opening["rest"], "\n".join(block) + "\n"
        )


def commands(snippet: Snippet) -> Iterator[tuple[int, str, list[str]]]:
    """Yield each command of a console block: its line, itself, the output shown."""
    found: list[tuple[int, list[str], list[str]]] = []
    for number, line in enumerate(snippet.text.splitlines(), start=snippet.line):
        if line.startswith("$ "):
            found.append((number, [line[2:]], []))
        elif not found:
            pytest.fail(f"{snippet.where}:{number}: output before any command")
        elif line.startswith("> ") and not found[-1][2]:
            found[-1][1].append(line[2:])
        else:
            found[-1][2].append(line)
    for number, command, output in found:
        yield number, "\n".join(command), output


def trimmed(text: list[str]) -> list[str]:
    """Drop blanks at the ends of lines and empty lines around the text."""
    return "\n".join(line.rstrip() for line in text).strip("\n").split("\n")


def agrees(shown: list[str], real: list[str]) -> bool:
    """Return whether output is as shown, where `...` stands for anything."""
    runs: list[list[re.Pattern[str]]] = [[]]
    for line in shown:
        if line.strip() == "...":
            runs.append([])
        else:
            runs[-1].append(re.compile(".*?".join(map(re.escape, line.split("...")))))

    def fits(run: list[re.Pattern[str]], at: int) -> bool:
        lines = real[at : at + len(run)]
        return len(lines) == len(run) and all(
            pattern.fullmatch(line) for pattern, line in zip(run, lines, strict=True)
        )

    first, *others = runs
    if not fits(first, 0):
        return False
    if not others:
        return len(first) == len(real)
    at = len(first)
    *middle, last = others
    for run in middle:
        while at + len(run) <= len(real) and not fits(run, at):
            at += 1
        at += len(run)
    end = len(real) - len(last)
    return at <= end and fits(last, end)


def run_console(snippet: Snippet, stage: Stage) -> None:
    expected = re.fullmatch(r"(?:exit=(\d+))?", snippet.rest.strip())
    assert expected, f"{snippet.where}:{snippet.line - 1}: only exit=N may follow 'console'"
    found = list(commands(snippet))
    for number, command, output in found:
        where = f"{snippet.where}:{number}: $ {command}"
        if command.startswith("make "):
            assert set(command.split()[1:]) <= TARGETS, f"{where}\nno such target"
            continue
        if command.startswith("pip install "):
            install(stage.cwd / command.removeprefix("pip install "), stage.site)
            continue
        done = run_command(command, stage)
        last = number == found[-1][0]
        status = int(expected[1] or 0) if last else 0
        assert done.returncode == status, f"{where}\nended {done.returncode}\n{done.stdout}"
        shown, real = trimmed(output), trimmed(done.stdout.splitlines())
        if shown != [""] and not agrees(shown, real):
            difference = "\n".join(difflib.ndiff(shown, real))
            pytest.fail(f"{where}\nshown (-) and real (+) output differ:\n{difference}")


def install(folder: Path, site: Path) -> None:
    """Put a package where Python finds it, with the entry points it names."""
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    shutil.copytree(folder / "src", site, dirs_exist_ok=True)
    about = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    about.mkdir()
    head = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (about / "METADATA").write_text(head, encoding="utf-8")
    lines = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in points.items())]
    (about / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")


def run_command(command: str, stage: Stage) -> subprocess.CompletedProcess[str]:
    """Run one command where the last one left off, both outputs as one."""
    script = 'eval "$1"; status=$?; pwd >"$2"; exit $status'
    done = subprocess.run(
        ["bash", "-c", script, "bash", command, str(stage.bookmark)],
        cwd=stage.cwd,
        env=os.environ
        | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "80",
            "NO_COLOR": "1",
            "PYTHONPATH": os.pathsep.join(
                filter(None, [str(stage.site), os.environ.get("PYTHONPATH")])
            ),
            "PYTHONUTF8": "1",
            "TERM": "dumb",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=SECONDS,
    )
    if stage.bookmark.exists():
        stage.cwd = Path(stage.bookmark.read_text("utf-8").removesuffix("\n"))
    return done


def run_python(snippet: Snippet, stage: Stage) -> None:
    if path := told_file(snippet):
        compile(snippet.text, path, "exec", dont_inherit=True)
        home = stage.cwd
        if path.startswith("src/accord/"):
            path, home = path.removeprefix("src/"), stage.site
            if not (home / "accord").exists():
                unwanted = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / "src" / "accord", home / "accord", ignore=unwanted)
        write(home / path, snippet.text)
        return
    names = vars(stage.module)
    if ">>> " not in snippet.text:
        padded = "\n" * (snippet.line - 1) + snippet.text
        exec(compile(padded, snippet.where, "exec", dont_inherit=True), names)
        return
    test = doctest.DocTestParser().get_doctest(
        snippet.text, {}, snippet.where, snippet.where, snippet.line - 1
    )
    test.globs = names
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=report.append, clear_globs=False)
    if runner.failures:
        pytest.fail("".join(report))


def told_file(snippet: Snippet) -> str:
    """Return the file that a block is to be written to, if any."""
    told = re.fullmatch(r"(?:file=(\S+))?", snippet.rest.strip())
    where = f"{snippet.where}:{snippet.line - 1}"
    assert told, f"{where}: only file=PATH may follow '{snippet.language}'"
    return told[1] or ""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def parse_yaml(snippet: Snippet, stage: Stage) -> None:
    list(yaml.safe_load_all(snippet.text))
    if path := told_file(snippet):
        write(stage.cwd / path, snippet.text)


def parse_toml(snippet: Snippet, stage: Stage) -> None:
    tomllib.loads(snippet.text)
    if path := told_file(snippet):
        write(stage.cwd / path, snippet.text)


def parse_json(snippet: Snippet, stage: Stage) -> None:
    json.loads(snippet.text)


def refuse(snippet: Snippet, stage: Stage) -> None:
    pytest.fail(f"{snippet.where}:{snippet.line - 1}: write 'console', so that it is run")


LANGUAGES: dict[str, Callable[[Snippet, Stage], None]] = {
    "console": run_console,
    "python": run_python,
    "yaml": parse_yaml,
    "toml": parse_toml,
    "json": parse_json,
    "bash": refuse,
    "sh": refuse,
    "shell": refuse,
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_snippets_do_what_the_page_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(ROOT / "examples", home / "examples")
    stage = Stage(home, bookmark=tmp_path / "cwd", site=tmp_path / "site")
    monkeypatch.setitem(sys.modules, "page", stage.module)
    for snippet in snippets(page):
        monkeypatch.chdir(stage.cwd)
        if take := LANGUAGES.get(snippet.language):
            take(snippet, stage)


@pytest.mark.parametrize(
    ("shown", "real", "expected"),
    [
        ("one\ntwo", "one\ntwo", True),
        ("one\ntwo", "one", False),
        ("one", "one\ntwo", False),
        ("o...e\ntwo", "one\ntwo", True),
        ("one\n...", "one", True),
        ("...\ntwo\n...", "one\ntwo\nthree", True),
        ("...\nfour\n...", "one\ntwo\nthree", False),
        ("one\n...\nthree", "one\ntwo\ntwo\nthree", True),
        ("one\n...\none", "one", False),
        ("...\ntwo\n...\ntwo", "one\ntwo", False),
    ],
)
def test_dots_stand_for_anything(shown: str, real: str, expected: bool) -> None:
    assert agrees(shown.split("\n"), real.split("\n")) is expected

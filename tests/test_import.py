"""Importing Accord is cheap, and every name it offers is there."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import accord

HEAVY = ["numpy", "scipy", "sqlalchemy", "matplotlib", "moocore", "jinja2", "openpyxl"]


@pytest.mark.parametrize("module", ["accord", "accord.cli"])
def test_import_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*(set({HEAVY}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("\n", "")


def test_help_loads_click_and_nothing_else() -> None:
    """So that it answers at once; `benchmarks/start.py` measures it."""
    code = (
        "import sys, click; before = {m.partition('.')[0] for m in sys.modules};"
        "from accord.cli import cli; cli(['--help'], standalone_mode=False);"
        "after = {m.partition('.')[0] for m in sys.modules};"
        "print('loaded:', *(after - before - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "loaded: accord"


@pytest.mark.parametrize(
    "name", ["accord", *(m.name for m in pkgutil.walk_packages(accord.__path__, "accord."))]
)
def test_public_names_are_real(name: str) -> None:
    module = importlib.import_module(name)
    assert [n for n in getattr(module, "__all__", ()) if not hasattr(module, n)] == []

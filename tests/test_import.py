"""Importing Accord is cheap, and every name it offers is there."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import accord

HEAVY = ["numpy", "scipy", "matplotlib", "moocore", "jinja2", "openpyxl"]


@pytest.mark.parametrize("module", ["accord", "accord.cli"])
def test_import_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*(set({HEAVY}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("\n", "")


@pytest.mark.parametrize(
    "name", ["accord", *(m.name for m in pkgutil.walk_packages(accord.__path__, "accord."))]
)
def test_public_names_are_real(name: str) -> None:
    module = importlib.import_module(name)
    assert [n for n in getattr(module, "__all__", ()) if not hasattr(module, n)] == []

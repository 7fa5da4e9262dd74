"""A word means one thing: names of classes and of modules are used once in the package."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "accord"

WORDS_OF_USERS = ("cli", "delegates", "talks/rules", "record/kinds")
"""Rooms whose modules are called as users call them: commands, programs, rules, kinds of entry.

There a name is taken once in each room, and once besides: a command is called by what it asks
(`check`), as is the module that answers, and whoever mediates with a single text is called as
the rules for it are.
"""


@cache
def modules() -> dict[str, ast.Module]:
    """Return the modules of the package, by where they stand."""
    found = {str(one.relative_to(SOURCE)): one for one in sorted(SOURCE.rglob("*.py"))}
    return {where: ast.parse(one.read_text("utf-8")) for where, one in found.items()}


def test_a_class_name_is_used_once() -> None:
    places = defaultdict(list)
    for where, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(where)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_a_module_name_is_used_once_but_for_the_words_of_users() -> None:
    places = defaultdict(list)
    for where in modules():
        if (name := Path(where).stem) not in ("__init__", "__main__"):
            room = next((one for one in WORDS_OF_USERS if where.startswith(f"{one}/")), "")
            places[room, name].append(where)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_functions_say_first_what_they_do() -> None:
    """What is returned is returned: `Give` and `Tell` are for what is handed to somebody."""
    found = [
        f"{where}:{node.lineno}: {text.splitlines()[0]}"
        for where, tree in modules().items()
        if not where.startswith("cli/")  # there a docstring is the help of a command
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and (text := ast.get_docstring(node) or "").startswith(("Give ", "Tell ", "Say "))
        and not (isinstance(node.returns, ast.Constant) and node.returns.value is None)
    ]
    assert found == []

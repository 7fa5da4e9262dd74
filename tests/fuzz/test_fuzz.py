"""What looks for faults finds those that are there, and says how to see them again."""

import sys
from types import SimpleNamespace

import pytest
from tests.fuzz import __main__ as fuzz
from tests.fuzz import commands
from tests.fuzz.commands import Case, called, cases, differences


def test_spoilt_files_are_read_or_refused_in_sentences_and_nothing_else_changes() -> None:
    assert [one for seed in range(40) for one in differences(seed)] == []


@pytest.mark.parametrize("name", cases())
def test_files_that_are_not_spoilt_are_read(name: str) -> None:
    case = cases()[name]
    assert list(called(case, case.files)) == [(0, [])] * (len(case.commands) + 1)


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        ((3, "", "no"), "exit status 3"),
        ((1, "", "no"), "exit status 1"),
        ((2, "", ""), "no sentence on what is wrong"),
        ((2, "", "a\x1bb"), "cannot be printed"),
        ((None, "", ""), "status None"),
        ((0, "half", ""), "no JSON"),
        ((0, '{"a": NaN}', ""), "no JSON"),
        (ZeroDivisionError("odd"), "ZeroDivisionError in test_fuzz.py"),
    ],
)
def test_a_command_that_ends_badly_is_found(
    ended: tuple[object, str, str] | Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ran(*words: str) -> tuple[object, str, str]:
        if isinstance(ended, Exception):
            raise ended
        return ended

    monkeypatch.setattr(commands, "ran", ran)
    (_, wrong), *_ = called(Case({}, ("deals HOME --json",)), {})
    assert said in "\n".join(wrong)


def test_a_command_that_leaves_something_behind_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ran(*words: str) -> tuple[object, str, str]:
        with open(f"{words[1]}/left", "w") as file:
            file.write("half")
        return 2, "", "no"

    monkeypatch.setattr(commands, "ran", ran)
    (_, wrong), *_ = called(Case({}, ("brief HOME",), writes=("left",)), {})
    assert wrong == ["accord brief HOME: with exit status 2, it changed left"]


def test_seeds_with_differences_are_said_and_what_is_not_there_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def odd(seed: int) -> list[str]:
        if seed == 8:
            raise OverflowError("too much")
        return ["off by one"] if seed % 2 else []

    monkeypatch.setitem(fuzz.ORACLES, "one", "tests.fuzz.nowhere")
    assert fuzz.tried("one", range(5), 1) == 0
    monkeypatch.setitem(sys.modules, "tests.fuzz.odd", SimpleNamespace(differences=odd))
    monkeypatch.setitem(fuzz.ORACLES, "one", "tests.fuzz.odd")
    monkeypatch.setattr(fuzz, "find_spec", lambda name: name)
    assert fuzz.tried("one", range(6, 10), 1) == 3
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "one: tests.fuzz.nowhere is not there"
    assert said[1:4] == [
        "one, seed 7: off by one",
        "one, seed 8: OverflowError: too much",
        "one, seed 9: off by one",
    ]
    assert "ONLY=one" in said[-1]

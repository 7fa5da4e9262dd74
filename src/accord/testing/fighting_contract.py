"""Check that a fighting model keeps to the contract."""

import pickle
import random
from itertools import islice

import attrs

from accord.discovery import failure
from accord.errors import AccordError
from accord.fighting import (
    BetweenRounds,
    FightingModel,
    Front,
    as_text,
    describe,
    model_plain,
    written_in_texts,
)
from accord.fighting import parse as parse_model
from accord.formats.read import FAILED, FileReading, build
from accord.formats.tree import parse as parse_tree
from accord.formats.write import dump
from accord.talks import (
    HAPPENINGS,
    Alternating,
    Setup,
    happen,
    open_table,
    seats,
)
from accord.testing.cases import cases

ROUNDS = 12
"""How many rounds of a course are looked at."""

SEEDS = 8
"""With how many seeds: chance differs in each."""


def check_fighting(model: FightingModel, parties: tuple[str, ...] = ("alba", "brae")) -> None:
    """Check that a fighting model keeps to the contract, by courses over some rounds.

    It is a frozen value that can be pickled, and that a file gives back, and a text where all
    of it can be set in one; the same front and the same draws give the same course; rounds come
    in order, each once; all that happens can happen at a table of those parties, and every
    number is finite; nothing is drawn from a shared generator.

    Args:
        model: The model, with parameters as somebody would give them.
        parties: The parties that it is about.

    Raises:
        AssertionError: With a sentence that says what the model did.
    """
    name = type(model).__name__
    _require(isinstance(type(model).__dict__.get("name"), str), f"{name} has no name.")
    _require(
        bool(describe(type(model)).summary), f"{name} has no docstring that says what it does."
    )
    _check_frozen(model)
    _check_read_back(model)
    front = trial_front(parties)
    said = model.problem(front)
    _require(not said, f"{name} refuses the talks that it is checked with: {said}")
    for drawn in (None, *range(SEEDS)):
        one = model.at(None if drawn is None else random.Random(drawn))
        _require(
            one.at(random.Random(1)) == one, f"{name} has ranges left where all are drawn."
        )
        _check_course(one, front, drawn or 0)


def trial_front(parties: tuple[str, ...]) -> Front:
    """Return a front between some parties, as talks of twelve rounds begin.

    Args:
        parties: The parties.
    """
    return Front.of(_setup(parties), dict.fromkeys(parties, 40.0))


def _setup(parties: tuple[str, ...]) -> Setup:
    agenda = next(cases()).agenda
    return Setup(
        agenda=agenda, seats=seats(parties), rules=Alternating(rounds=ROUNDS, moves=999)
    )


def _check_frozen(model: FightingModel) -> None:
    name = type(model).__name__
    _require(
        attrs.has(type(model)), f"{name} is no attrs class: decorate it with attrs.frozen."
    )
    try:
        type(model).__setattr__(model, "basis", "other")
    except (attrs.exceptions.FrozenInstanceError, AttributeError):
        pass
    else:
        raise AssertionError(f"{name} can be changed: decorate it with attrs.frozen.")
    copy = pickle.loads(pickle.dumps(model))
    _require(copy == model and hash(copy) == hash(model), f"{name} changes by pickling.")


def _check_read_back(model: FightingModel) -> None:
    """Check that a model is the same after it was written and read, as a file and as a text."""
    kind = type(model)
    plain = model_plain(model)
    said = dump(plain)
    reading = FileReading("x.yaml")
    tree = parse_tree(said, "x.yaml")
    again = build(reading, kind, tree, 1, "the file", read_already="model")
    _require(
        again is not FAILED and not reading.problems and again == model,
        f"{kind.__name__} is not the same after a file gives it back:\n{said}"
        + "\n".join(one.sentence for one in reading.problems),
    )
    if written_in_texts(kind):
        text = as_text(model)
        _require(
            as_text(parse_model(text)) == text,
            f"{kind.__name__} is not the same after '{text}' is read.",
        )


def _check_course(model: FightingModel, front: Front, seed: int) -> None:
    """Draw a course twice, and let all of it happen at a table."""
    name = type(model).__name__
    shared = random.getstate()
    course = _course(model, front, seed)
    _require(
        random.getstate() == shared,
        f"{name} draws from a shared generator, not from the one it is given.",
    )
    copy = pickle.loads(pickle.dumps(model))
    _require(
        _course(copy, front, seed) == course,
        f"{name} gives another course of the same front with the same draws.",
    )
    table, before = open_table(_setup(front.parties)), 0
    for one in course:
        _require(
            getattr(one, "round", 0) > before,
            f"{name}: rounds come in order, each once, from 1; after {before} comes {one!r}.",
        )
        before = one.round
        for happening in one.happenings:
            _require(
                HAPPENINGS.get(getattr(happening, "kind", "")) is type(happening),
                f"{name} gives {happening!r}, which is nothing that can happen outside.",
            )
            _require(
                happening.kind in model.brings,
                f"{name} brings '{happening.kind}', which it does not say in `brings`.",
            )
            try:
                table = happen(table, happening)
            except AccordError as error:
                raise AssertionError(f"{name}, before round {one.round}: {error}") from None


def _course(model: FightingModel, front: Front, seed: int) -> list[BetweenRounds]:
    """Return what happens in the rounds that are looked at."""
    try:
        return list(islice(model.course(front, random.Random(seed)), ROUNDS))
    except Exception as error:
        name = type(model).__name__
        raise AssertionError(f"{name} fails: {failure(error)}.") from error


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise AssertionError(sentence)

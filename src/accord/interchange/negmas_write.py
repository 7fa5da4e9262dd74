"""Writing a folder as a NegMAS scenario: the issues and a utility function for each party."""

from collections.abc import Mapping, Sequence
from typing import Any

from accord.formats.write import dump
from accord.interchange.sides import DOMAIN, Side, Written
from accord.model import Agenda


def write_negmas(agenda: Agenda, told: Sequence[Side]) -> Written:
    """Write a NegMAS scenario; see `Foreign.write`."""
    options = {issue: tuple(one.choices) for issue, one in agenda.issues.items()}
    domain = {
        "type": "DiscreteCartesianOutcomeSpace",
        "name": DOMAIN,
        "issues": [
            {"name": issue, "type": "CategoricalIssue", "values": list(several)}
            for issue, several in options.items()
        ],
    }
    files = {f"{DOMAIN}.yml": dump(domain)}
    for side in told:
        function = _rectangles(side, options) if side.combined else _additive(side, options)
        files[f"{side.file}.yml"] = dump(
            {
                "type": function.pop("type"),
                "name": side.party,
                "reserved_value": side.walk_away,
                **function,
            }
        )
    order = [side.file for side in told]
    notes = []
    if order != sorted(order):
        notes.append("NegMAS takes the parties in the order of their names.")
    return files, notes


def _additive(side: Side, options: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {
        "type": "LinearAdditiveUtilityFunction",
        "weights": [side.weights[issue] for issue in options],
        "values": [
            {"type": "TableFun", "mapping": dict(side.values[issue])} for issue in options
        ],
    }


def _rectangles(side: Side, options: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Write every option and every combination as a hyper-rectangle; issues are numbered."""
    numbers = {issue: number for number, issue in enumerate(options)}
    boxes: list[tuple[dict[int, Any], float]] = [
        ({numbers[issue]: option}, worth)
        for issue in options
        for option, worth in side.adds(issue).items()
        if worth
    ]
    boxes += [
        ({numbers[i]: list(o) if len(o) > 1 else o[0] for i, o in one.when.items()}, one.worth)
        for one in side.combined
    ]
    return {
        "type": "HyperRectangleUtilityFunction",
        "outcome_ranges": [box for box, _ in boxes],
        "utilities": [worth for _, worth in boxes],
        "weights": [1.0] * len(boxes),
        "bias": 0.0,
    }

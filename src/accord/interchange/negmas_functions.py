"""What NegMAS's utility functions mean, on issues with finitely many options.

A range of two numbers in a hyper-rectangle is open: its ends are outside, for so NegMAS counts.
A list of options, or of other lengths, holds what it names.
"""

from collections.abc import Callable, Iterator, Sequence

from attrs import Factory, define, frozen

from accord.formats.read import FileReading, near, short
from accord.formats.tree import Map, Seq
from accord.interchange.foreign_values import finite, number
from accord.interchange.negmas_values import bias_of, kind_of, numeric, required, values_of


@frozen
class Choice:
    """An issue of the domain.

    Attributes:
        options: Its options, as texts.
        by_name: Whether they are names, even if some look like numbers.
    """

    options: tuple[str, ...]
    by_name: bool


Domain = dict[str, Choice]
"""The issues, by name."""


@define
class UtilitySum:
    """What a utility function adds up.

    Attributes:
        issues: Weight and values of the issues that count.
        boxes: Combinations of options, by issue, and what they add.
        constant: What every deal is worth besides.
        notes: What cannot be carried over.
    """

    issues: dict[str, tuple[float, dict[str, float]]] = Factory(dict)
    boxes: list[tuple[dict[str, tuple[str, ...]], float]] = Factory(list)
    constant: float = 0.0
    notes: list[str] = Factory(list)

    def add(self, other: "UtilitySum", factor: float) -> None:
        """Add another function times a factor."""
        for name, (weight, values) in other.issues.items():
            if name in self.issues:
                own, before = self.issues[name]
                both = {o: own * before[o] + factor * weight * v for o, v in values.items()}
                self.issues[name] = (1.0, both)
            else:
                self.issues[name] = (factor * weight, values)
        self.boxes += [(box, factor * worth) for box, worth in other.boxes]
        self.constant += factor * other.constant
        self.notes += other.notes


def utility(r: FileReading, tree: Map, domain: Domain) -> UtilitySum:
    """Read a utility function.

    Args:
        r: The file being read, which takes the mistakes.
        tree: The mapping that describes the function.
        domain: The issues.
    """
    kind = kind_of(tree)
    if kind not in _UTILITIES:
        line = tree.lines.get("type", tree.line)
        r.say(line, f"a {short(kind)} is not read{near(kind, _UTILITIES)}")
        return UtilitySum()
    return _UTILITIES[kind](r, tree, domain)


def _additive(r: FileReading, tree: Map, domain: Domain) -> UtilitySum:
    weights = _by_issue(r, tree, "weights", domain)
    values = _by_issue(r, tree, "values", domain)
    worth = UtilitySum(constant=bias_of(r, tree))
    for name, choice in domain.items():
        if name in weights and name in values:
            weight = finite(r, *weights[name], f"the weight of {short(name)}")
            raw, line = values[name]
            worth.issues[name] = (weight, values_of(r, raw, line, name, choice.options))
    return worth


def _affine(r: FileReading, tree: Map, domain: Domain) -> UtilitySum:
    """Read weights of issues whose options are numbers."""
    weights = _by_issue(r, tree, "weights", domain)
    worth = UtilitySum(constant=bias_of(r, tree))
    for name, choice in domain.items():
        if name in weights:
            weight = finite(r, *weights[name], f"the weight of {short(name)}")
            line = weights[name][1]
            values = {o: numeric(r, o, line, name) for o in choice.options}
            worth.issues[name] = (weight, values)
    return worth


def _constant(r: FileReading, tree: Map, domain: Domain) -> UtilitySum:
    return UtilitySum(constant=required(r, tree, "value"))


def _weighted(r: FileReading, tree: Map, domain: Domain) -> UtilitySum:
    """Read a weighted sum of utility functions."""
    worth = UtilitySum()
    listed, weights = tree.get("ufuns", ""), tree.get("weights", "")
    line = tree.lines.get("ufuns", tree.line)
    if (
        not isinstance(listed, Seq)
        or not isinstance(weights, Seq)
        or len(listed) != len(weights)
    ):
        r.say(line, "'ufuns' and 'weights' must be lists of the same length")
        return worth
    for one, weight, at, at_weight in zip(
        listed, weights, listed.lines, weights.lines, strict=True
    ):
        if isinstance(one, Map):
            factor = finite(r, weight, at_weight, "a weight")
            worth.add(utility(r, one, domain), factor)
        else:
            r.say(at, "an item of 'ufuns' must be a utility function")
    return worth


def _discounted(r: FileReading, tree: Map, domain: Domain) -> UtilitySum:
    """Read what is discounted; the discount itself is said to be lost."""
    inner = tree.get("ufun", "")
    if not isinstance(inner, Map):
        r.say(tree.lines.get("ufun", tree.line), "'ufun' must be a utility function")
        return UtilitySum()
    worth = utility(r, inner, domain)
    discount = tree.get("discount", tree.get("cost", ""))
    worth.notes.append(f"the discount {discount if isinstance(discount, str) else ''}".rstrip())
    return worth


def _rectangles(r: FileReading, tree: Map, domain: Domain) -> UtilitySum:
    worth = UtilitySum(constant=bias_of(r, tree))
    ranges, utilities = tree.get("outcome_ranges", ""), tree.get("utilities", "")
    weights = tree.get("weights", "")
    if not isinstance(ranges, Seq) or not isinstance(utilities, Seq):
        r.say(tree.line, "'outcome_ranges' and 'utilities' must be lists")
        return worth
    if len(ranges) != len(utilities) or (
        isinstance(weights, Seq) and len(weights) != len(ranges)
    ):
        line = tree.lines["utilities"]
        r.say(line, "'outcome_ranges', 'utilities' and 'weights' must have the same length")
        return worth
    for place, (raw, utility_) in enumerate(zip(ranges, utilities, strict=True)):
        added = finite(r, utility_, utilities.lines[place], "the utility of a range")
        if isinstance(weights, Seq):
            added *= finite(r, weights[place], weights.lines[place], "the weight of a range")
        box = _box(r, raw, ranges.lines[place], domain)
        if not box:
            worth.constant += added
        elif all(box.values()):
            worth.boxes.append((box, added))
    return worth


def _box(r: FileReading, raw: object, line: int, domain: Domain) -> dict[str, tuple[str, ...]]:
    """Read options by issue; issues are counted from 0, and all options leave one out."""
    names = list(domain)
    box: dict[str, tuple[str, ...]] = {}
    if not isinstance(raw, Map):
        if raw != "":
            r.say(line, "a range must name options by issue")
        return box
    for key, allowed in raw.items():
        at = raw.lines[key]
        if not (key.isascii() and key.isdecimal() and len(key) < 10 and int(key) < len(names)):
            r.say(
                at, f"the issue must be a number from 0 to {len(names) - 1}, not {short(key)}"
            )
            continue
        choice = domain[names[int(key)]]
        wanted = set(_chosen(r, allowed, at, choice))
        chosen = tuple(o for o in choice.options if o in wanted)
        if len(chosen) < len(choice.options):
            box[names[int(key)]] = chosen
    return box


def _chosen(r: FileReading, allowed: object, line: int, choice: Choice) -> Iterator[str]:
    """Yield the options that a condition allows; a list allows what any of its items does."""
    if isinstance(allowed, str) and allowed:
        wanted = None if choice.by_name else number(allowed)
        for option in choice.options:
            if option == allowed or (wanted is not None and wanted == number(option)):
                yield option
    elif isinstance(allowed, Seq):
        ends = [number(one) if isinstance(one, str) else None for one in allowed[:3]]
        if len(ends) == 2 and None not in ends and not choice.by_name:
            yield from _between(ends, choice)
            return
        for item, at in zip(allowed, allowed.lines, strict=True):
            yield from _chosen(r, item, at, choice)
    else:
        r.say(line, "a range must give an option, a list of options, or two numbers")


def _between(ends: Sequence[float | None], choice: Choice) -> Iterator[str]:
    low, high = ends
    for option in choice.options:
        value = number(option)
        if value is not None and low is not None and high is not None and low < value < high:
            yield option


def _by_issue(
    r: FileReading, tree: Map, key: str, domain: Domain
) -> dict[str, tuple[object, int]]:
    """Return what stands for every issue, by name or in their order, with its line."""
    raw, line = tree.get(key, ""), tree.lines.get(key, tree.line)
    if isinstance(raw, Map):
        found = {name: (raw[name], raw.lines[name]) for name in domain if name in raw}
        for name in domain:
            if name not in raw:
                r.say(line, f"'{key}' has nothing for the issue {short(name)}")
        for name in raw:
            if name not in domain:
                r.say(raw.lines[name], f"there is no issue {short(name)}")
        return found
    if not isinstance(raw, Seq):
        r.say(line, f"there are no '{key}': give one for every issue")
        return {}
    if len(raw) != len(domain):
        r.say(line, f"'{key}' has {len(raw)} items for {len(domain)} issues")
        return {}
    return dict(zip(domain, zip(raw, raw.lines, strict=True), strict=True))


_UTILITIES: dict[str, Callable[[FileReading, Map, Domain], UtilitySum]] = {
    "LinearAdditiveUtilityFunction": _additive,
    "LinearUtilityAggregationFunction": _additive,
    "AffineUtilityFunction": _affine,
    "LinearUtilityFunction": _affine,
    "HyperRectangleUtilityFunction": _rectangles,
    "WeightedUtilityFunction": _weighted,
    "ConstUtilityFunction": _constant,
    "ExpDiscountedUFun": _discounted,
    "LinDiscountedUFun": _discounted,
}

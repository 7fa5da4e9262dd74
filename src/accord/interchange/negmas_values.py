"""NegMAS's functions of one issue, on finitely many options."""

from collections.abc import Callable, Sequence

from accord.formats.read import FileReading, short
from accord.formats.tree import Map, Seq
from accord.interchange.foreign_values import finite, number

MOST_COEFFICIENTS = 100
"""The most coefficients that a polynomial may have."""


def kind_of(tree: Map) -> str:
    """Return the type that a mapping gives, without the module; empty where it gives none."""
    kind = tree.get("type", "")
    return kind.split(".")[-1] if isinstance(kind, str) else ""


def bias_of(r: FileReading, tree: Map) -> float:
    """Read the bias; 0 where none is given."""
    return required(r, tree, "bias") if tree.get("bias", "") != "" else 0.0


def required(r: FileReading, tree: Map, key: str) -> float:
    """Read a number under a key; 0 where there is none, which is said."""
    return finite(r, tree.get(key, ""), tree.lines.get(key, tree.line), f"'{key}'")


def numeric(r: FileReading, option: str, line: int, issue: str) -> float:
    """Read an option as a number; 0 where it is none, which is said."""
    found = number(option)
    if found is None or abs(found) > 1e100:
        r.say(line, f"the option {short(option)} of {short(issue)} is no number to be weighted")
        return 0.0
    return found


def values_of(
    r: FileReading, raw: object, line: int, issue: str, options: Sequence[str]
) -> dict[str, float]:
    """Return the value of every option by one of NegMAS's functions of one issue."""
    if isinstance(raw, Seq) and len(raw) == len(options):
        what = f"a value of {short(issue)}"
        pairs = zip(raw, raw.lines, strict=True)
        return dict(zip(options, (finite(r, v, at, what) for v, at in pairs), strict=True))
    if not isinstance(raw, Map):
        r.say(line, f"the values of {short(issue)} must be a function or a table")
        return dict.fromkeys(options, 0.0)
    kind = kind_of(raw)
    if kind == "TableFun" or kind not in _FUNCTIONS:
        if kind.endswith("Fun") and kind != "TableFun":
            known = ", ".join(("TableFun", *_FUNCTIONS))
            r.say(raw.lines["type"], f"a {short(kind)} is not read; these are: {known}")
            return dict.fromkeys(options, 0.0)
        table = raw.get("mapping", "") if kind == "TableFun" else raw
        return _table(r, table, raw.lines.get("mapping", line), issue, options)
    function = _FUNCTIONS[kind](r, raw)
    if kind == "ConstFun":
        return dict.fromkeys(options, function(0.0))
    found = {}
    for option in options:
        try:
            found[option] = function(numeric(r, option, line, issue))
        except OverflowError:
            r.say(line, f"the value of {short(option)} is too large")
            found[option] = 0.0
    return found


def _table(
    r: FileReading, table: object, line: int, issue: str, options: Sequence[str]
) -> dict[str, float]:
    if not isinstance(table, Map):
        r.say(line, f"the values of {short(issue)} must be a table of options and numbers")
        return dict.fromkeys(options, 0.0)
    found = {}
    for option in options:
        if option in table:
            what = f"the value of {short(option)}"
            found[option] = finite(r, table[option], table.lines[option], what)
        else:
            found[option] = 0.0
            r.say(line, f"{short(issue)} has no value for the option {short(option)}")
    for option in table:
        if option not in found:
            r.say(table.lines[option], f"{short(issue)} has no option {short(option)}")
    return found


Function = Callable[[float], float]


def _line(r: FileReading, raw: Map) -> Function:
    slope = required(r, raw, "slope")
    bias = bias_of(r, raw)
    return lambda x: slope * x + bias


def _quadratic(r: FileReading, raw: Map) -> Function:
    a2, a1, bias = required(r, raw, "a2"), required(r, raw, "a1"), bias_of(r, raw)
    return lambda x: a2 * x * x + a1 * x + bias


def _polynomial(r: FileReading, raw: Map) -> Function:
    bias, listed = bias_of(r, raw), raw.get("coefficients", "")
    if not isinstance(listed, Seq) or len(listed) > MOST_COEFFICIENTS:
        sentence = f"'coefficients' must be a list of at most {MOST_COEFFICIENTS}"
        r.say(raw.lines.get("coefficients", raw.line), sentence)
        return lambda x: bias
    pairs = zip(listed, listed.lines, strict=True)
    found = [finite(r, one, at, "a coefficient") for one, at in pairs]
    return lambda x: bias + sum(one * x ** (n + 1) for n, one in enumerate(found))


def _flat(r: FileReading, raw: Map) -> Function:
    bias = required(r, raw, "bias")
    return lambda x: bias


_FUNCTIONS: dict[str, Callable[[FileReading, Map], Function]] = {
    "AffineFun": _line,
    "LinearFun": _line,
    "IdentityFun": lambda r, raw: float,
    "ConstFun": _flat,
    "QuadraticFun": _quadratic,
    "PolynomialFun": _polynomial,
}

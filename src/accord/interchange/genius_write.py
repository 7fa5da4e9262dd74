"""Writing a folder as a Genius domain: the domain and a utility space for each party.

Where worth is a sum over the issues and never below 0, the utility spaces are linear. Otherwise
all of them are non-linear: every option and every combination is a hyper-rectangle.
"""

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import quoteattr

from accord.interchange.sides import DOMAIN, Side, Written, cut, lifted, whole_numbers
from accord.model import Agenda


def write_genius(agenda: Agenda, told: Sequence[Side]) -> Written:
    """Write a Genius domain; see `Foreign.write`."""
    options = {issue: tuple(one.choices) for issue, one in agenda.issues.items()}
    notes = list(_beyond(told))
    linear = not any(side.combined or side.span[0] < -1e-12 for side in told)
    if not linear:
        notes += _renumbered(options)
    space = _linear if linear else _boxed
    files = {f"{DOMAIN}.xml": "".join(_domain(options, linear))}
    for side in told:
        files[f"{side.file}.xml"] = "".join(space(side, options))
    return files, notes


def _beyond(told: Sequence[Side]) -> Iterator[str]:
    for side in told:
        if side.span[1] > 1 + 1e-9:
            yield (
                f"not carried over: deals worth more than 100 points to '{side.party}'; "
                "Genius cuts them to 1."
            )
        if not 0 <= side.walk_away <= 1:
            yield (
                f"the walk-away value of '{side.party}' is outside 0 to 100; Genius may refuse "
                "or cut it."
            )


def _renumbered(options: Mapping[str, Sequence[str]]) -> Iterator[str]:
    words = [f"'{issue}'" for issue, few in options.items() if whole_numbers(few) is None]
    if words:
        yield (
            "Genius combines integers only: options are written as 1, 2, ... in the order of "
            f"the agenda on {', '.join(words)}."
        )


def _domain(options: Mapping[str, Sequence[str]], linear: bool) -> Iterator[str]:
    yield "<negotiation_template>\n"
    yield f'<utility_space number_of_issues="{len(options)}">\n{_OBJECTIVE}'
    for number, (issue, several) in enumerate(options.items(), start=1):
        if linear:
            yield from _issue(number, issue, dict.fromkeys(several, ""))
        else:
            yield _integer(number, issue, several)
    yield "</objective>\n</utility_space>\n</negotiation_template>\n"


_OBJECTIVE = (
    '<objective index="0" name="root" description="" type="objective" etype="objective">\n'
)


def _issue(number: int, issue: str, items: Mapping[str, str]) -> Iterator[str]:
    kind = 'vtype="discrete" type="discrete" etype="discrete"'
    yield f'  <issue index="{number}" name={quoteattr(issue)} {kind}>\n'
    for place, (option, more) in enumerate(items.items(), start=1):
        yield f'    <item index="{place}" value={quoteattr(option)}{more}/>\n'
    yield "  </issue>\n"


def _linear(side: Side, options: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Write evaluations whose largest is 1 on every issue that counts, as Genius divides."""
    adds = lifted({issue: side.adds(issue) for issue in options})
    yield f'<utility_space type="linear">\n{_OBJECTIVE}'
    weights = {issue: max(values.values()) for issue, values in adds.items()}
    for number, (issue, values) in enumerate(adds.items(), start=1):
        largest = weights[issue]
        evaluations = {o: value / largest if largest else 0.0 for o, value in values.items()}
        yield from _issue(
            number, issue, {o: f' evaluation="{e!r}"' for o, e in evaluations.items()}
        )
    for number, weight in enumerate(weights.values(), start=1):
        yield f'  <weight index="{number}" value="{weight!r}"/>\n'
    yield f"</objective>\n{_ending(side)}"


def _integer(number: int, issue: str, several: Sequence[str]) -> str:
    first = _first(several)
    kind = 'vtype="integer" type="integer" etype="integer"'
    bounds = f'lowerbound="{first}" upperbound="{first + len(several) - 1}"'
    return f'  <issue index="{number}" name={quoteattr(issue)} {kind} {bounds}/>\n'


def _first(several: Sequence[str]) -> int:
    first = whole_numbers(several)
    return 1 if first is None else first


def _boxed(side: Side, options: Mapping[str, Sequence[str]]) -> Iterator[str]:
    numbers = {issue: number for number, issue in enumerate(options, start=1)}
    firsts = {issue: _first(several) for issue, several in options.items()}
    yield f'<utility_space type="nonlinear">\n{_OBJECTIVE}'
    for issue, several in options.items():
        yield _integer(numbers[issue], issue, several)
    yield '  <utility maxutility="1.0">\n'
    yield '    <ufun type="PlainUfun" weight="1" aggregation="sum">\n'
    boxes = [
        ({issue: (place, place)}, worth)
        for issue in options
        for place, worth in enumerate(side.adds(issue).values())
        if worth
    ] + [(box, one.worth) for one in side.combined for box in cut(side, one, options)]
    for box, worth in boxes:
        yield f'      <hyperRectangle utility="{worth!r}">\n'
        for issue, (low, high) in box.items():
            bounds = f'min="{firsts[issue] + low}" max="{firsts[issue] + high}"'
            yield f'        <INCLUDES index="{numbers[issue]}" {bounds}/>\n'
        yield "      </hyperRectangle>\n"
    yield f"    </ufun>\n  </utility>\n</objective>\n{_ending(side)}"


def _ending(side: Side) -> str:
    reservation = f'<reservation value="{side.walk_away!r}"/>\n'
    return f'<discount_factor value="1.0"/>\n{reservation}</utility_space>\n'

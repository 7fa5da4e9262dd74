"""Models of others: against slow readings of their definitions, and whether they learn."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.delegates.build import agendas, every_deal

from accord.model import Agenda
from accord.tactics import Own
from accord.tactics.bayesian_model import bayesian_model
from accord.tactics.frequency_model import frequency_model
from accord.tactics.incremental_fold import FAR_BACK, Folding
from accord.tactics.model import Model
from accord.talks import Mandate, Options


@st.composite
def parts(draw: st.DrawFn, over: Agenda) -> Options:
    """Draw a deal or a part of one."""
    deal = draw(st.sampled_from(every_deal(over)))
    kept = draw(st.lists(st.sampled_from(list(deal)), unique=True, min_size=1))
    return Options({i: deal[i] for i in deal if i in kept})


@st.composite
def criticism(draw: st.DrawFn, over: Agenda) -> Mandate:
    issue = draw(st.sampled_from(list(over.issues)))
    options = st.sampled_from(list(over.issues[issue].choices))
    return Mandate({issue: tuple(draw(st.lists(options, min_size=1, unique=True)))})


def counted(
    over: Agenda, said: list[Options | Mandate]
) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Work out weights and values of the frequency model as they are told in words."""
    count = len(over.issues)
    weights = dict.fromkeys(over.issues, 1 / count)
    counts = {(i, o): 1.0 for i, issue in over.issues.items() for o in issue.choices}
    before: Options | None = None
    for one in said:
        held = []
        for issue, named in one.items():
            for option in [named] if isinstance(named, str) else named:
                counts[issue, option] += 1
            if not isinstance(named, str) or (
                before is not None and before.get(issue) == named
            ):
                held.append(issue)
        gain = 0.2 / count
        largest = 1 - 0.2 / (1 + gain * len(held))
        for issue in held:
            weights[issue] += gain if weights[issue] < largest else 0
        total = sum(weights.values())
        weights = {issue: weight / total for issue, weight in weights.items()}
        if all(isinstance(named, str) for named in one.values()):
            before = one  # type: ignore[assignment]
    most = {i: max(counts[i, o] for o in issue.choices) for i, issue in over.issues.items()}
    return weights, {(i, o): n / most[i] for (i, o), n in counts.items()}


@given(st.data())
def test_frequencies_are_counted(data: st.DataObject) -> None:
    over = data.draw(agendas())
    said = data.draw(st.lists(st.one_of(parts(over), criticism(over)), max_size=8))
    weights, values = counted(over, said)
    model = frequency_model(over, said)
    assert model.weights == pytest.approx(weights)
    found = {(i, o): v for i, row in model.values.items() for o, v in row.items()}
    assert found == pytest.approx(values)


def believed(
    over: Agenda, offers: list[tuple[Options, float]]
) -> tuple[list[float], list[float]]:
    """Work out expected weights and values by Bayes' rule, one hypothesis after the other."""
    levels = [n / 10 for n in range(1, 11)]
    issues = list(over.issues)
    options = {i: list(over.issues[i].choices) for i in issues}

    def shape(issue: str, peak: int, option: str) -> float:
        last, place = len(options[issue]) - 1, options[issue].index(option)
        if place == peak:
            return 1.0
        return place / peak if place < peak else (last - place) / (last - peak)

    weights = {i: [0.1] * 10 for i in issues}
    peaks = {i: [1 / len(options[i])] * len(options[i]) for i in issues}

    def mean(issue: str) -> float:
        return sum(p * level for p, level in zip(weights[issue], levels, strict=True))

    def value(issue: str, option: str) -> float:
        return sum(p * shape(issue, n, option) for n, p in enumerate(peaks[issue]))

    def likely(worth: float, expected: float) -> float:
        return math.exp(-((worth - expected) ** 2) / (2 * 0.25**2))

    def normal(values: list[float]) -> list[float]:
        return [v / sum(values) for v in values]

    seen: set[Options] = set()
    for deal, expected in offers:
        if deal in seen:
            continue
        new_weights, new_peaks = dict(weights), dict(peaks)
        for issue in deal:
            rest = [i for i in deal if i != issue]
            others = sum(mean(i) * value(i, deal[i]) for i in rest)
            weight = sum(mean(i) for i in rest)
            new_peaks[issue] = normal(
                [
                    p
                    * likely(
                        (others + mean(issue) * shape(issue, n, deal[issue]))
                        / (weight + mean(issue)),
                        expected,
                    )
                    for n, p in enumerate(peaks[issue])
                ]
            )
            if seen:
                new_weights[issue] = normal(
                    [
                        p
                        * likely(
                            (others + level * value(issue, deal[issue])) / (weight + level),
                            expected,
                        )
                        for p, level in zip(weights[issue], levels, strict=True)
                    ]
                )
        weights, peaks = new_weights, new_peaks
        seen.add(deal)
    shares = normal([mean(i) for i in issues])
    return shares, [value(i, o) for i in issues for o in options[i]]


@given(st.data())
def test_beliefs_follow_bayes_rule(data: st.DataObject) -> None:
    over = data.draw(agendas())
    expected = st.floats(0, 1)
    offers = data.draw(st.lists(st.tuples(parts(over), expected), max_size=5))
    shares, values = believed(over, offers)
    model = bayesian_model(over, offers)
    assert model.shares == pytest.approx(shares)
    assert model.row == pytest.approx(values)


WEIGHTS = {"a": 40, "b": 27, "c": 18, "d": 10, "e": 5}
OVER = agenda({issue: ["1", "2", "3", "4"] for issue in WEIGHTS})
SIDE = interests(
    "alba",
    {
        issue: (weight, {"1": 0, "2": 33, "3": 67, "4": 100})
        for issue, weight in WEIGHTS.items()
    },
)


def rank(numbers: list[float]) -> list[int]:
    places = sorted(range(len(numbers)), key=lambda place: numbers[place])
    return [places.index(place) for place in range(len(numbers))]


def offers_from_the_best_down(count: int) -> list[Options]:
    own = Own.of(OVER, SIDE, {})
    found = [own.ranked(place) for place in range(count)]
    return [deal for deal in found if deal is not None]


def agreement(model: Model) -> float:
    """Return how alike a model and the truth order all deals: the rank correlation."""
    own = Own.of(OVER, SIDE, {})
    deals = every_deal(OVER)
    return float(
        np.corrcoef(rank([model.worth(d) for d in deals]), rank([own.worth(d) for d in deals]))[
            0, 1
        ]
    )


def test_they_learn_from_offers_in_the_order_of_worth() -> None:
    offers = offers_from_the_best_down(40)
    counts = frequency_model(OVER, offers)
    beliefs = bayesian_model(OVER, [(deal, 1 - n / 200) for n, deal in enumerate(offers)])
    wanted = rank(list(WEIGHTS.values()))
    assert rank(list(counts.weights.values()))[:2] == wanted[:2]
    assert rank(list(beliefs.weights.values())) == wanted
    for model in (counts, beliefs):
        for values in model.values.values():
            assert max(values, key=lambda option: values[option]) == "4"
    first = agreement(frequency_model(OVER, offers[:1]))
    assert agreement(counts) > max(0.8, first)
    assert agreement(beliefs) > 0.95


@given(st.data())
def test_a_deal_is_rated_from_worst_to_best(data: st.DataObject) -> None:
    over = data.draw(agendas())
    said = data.draw(st.lists(parts(over), min_size=1, max_size=5))
    model = frequency_model(over, said)
    rated = {deal: model.worth(deal) for deal in every_deal(over)}
    plain = {
        deal: sum(model.weights[i] * model.values[i][o] for i, o in deal.items())
        for deal in rated
    }
    low, high = min(plain.values()), max(plain.values())
    for deal, rating in rated.items():
        wanted = (plain[deal] - low) / (high - low) if high - low > 1e-12 else 0.0
        assert rating == pytest.approx(wanted, abs=1e-9)


@given(st.lists(st.integers(0, 5), max_size=40), st.lists(st.integers(0, 40), max_size=6))
def test_folding_is_folding_whatever_was_asked_before(
    items: list[int], cuts: list[int]
) -> None:
    steps = []

    def step(context: str, before: str, item: int) -> str:
        steps.append(item)
        return f"{before}{item}"

    folding: Folding[str, int, str] = Folding(lambda context: context, step)
    for cut in cuts:
        assert folding("x", tuple(items[:cut])) == "x" + "".join(map(str, items[:cut]))
    folding("x", tuple(items))
    steps.clear()
    more = tuple(items) + (1,) * (FAR_BACK - 1)
    assert folding("x", more) == "x" + "".join(map(str, more))
    assert len(steps) <= (FAR_BACK - 1 if items else len(more))

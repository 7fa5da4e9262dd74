"""What two sides could divide in peace, and when a war comes all the same.

What there is to have is 1, and p of it is what the first side expects from a war, before costs.

Sources:
    Fearon (1995), Rationalist explanations for war, International Organization 49(3), 379-414;
    Powell (2006), War as a commitment problem, International Organization 60(1), 169-203.
"""


def peaceful_range(p: float, costs: tuple[float, float]) -> tuple[float, float]:
    """Return the least and most of the first side that both prefer to a war.

    From p - c1 to p + c2 (Fearon 1995), within 0 to 1.

    Args:
        p: What the first side expects from a war.
        costs: What a war costs each.
    """
    return max(0.0, p - costs[0]), min(1.0, p + costs[1])


def range_under_first_strike(
    first: float, second: float, costs: tuple[float, float]
) -> tuple[float, float] | None:
    """Return what both prefer to striking first; nothing where there is none.

    From p_f - c1 to p_s + c2; empty if p_f - p_s > c1 + c2 (Fearon 1995).

    Args:
        first: What the first side expects from a war that it begins.
        second: What it expects from one that the other begins.
        costs: What a war costs each.
    """
    low, high = first - costs[0], second + costs[1]
    # The difference that decides, so that rounding of the ends does not.
    if first - second - (costs[0] + costs[1]) > 1e-12:
        return None
    return max(0.0, low), min(1.0, max(low, high))


def demand_of_unknown_cost(p: float, cost: float, most: float) -> tuple[float, float]:
    """Return what the first side best demands of one whose cost it does not know.

    The cost of the second is uniform from 0 to `most`. The demand is
    min(1, p + (most - cost) / 2), and p where its own cost is as high as that of the other can
    be; it is refused where p plus the cost of the other is less (Fearon 1995).

    Args:
        p: What the first side expects from a war.
        cost: What a war costs the first side.
        most: The highest cost that the second may have, above 0.

    Returns:
        The demand, and the share of the costs at which it is refused.
    """
    demand = p if cost >= most else min(1.0, p + (most - cost) / 2)
    return demand, (demand - p) / most


def prevented_now(p: float, later: float, d: float, cost: float) -> bool:
    """Return whether a declining side rather fights now, whatever it is offered today.

    It does if d p2 - p1 > c (1 - d)^2: what the other will be able to demand later is more than
    all of today can make good (Fearon 1995).

    Args:
        p: What the rising side expects from a war now.
        later: What it will expect from one from the next round on.
        d: What is left of a worth one round later, 0 to 1.
        cost: What a war costs the declining side.
    """
    return d * later - p > cost * (1 - d) ** 2


def least_destruction_for_peace(p: float, rise: float, d: float) -> float:
    """Return the share of everything that a war must destroy so that a rise leads to none.

    A war comes if (1 - D) (d (p + rise) - p) > D, so D must be x / (1 + x) at least, with
    x = d (p + rise) - p (Powell 2006); 0 where the rise is made up for today.

    Args:
        p: What the rising side expects from a war now.
        rise: By how much more it will expect from the next round on.
        d: What is left of a worth one round later, 0 to 1.
    """
    gain = max(0.0, d * (p + rise) - p)
    return gain / (1 + gain)


def least_destruction_against_first_strike(advantage: float) -> float:
    """Return the share that a war must destroy so that nobody strikes first.

    A war comes if 2 f (1 - D) > D, so D must be 2 f / (1 + 2 f) at least (Powell 2006).

    Args:
        advantage: By how much whoever strikes first expects more than at even terms, f.
    """
    return 2 * advantage / (1 + 2 * advantage)

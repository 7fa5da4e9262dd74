"""How much to ask for as time passes."""


def target(time: float, low: float, high: float, beta: float, k: float = 0.0) -> float:
    """Return what to ask for at a time: low + (1 - a(t)) (high - low).

    Here a(t) = k + (1 - k) t^(1/beta). Below 1, beta gives Boulware tactics, which concede
    late; above 1, conceder tactics, which concede early.

    Source: P. Faratin, C. Sierra and N. Jennings, Negotiation decision functions for autonomous
    agents, Robotics and Autonomous Systems 24 (1998), 159-182, section 4.1 (polynomial).

    Args:
        time: How far the talks have gone, 0 to 1.
        low: What is asked for in the end, in points.
        high: The most there is, in points.
        beta: How the concessions are spread; above 0.
        k: The share that is conceded at once, 0 to 1.
    """
    conceded = k + (1 - k) * float(min(time, 1.0) ** (1 / beta))
    return low + (1 - conceded) * (high - low)

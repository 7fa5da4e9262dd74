"""Shares in percent, so that none and all are said of none and all only."""


def percent(share: float, digits: int = 0) -> str:
    """Say a share in percent; one that rounds to none or to all without being it says so.

    Args:
        share: 0 to 1.
        digits: How many digits after the point.
    """
    said, step = f"{share:.{digits}%}", 10.0**-digits
    if share > 0 and said == f"{0:.{digits}%}":
        return f"less than {step:.{digits}f}%"
    if share < 1 and said == f"{1:.{digits}%}":
        return f"more than {100 - step:.{digits}f}%"
    return said

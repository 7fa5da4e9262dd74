"""How well colours stand out from each other, and which ones a style has."""

import re


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    long = "".join(c * 2 for c in colour[1:]) if len(colour) == 4 else colour[1:]
    parts = [int(long[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, as WCAG 2 defines it: 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)))[::-1]
    return (light + 0.05) / (dark + 0.05)


def schemes(css: str) -> dict[str, dict[str, str]]:
    """Return the named colours of a style, in the light, in the dark and on paper."""
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    named = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", one)) for one in blocks]
    return dict(zip(("light", "dark", "print"), named, strict=True))

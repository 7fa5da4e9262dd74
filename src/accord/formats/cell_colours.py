"""The colours behind the cells of a workbook, as people mean them: green, amber, red, grey."""

import colorsys
import re
from collections.abc import Callable
from functools import cache
from typing import Any

GREEN, AMBER, RED, GREY, OTHER = "green", "amber", "red", "grey", "another colour"

_HUES = ((20, RED), (70, AMBER), (170, GREEN), (330, OTHER), (360, RED))
"""Up to which angle of the colour wheel a hue is called so: orange and yellow are amber."""
_PALE = 0.05
"""Less saturated than that, a colour is grey; the palest that spreadsheets offer have more."""
_WHITE, _BLACK = 0.97, 0.15
"""A grey that is lighter is no fill; one that is darker is black, and means nothing."""
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)))
"""The order in which cells number the colours of a theme."""


def colours(book: Any) -> Callable[[int], str]:
    """Return a function that names the colour behind a cell by the number of its style.

    Args:
        book: A workbook as openpyxl reads it.

    Returns:
        What gives one of the names above; nothing where there is no fill.
    """
    theme = _theme(book.loaded_theme)

    @cache
    def colour(style: int) -> str:
        fill = book._fills[book._cell_styles[style].fillId]
        if getattr(fill, "patternType", None) != "solid":
            return ""
        rgb = _rgb(fill.fgColor, theme)
        return called(rgb) if rgb else ""

    return colour


def called(rgb: str) -> str:
    """Return what a colour is called.

    Args:
        rgb: Six hexadecimal digits.

    Returns:
        One of the names above; nothing for white.
    """
    red, green, blue = (int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if value < _BLACK:
        return OTHER
    if saturation < _PALE:
        return GREY if value < _WHITE else ""
    return next(name for most, name in _HUES if hue * 360 <= most)


def _theme(xml: bytes | None) -> dict[int, str]:
    """Return the colours of a theme by their numbers."""
    text = (xml or b"").decode("utf-8", "ignore")
    found = {}
    for number, name in enumerate(_THEME_ORDER):
        held = re.search(rf"<a:{name}>(.*?)</a:{name}>", text, re.DOTALL)
        rgb = held and re.search(r'(?:lastClr|srgbClr val)="([0-9A-Fa-f]{6})"', held[1])
        if rgb:
            found[number] = rgb[1]
    return found


def _rgb(colour: Any, theme: dict[int, str]) -> str:
    """Return the six digits of a colour of a cell; nothing where they are not known."""
    from openpyxl.styles.colors import COLOR_INDEX

    rgb = ""
    if colour.type == "rgb":
        rgb = str(colour.rgb)[-6:]
    elif colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        rgb = str(COLOR_INDEX[colour.indexed])[-6:]
    elif colour.type == "theme":
        rgb = theme.get(colour.theme, "")
    return _tinted(rgb, colour.tint) if re.fullmatch("[0-9A-Fa-f]{6}", rgb) else ""


def _tinted(rgb: str, tint: float) -> str:
    """Return a colour made lighter, or darker where the tint is below 0."""
    if not tint:
        return rgb
    hue, light, saturation = colorsys.rgb_to_hls(
        *(int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4))
    )
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    made = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), saturation)
    return "".join(f"{round(one * 255):02X}" for one in made)

"""The picture of the page that the README shows: `make picture`, where there is Chromium.

It is no part of `make reference`, for no two machines draw letters alike.
Take it anew when the page looks otherwise.
"""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from accord.brief import compose
from accord.brief.html import to_html
from accord.formats import load
from accord.model import When

ROOT = Path(__file__).parents[1]
CASE = ROOT / "examples" / "market-road"
PICTURE = ROOT / "docs" / "_static" / "brief.png"
DAY = "2033-09-11"
"""When one answer decided, and not everything was agreed yet."""
SIZE = (1280, 800)
"""The screen on which the page has to have room."""

SHARP = 2
"""Dots a pixel, for good screens."""

COLOURS = 64
"""Enough for black and blue letters on white, in a third of the bytes."""

MARGIN = 24 * SHARP


def picture() -> Image.Image:
    """Return the first screen of the page, without the white below it."""
    with tempfile.TemporaryDirectory() as around:
        page, shot = Path(around, "page.html"), Path(around, "page.png")
        page.write_text(to_html(compose(load(CASE), When.parse(DAY))), "utf-8")
        options = (
            "--headless --no-sandbox --disable-gpu --hide-scrollbars --blink-settings="
            f"preferredColorScheme=1 --force-device-scale-factor={SHARP}"
        )
        subprocess.run(
            [
                "chromium",
                *options.split(),
                f"--window-size={SIZE[0]},{SIZE[1]}",
                f"--screenshot={shot}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
        drawn = Image.open(shot).convert("RGB")
    ground = Image.new("RGB", drawn.size, drawn.getpixel((0, drawn.height - 1)))
    box = ImageChops.difference(drawn, ground).getbbox()
    assert box is not None
    return drawn.crop((0, 0, drawn.width, box[3] + MARGIN)).quantize(COLOURS)


if __name__ == "__main__":
    picture().save(PICTURE, optimize=True)
    print(PICTURE.relative_to(ROOT))

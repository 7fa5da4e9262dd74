"""The look of the pages: colours that can be told apart, no side named, nothing from afar."""

import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest
from tests.contrast import contrast, schemes

STATIC = Path(str(files("accord.host") / "static"))
BLOCKS = Path(str(files("accord.telling") / "templates" / "blocks.css")).read_text("utf-8")
CSS = BLOCKS + (STATIC / "app.css").read_text("utf-8")
SCRIPTS = [one for one in sorted(STATIC.glob("*.js")) if one.name != "htmx.min.js"]
MOST_LINES = 120
"""Lines of a script: what one reads at once, and need not be built."""


def rules() -> list[tuple[str, dict[str, str]]]:
    plain = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
    found = re.findall(r"([^{};]+)\{([^{}]*)\}", plain)
    return [
        (selector.strip(), dict(re.findall(r"([\w-]+):\s*([^;]+)", body)))
        for selector, body in found
        if ":root" not in selector
    ]


def pairs() -> set[tuple[str, str]]:
    """Return every pair of a text and its ground that a rule sets, and those of plain text."""
    found = {(a, b) for a in ("ink", "muted", "blue", "orange") for b in ("paper", "card")}
    found |= {("stop-ink", "paper"), ("stop-ink", "card"), ("ground-ink", "card")}
    for _, body in rules():
        text = re.fullmatch(r"var\(--([\w-]+)\)", body.get("color", ""))
        ground = re.fullmatch(r"var\(--([\w-]+)\)", body.get("background", ""))
        if text and ground:
            found.add((text[1], ground[1]))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_stands_out_and_edges_of_fields_can_be_seen(scheme: str) -> None:
    colours = schemes(BLOCKS)[scheme]
    assert len(pairs()) > 12
    for text, ground in pairs():
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for ground in ("paper", "card"):
        for edge in ("edge", "blue", "stop-ink"):
            assert contrast(colours[edge], colours[ground]) >= 3, (edge, ground)


def test_colours_have_names_and_are_in_one_place() -> None:
    text = re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,6}\b(?!-)", text) == []
    assert set(re.findall(r"var\(--([a-z-]+)\)", CSS)) == set(schemes(BLOCKS)["light"])


def test_no_rule_names_a_side_of_the_screen() -> None:
    sided = r"(?<![\w-])(?:(?:margin|padding|border|inset)-)?(?:left|right)(?![\w-])"
    assert [one for one in rules() if re.search(sided, str(one))] == []


def test_nothing_is_asked_for_elsewhere() -> None:
    for file in STATIC.iterdir():
        if file.name != "htmx.min.js" and file.suffix in {".css", ".js"}:
            assert not re.search(r"https?://|@import|url\(", file.read_text("utf-8")), file


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: one.name)
def test_scripts_are_short_and_can_be_read_by_a_browser(script: Path) -> None:
    text = script.read_text("utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    assert "eval(" not in text
    assert "innerHTML =" not in text
    if node := shutil.which("node"):
        subprocess.run([node, "--check", script], check=True, timeout=30)


def test_what_scrolls_sideways_is_reached_by_tab() -> None:
    templates = STATIC.parent / "templates"
    wide = [
        (one.name, tag)
        for one in templates.glob("*.j2")
        for tag in re.findall(r'<div class="wide[^>]*>', one.read_text("utf-8"))
    ]
    assert wide
    assert [one for one in wide if 'tabindex="0"' not in one[1]] == []

"""Write pictures: those that are named, or every one."""

import sys

from docs.figures import FIGURES, THEORY, svg

THEORY.mkdir(parents=True, exist_ok=True)
for name in sys.argv[1:] or FIGURES:
    (THEORY / f"{name}.svg").write_text(svg(name), encoding="utf-8")
    print(f"docs/_static/theory/{name}.svg")

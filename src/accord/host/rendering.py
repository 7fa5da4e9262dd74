"""The templates of the pages, in which every text is set apart from what stands beside it."""

from functools import cache
from typing import Any

from jinja2 import Environment

from accord.record.wording import written
from accord.telling.html_blocks import environment


@cache
def _environment() -> Environment:
    made = environment("accord.host")
    made.globals["written"] = written
    made.tests["web"] = lambda url: url.startswith(("https://", "http://"))
    return made


def rendered(template: str, /, **values: Any) -> str:
    """Return a template as text.

    Args:
        template: Its name under `templates/`.
        **values: What it shows.
    """
    return _environment().get_template(template).render(**values)

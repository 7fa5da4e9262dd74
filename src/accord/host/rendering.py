"""The templates of the pages, in which every text is set apart from what stands beside it."""

from datetime import datetime, timedelta
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
    made.filters["moment"] = moment
    made.filters["idle_words"] = idle_words
    return made


def idle_words(idle: timedelta) -> str:
    """Return what becomes of a browser that is left alone."""
    hours = idle / timedelta(hours=1)
    return f"A browser that is left for {hours:g} hours has to come in anew."


def moment(at: datetime, now: datetime) -> str:
    """Return a time as people say it where the host is: the day, if it is another one.

    Args:
        at: The time.
        now: What the clock says.
    """
    at, now = at.astimezone(), now.astimezone()
    if at.date() == now.date():
        return f"{at:%H:%M}"
    year = "" if at.year == now.year else f" {at.year}"
    return f"{at.day} {at:%B}{year}, {at:%H:%M}"


def rendered(template: str, /, **values: Any) -> str:
    """Return a template as text.

    Args:
        template: Its name under `templates/`.
        **values: What it shows.
    """
    return _environment().get_template(template).render(**values)

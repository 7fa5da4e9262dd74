"""One page that says where the talks stand: gathered once, shown three ways."""

from accord.brief.compose import Brief, compose

__all__ = ["Brief", "compose"]

"""Checks for those who write delegates of their own."""

from accord.testing.check import check_delegate

__all__ = ["check_delegate"]

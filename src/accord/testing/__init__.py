"""Checks for those who write delegates or rule sets of their own."""

from accord.testing.delegate_contract import check_delegate
from accord.testing.rule_contract import check_rules

__all__ = ["check_delegate", "check_rules"]

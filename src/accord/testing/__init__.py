"""Checks for those who write delegates, rule sets or engines of their own."""

from accord.testing.delegate_contract import check_delegate
from accord.testing.engine_contract import check_engine
from accord.testing.rule_contract import check_rules

__all__ = ["check_delegate", "check_engine", "check_rules"]

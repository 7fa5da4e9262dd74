"""Checks for those who write delegates, rule sets, engines or fighting models of their own."""

from accord.testing.delegate_contract import check_delegate
from accord.testing.engine_contract import check_engine
from accord.testing.fighting_contract import check_fighting
from accord.testing.rule_contract import check_rules

__all__ = ["check_delegate", "check_engine", "check_fighting", "check_rules"]

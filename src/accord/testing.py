"""Checks for those who write delegates of their own."""

"""Measures, never part of the test run: each figure beside a floor or a bound."""

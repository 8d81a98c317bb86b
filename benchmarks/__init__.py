"""Measures CIP against its budgets, beside other people's engines in the same run. Never part of the tests."""

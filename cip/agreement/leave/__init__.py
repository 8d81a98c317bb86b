"""Parental leave by the hour: pure arithmetic in whole minutes and exact fractions of them, never floats."""

"""Reads `rules/`: text with positions, diagnostics, dated parameters, and expressions compiled once for one
respondent or many.
"""

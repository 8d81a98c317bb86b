"""The little language of the rules: one line of restricted Python syntax, three values, compiled once for one
respondent or a million.
"""

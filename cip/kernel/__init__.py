"""The smallest common words of the house: texts, reasons, canonical bytes, days, ids, the clock. No I/O but the
environment.
"""

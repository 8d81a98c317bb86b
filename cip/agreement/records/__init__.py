"""The tables of the agreements."""

from cip.agreement.records.adherence import AdherenceRow, ClauseProofRow

__all__ = ["AdherenceRow", "ClauseProofRow"]

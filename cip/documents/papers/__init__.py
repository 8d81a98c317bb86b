"""The papers of a firm beside its report: one module each, all made of the blocks of `cip.documents.sheets`."""

"""Every check of agreements beyond their shape: what they cite is there, dates leave no gap, sentences are short."""

from collections.abc import Iterator

from cip.rulebook.agreement_loading import AgreementFolder
from cip.rulebook.diagnostics import Diagnostic, did_you_mean
from cip.rulebook.loading import RulesFolder


def check_agreements(folder: AgreementFolder, rules: RulesFolder) -> Iterator[Diagnostic]:
    """Mistakes between the files of `agreements/`, `territories/`, `law/` and the models."""
    for entry in folder.clauses:
        for place, key in enumerate(entry.item.law):
            if not rules.law.may_hold(key):
                near = did_you_mean(key, rules.law.declared)
                yield entry.diagnostic("E301", "law", place, kind="parameter", id=key, suggestion=near)

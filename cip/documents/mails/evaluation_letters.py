"""The letters to those who judge the applications of a call: new files, files still open, scores that lie far apart.
None of them names a firm or a score.
"""

from collections.abc import Callable, Mapping

from cip.documents.mails.words import Letter, Words
from cip.documents.translation import translations


def _files_given(words: Words) -> Letter:
    _ = translations(words.language)
    count = words.number("count")
    said = _.ngettext("Avete %(num)s domanda da valutare.", "Avete %(num)s domande da valutare.", count) % {
        "num": count
    }
    return words.letter(
        _.gettext("Avete domande da valutare"),
        (
            _.gettext("Bando: %(call)s.") % {"call": words.text("call")},
            said,
            _.gettext("Prima di aprirle dite se avete un conflitto di interessi."),
        ),
        _.gettext("Aprite le vostre domande"),
    )


def _files_waiting(words: Words) -> Letter:
    _ = translations(words.language)
    count = words.number("count")
    said = _.ngettext(
        "Avete ancora %(num)s domanda da consegnare.", "Avete ancora %(num)s domande da consegnare.", count
    )
    return words.letter(
        _.gettext("Avete domande da consegnare"),
        (_.gettext("Bando: %(call)s.") % {"call": words.text("call")}, said % {"num": count}),
        _.gettext("Aprite le vostre domande"),
    )


def _scores_far_apart(words: Words) -> Letter:
    _ = translations(words.language).gettext
    said = {"call": words.text("call"), "file": words.text("file")}
    return words.letter(
        _("Serve un incontro su una domanda"),
        (
            _("Bando: %(call)s.") % said,
            _("Sulla domanda %(file)s i punteggi sono lontani. Incontratevi e scrivete che cosa decidete.") % said,
        ),
        _("Aprite le vostre domande"),
    )


EVALUATION_LETTERS: Mapping[str, Callable[[Words], Letter]] = {
    "files_given": _files_given,
    "files_waiting": _files_waiting,
    "scores_far_apart": _scores_far_apart,
}

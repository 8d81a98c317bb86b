"""How easy the Italian texts are to read, in numbers: Gulpease of each group of texts, and the longest sentences.

Gulpease (Lucisano and Piemontese, 1988) is 89 + (300 x sentences - 10 x letters) / words; the higher, the easier. A
group is a file of the rules, or a page or module with texts of its own. Labels (texts without an end mark) are no
sentences and would only flatter the index, so they are left out of it.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cip.rulebook.checks.texts import SENTENCE_WORDS, sentences_in
from cip.rulebook.reading import read_yaml
from scripts.messages import packages, wanted

ROOT = Path(__file__).resolve().parent.parent
LEAST = 55.0
FEWEST_WORDS = 80
"""In fewer words one long name decides the index: small groups are measured together with their folder."""
WORST_SHOWN = 5
NOT_FOR_OWNERS = ("cases",)
_END = re.compile(r"[.!?\u2026]+(?=[\s\"\u00bb\u201d)]|$)")
_LETTER = re.compile(r"[^\W_]")
_MARKUP = re.compile(r"<[^>]+>")
_FILLED = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@dataclass
class Count:
    """Sentences, words and letters of some texts."""

    sentences: int = 0
    words: int = 0
    letters: int = 0

    def add(self, other: "Count") -> None:
        """Put other texts with these."""
        self.sentences += other.sentences
        self.words += other.words
        self.letters += other.letters


@dataclass
class Group:
    """The texts of one file."""

    name: str
    texts: list[str] = field(default_factory=list)


def plain_text(text: str) -> str:
    """A text without markup, a word where something is filled in."""
    return " ".join(_FILLED.sub("parola", _MARKUP.sub("", text)).split())


def words_in(text: str) -> list[str]:
    """What stands between spaces and has a letter or digit: "l'orario" is one word, which makes the index stricter."""
    return [word for word in text.split() if _LETTER.search(word)]


def counted(text: str) -> Count:
    """The sentences, words and letters of a text; nothing for a label."""
    plain = plain_text(text)
    sentences = len(_END.findall(plain))
    if not sentences:
        return Count()
    return Count(sentences, len(words_in(plain)), len(_LETTER.findall(plain)))


def gulpease(count: Count) -> float:
    """The index, rounded to one decimal.

    >>> gulpease(Count(sentences=2, words=20, letters=90))
    74.0
    """
    return round(89 + (300 * count.sentences - 10 * count.letters) / count.words, 1)


def of_group(group: Group) -> Count:
    """All the texts of a group counted together."""
    total = Count()
    for text in group.texts:
        total.add(counted(text))
    return total


def italian_in(value: object) -> Iterator[str]:
    """The Italian half of every pair of texts in a rule file, and Italian option texts."""
    if isinstance(value, dict):
        italian = value.get("it")
        if isinstance(italian, str) and "en" in value:
            yield italian
        for child in value.values():
            yield from italian_in(child)
    elif isinstance(value, list):
        for child in value:
            yield from italian_in(child)


def of_rules(root: Path) -> Iterator[Group]:
    """A group for each file of each model; the law and the cases are not written for owners."""
    for file in sorted((root / "rules" / "models").rglob("*.yaml")):
        if not set(NOT_FOR_OWNERS) & set(file.parts):
            document, _ = read_yaml(file.read_bytes(), file.name)
            if document is not None:
                yield Group(file.relative_to(root).as_posix(), list(italian_in(document.value)))


def of_interface(root: Path) -> Iterator[Group]:
    """A group for each page or module that has texts of its own, by the place where a text stands first."""
    groups: dict[str, Group] = {}
    for folder in packages(root):
        for message in wanted(root, folder):
            if message.id:
                name = message.locations[0][0]
                texts = list(message.id) if isinstance(message.id, tuple | list) else [message.id]
                groups.setdefault(name, Group(name)).texts += texts
    yield from (groups[name] for name in sorted(groups))


def merged(groups: list[Group]) -> list[Group]:
    """The groups, those of too few words put together by folder."""
    large: list[Group] = []
    small: dict[str, Group] = {}
    for group in groups:
        if of_group(group).words >= FEWEST_WORDS:
            large.append(group)
        else:
            folder = f"{group.name.rpartition('/')[0]}/ (short ones)"
            small.setdefault(folder, Group(folder)).texts.extend(group.texts)
    return large + [group for group in small.values() if of_group(group).words]


def long_sentences(groups: list[Group]) -> Iterator[str]:
    """Every sentence with too many words, by the measure that `cip rules check` uses."""
    for group in groups:
        for text in group.texts:
            for sentence in sentences_in(plain_text(text)):
                words = len(words_in(sentence))
                if words > SENTENCE_WORDS:
                    yield f"{group.name}: {words} words, at most {SENTENCE_WORDS}: {sentence[:70]}"


def hardest_text(group: Group) -> str:
    """The text of a group with the lowest index among those long enough to have one."""
    rated = [(gulpease(count), text) for text in group.texts if (count := counted(text)).words >= 8]
    return min(rated)[1][:100] if rated else ""


def main() -> int:
    """Print the worst groups and all that is to mend; 1 if anything is."""
    groups = [*of_rules(ROOT), *of_interface(ROOT)]
    rated = sorted(((gulpease(of_group(group)), group) for group in merged(groups)), key=lambda pair: pair[0])
    too_hard = [(index, group) for index, group in rated if index < LEAST]
    too_long = list(long_sentences(groups))
    for index, group in too_hard or rated[:WORST_SHOWN]:
        print(f"CIP: {index:5.1f}  {group.name}  ({hardest_text(group)})")
    for line in too_long:
        print(line)
    if too_hard:
        print(f"{len(too_hard)} of {len(rated)} groups of texts lie below {LEAST:g}: use shorter words and sentences.")
    return 1 if too_hard or too_long else 0


if __name__ == "__main__":
    sys.exit(main())

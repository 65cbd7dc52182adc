"""What people type into a search, read: words, "phrases", -without, beginnings*."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from itogi.errors import UsageError
from itogi.language.words import forms, words

MOST = 32  # words in a query: more is a text pasted by mistake, and databases bound the depth of a question
_SHORTEST = 2  # letters before a *: one letter would ask for a tenth of the dictionary
_MARKS = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
_PART = re.compile(r'(-?)(?:"([^"]*)"(\*?)|([^\s"]+))')
Token = tuple[int, int, str]


@dataclass(frozen=True)
class Word:
    """A word that is looked for: the normal forms that it can have, or what words begin with."""

    text: str
    prefix: bool = False
    spelt: frozenset[str] = frozenset()

    @cached_property
    def forms(self) -> frozenset[str]:
        """The terms of the index that it stands for; of a beginning, that beginning, or the words it has."""
        return self.spelt or (frozenset((self.text,)) if self.prefix else forms(self.text))

    def fits(self, word: str) -> bool:
        """Whether a word of a text is the one that is meant."""
        found = forms(word)
        if self.prefix:
            return any(form.startswith(self.text) for form in found)
        return not self.forms.isdisjoint(found)


@dataclass(frozen=True)
class Query:
    """What must stand in a text, and what must not; a phrase is several words in their order."""

    wanted: tuple[tuple[Word, ...], ...]
    unwanted: tuple[tuple[Word, ...], ...]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word that must stand there, each once."""
        return tuple(dict.fromkeys(word for phrase in self.wanted for word in phrase))

    @cached_property
    def has_phrases(self) -> bool:
        """Whether the words alone do not tell: their order counts."""
        return any(len(phrase) > 1 for phrase in (*self.wanted, *self.unwanted))

    def holds(self, pieces: Iterable[str]) -> bool:
        """Whether the phrases stand in one of these pieces of text, and the unwanted ones in none."""
        tokens = [[word for _, _, word in words(piece)] for piece in pieces]
        stand = [any(_stands(phrase, piece) for piece in tokens) for phrase in self._phrases(self.wanted)]
        return all(stand) and not any(
            _stands(phrase, piece) for phrase in self._phrases(self.unwanted) for piece in tokens
        )

    def spelt(self, beginning: Callable[[str], frozenset[str]]) -> Query:
        """The same with the words that each beginning stands for, where ``beginning`` knows them."""

        def one(word: Word) -> Word:
            found = beginning(word.text) if word.prefix else frozenset()
            return Word(word.text, spelt=found) if found else word

        if not any(word.prefix for phrase in (*self.wanted, *self.unwanted) for word in phrase):
            return self
        wanted, unwanted = (
            tuple(tuple(map(one, phrase)) for phrase in part) for part in (self.wanted, self.unwanted)
        )
        return Query(wanted, unwanted)

    @staticmethod
    def _phrases(parts: Iterable[tuple[Word, ...]]) -> Iterator[tuple[Word, ...]]:
        return (phrase for phrase in parts if len(phrase) > 1)

    def spans(self, text: str) -> list[tuple[int, int, Word]]:
        """Where a text holds a word that is looked for."""
        return [
            (start, end, asked)
            for start, end, word in words(text)
            if (asked := next((w for w in self.words if w.fits(word)), None))
        ]


def _stands(phrase: Sequence[Word], text: Sequence[str]) -> bool:
    """Whether the words of a phrase follow each other in a text."""
    first, *rest = phrase
    return any(
        first.fits(word) and all(w.fits(t) for w, t in zip(rest, text[at + 1 :], strict=False))
        for at, word in enumerate(text[: len(text) - len(rest)])
    )


def read_query(text: str) -> Query:
    """Read what was typed.

    Raises:
        UsageError: a quotation mark is not closed, a * stands alone or inside a word, too many words.
    """
    plain = text.translate(_MARKS)
    if plain.count('"') % 2:
        raise _wrong("a quotation mark is not closed", text, 'write "two words" for a phrase')
    parts: tuple[list[tuple[Word, ...]], list[tuple[Word, ...]]] = ([], [])
    for minus, quoted, star, bare in _PART.findall(plain):
        if phrase := _phrase((quoted + star) or bare, text):
            parts[bool(minus)].append(phrase)
    if sum(map(len, (*parts[0], *parts[1]))) > MOST:
        raise _wrong("too many words", f"{text[:60]}…", f"look for {MOST} words at most")
    return Query(tuple(parts[0]), tuple(parts[1]))


def _phrase(part: str, text: str) -> tuple[Word, ...]:
    """The words of one part of a query; none where it holds only marks."""
    found: list[Word] = []
    for chunk in part.split():
        inside = [word for _, _, word in words(chunk.rstrip("*"))]
        starred = chunk.endswith("*")
        if "*" in chunk.rstrip("*") or (starred and not inside):
            raise _wrong(
                "a * stands for the end of a word only", text, "write the beginning, then *: парламент*"
            )
        if starred and len(inside[-1]) < _SHORTEST:
            raise _wrong("a beginning of one letter would find nearly everything", text, "write more letters")
        last = len(inside) - 1
        found += [Word(word, starred and at == last) for at, word in enumerate(inside)]
    return tuple(found)


def _wrong(problem: str, text: str, remedy: str) -> UsageError:
    return UsageError(problem, where=text.strip(), remedy=remedy)

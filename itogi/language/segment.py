"""Text to sentences and tokens with offsets: razdel's rules, and our own where news text defeats them.

A line break always ends a sentence. Tokens are found chunk by chunk (between white space), which keeps
razdel from joining over a blank ("статьи 5, 6" -> "5,") and lets the commonest chunks be remembered.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from razdel import tokenize
from razdel.rule import JOIN, SPLIT, FunctionRule

from itogi.language.tables import mapping, words

# By its full name: `razdel.segmenters` binds a function to the same name.
base = importlib.import_module("razdel.segmenters.sentenize")

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
CHUNK = re.compile(r"\S+")
LETTERS = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[a-zA-Z]")
CYRILLIC = re.compile(r"[а-яА-ЯёЁ]")
# Soft hyphen, zero-width marks, stress accents: they change how a word looks, not which word it is.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0300\u0301]")
END = re.compile(r"[.!?…][\"»”)]*\s+(?=[«\"„]?[А-ЯЁA-Z])")
STARTS = re.compile(r"[«„]?(?:[А-ЯЁ][а-яё]|[А-ЯЁ]\s|[А-ЯЁ]{2})")
WORD = re.compile(r"\s*[«„]?([^\W\d_]+(?:-[^\W\d_]+)?)(.?)")

MAX_TOKENS = 400  # a longer "sentence" is cut: bounds the memory of a syntax matrix
MAX_LINE = 6_000  # characters of one line handed to razdel at once: its joins are quadratic
MAX_CHUNK = 1_000
SHORT = 32  # shorter chunks are remembered
WINDOW = 16  # characters on either side of a delimiter that the rules see

# After most delimiters no rule can answer SPLIT: before a word in lower case, and where no blank follows
# (unless it may be missing there, see _missing_space). Those need not be asked; the answers are the same.
NO_END = re.compile(r"\s[а-яё]+(?!\w)|(?!\s)")
NO_END_AFTER_STOP = re.compile(r"\s[а-яё]+(?!\w)|(?![\s«„А-ЯЁ])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as (start, end) offsets of its tokens in the text; never empty."""

    tokens: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.tokens[0][0]

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.tokens[-1][1]


# --- words as they are meant ---------------------------------------------------------------------------


@cache
def _lookalikes() -> dict[int, str]:
    return {ord(latin): cyrillic for latin, cyrillic in mapping("lookalikes").items()}


def _to_cyrillic(match: re.Match[str]) -> str:
    word = match.group()
    if not (LATIN.search(word) and CYRILLIC.search(word)):
        return word
    folded = word.translate(_lookalikes())
    return word if LATIN.search(folded) else folded


def fold_lookalikes(text: str) -> str:
    """Latin letters inside Cyrillic words to the Cyrillic ones they look like; the length stays the same."""
    return LETTERS.sub(_to_cyrillic, text) if LATIN.search(text) else text


@lru_cache(1 << 16)
def clean(word: str) -> str:
    """The word that is meant: NFC, without soft hyphens and accents, one script; itself if nothing stays."""
    if word.isascii():
        return word
    plain = INVISIBLE.sub("", fold_lookalikes(unicodedata.normalize("NFC", word)))
    return plain or word


# --- rules of sentences: each answers JOIN, SPLIT or None (no opinion), the first opinion counts ---


def _list_item(split: Any) -> str | None:
    answer: str | None = base.list_item(split)
    return answer


def _attribution(split: Any) -> str | None:
    """…безопасности.", – заявил: what follows a closed quotation with a dash or comma belongs to it."""
    if split.right_token in (",", ";", ":"):
        return str(JOIN)
    if split.delimiter in base.QUOTES and split.right_token in base.DASHES:
        return str(JOIN)
    return None


def _abbreviated(split: Any, left: str) -> bool:
    return (
        len(left) == 1
        or left in base.HEAD_SOKRS
        or left in base.INITIALS
        or left in words("abbreviations", "head")
    )


def _missing_space(split: Any) -> str | None:
    """…ОДКБ.В Астане"""
    if split.delimiter not in base.ENDINGS or split.right_space_prefix or not split.left_token:
        return None
    if not STARTS.match(split.right) or split.left_space_suffix:
        return None
    left = split.left_token.lower()
    if CYRILLIC.match(left) and split.delimiter == "." and _abbreviated(split, left):
        return None
    if LATIN.match(left) or _is_number_sign(left, split):
        return None
    following = WORD.match(split.right)
    if following and following.group(1).lower() in words("abbreviations", "site"):
        return None
    return str(SPLIT)


def _is_number_sign(left: str, split: Any) -> bool:
    """1.Утвердить: a short number before the full stop counts something; a year ends a sentence."""
    return left.isdigit() and len(left) < 4 and split.delimiter == "."


def _tail_then_opener(split: Any) -> str | None:
    """…в 2024 г. В Астане: a unit or year may end a sentence if a word follows that opens sentences."""
    if split.delimiter != "." or not split.left_token or not split.right_space_prefix:
        return None
    following = WORD.match(split.right)
    if not following or following.group(2) == "." or not following.group(1)[0].isupper():
        return None
    if split.left_token not in words("abbreviations", "tail"):
        return None
    return str(SPLIT) if following.group(1).lower() in words("openers") else None


def _head(split: Any) -> str | None:
    if split.delimiter == "." and (split.left_token or "").lower() in words("abbreviations", "head"):
        return str(JOIN)
    return None


_RULES = (_list_item, _attribution, _missing_space, _tail_then_opener, _head)
_SPLITTER = base.SentSplitter(window=WINDOW)
_SEGMENTER = base.SentSegmenter(
    split=_SPLITTER, rules=[base.RULES[0], *(FunctionRule(rule) for rule in _RULES), *base.RULES[1:]]
)


# --- text to sentences -----------------------------------------------------------------------------------


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Lines, and lines that are too long in pieces that end at a sentence, at a blank, or where they must."""
    for line in LINE.finditer(text):
        start, end = line.span()
        while end - start > MAX_LINE:
            cut = _cut(text, start + MAX_LINE // 2, start + MAX_LINE)
            yield start, cut
            start = cut
        yield start, end


def _cut(text: str, low: int, high: int) -> int:
    ends = [match.end() for match in END.finditer(text, low, high)]
    if ends:
        return ends[-1]
    blank = text.rfind(" ", low, high)
    return blank + 1 if blank >= 0 else high


def _cuts(line: str) -> Iterator[int]:
    """Where the sentences of a line end: what razdel's segmenter does, without asking where it is clear."""
    start = 0
    for match in _SPLITTER.re.finditer(line):
        delimiter, (low, high) = match.group(), match.span()
        if (NO_END_AFTER_STOP if delimiter in base.ENDINGS else NO_END).match(line, high):
            continue
        split = base.SentSplit(line[max(0, low - WINDOW) : low], delimiter, line[high : high + WINDOW])
        split.buffer = line[start:low]
        if not _SEGMENTER.join(split):
            yield high
            start = high
    yield len(line)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences, without white space around them; a long one may be cut by :func:`cut`."""
    for low, high in _pieces(text):
        line, start = text[low:high], 0
        for end in _cuts(line):
            part = line[start:end]
            bare = part.strip()
            if bare:
                first = low + start + part.index(bare[0])
                yield first, first + len(bare)
            start = end


def _split_chunk(chunk: str) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """Words of a chunk, and that a blank can follow the last of them only."""
    found = [chunk[token.start : token.stop] for token in tokenize(fold_lookalikes(chunk))]
    return tuple(found), (*(False for _ in found[1:]), True)


_known_chunk = lru_cache(1 << 16)(_split_chunk)


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Offsets of the tokens between two offsets; every character that is not white space lies in one."""
    for match in CHUNK.finditer(text, start, len(text) if end is None else end):
        place, last = match.span()
        for low in range(place, last, MAX_CHUNK):
            chunk = text[low : min(low + MAX_CHUNK, last)]
            for word in (_known_chunk if len(chunk) < SHORT else _split_chunk)(chunk)[0]:
                yield place, place + len(word)
                place += len(word)


def words_of(sentence: str) -> tuple[list[str], list[bool]] | None:
    """Words of a sentence and whether a blank follows each; None where other white space stands between."""
    chunks = sentence.split()
    if " ".join(chunks) != sentence or max(map(len, chunks)) >= SHORT:
        return None
    found: list[str] = []
    blanks: list[bool] = []
    for chunk in chunks:
        parts, after = _known_chunk(chunk)
        found += parts
        blanks += after
    blanks[-1] = False
    return found, blanks


def sentences(text: str) -> Iterator[Sentence]:
    """Sentences in order; every character but white space lies in exactly one token of one sentence."""
    for start, end in spans(text):
        found = tuple(tokens(text, start, end))
        for low in range(0, len(found), MAX_TOKENS):
            yield Sentence(found[low : low + MAX_TOKENS])

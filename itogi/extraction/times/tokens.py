"""Text to tokens: each with bounds, one character for its classes, and the values of these classes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from itogi.extraction.times.words import Classes, Words, fold, load

_KEPT = 1 << 15  # shapes whose classes are remembered
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_SHAPES = r"""
    (?P<iso>(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-]))
  | (?P<dmy>(?<![0-9.])[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}(?![0-9]|\.[0-9])
      | (?<![0-9.])[0-9]{2}\.[0-9]{2}\.[0-9]{2}(?![0-9]|\.[0-9])
      | (?<![0-9/])[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}(?![0-9/]))
  | (?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:]))
  | (?P<misc>[№#]\s?[0-9]+ | (?<=[^\W\d_])[-–][0-9]{3,} | [0-9]+(?:[.,:][0-9]+)++ | [0-9]+(?:-[0-9]+){2,}+)
  | (?P<ordinal>[0-9]+-[^\W\d_]++)
  | (?P<big>[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})++(?![0-9]))
  | (?P<number>[0-9]+)
  | (?P<dotted>\b(?:DOTTED)\b\.?)
  | (?P<word>[^\W\d_]\w*+)
  | (?P<stop>\n\s*+(?=[^\w\s]|[A-ZА-ЯЁ]|\Z))
  | (?P<sign>[^\w\s])
"""


@dataclass(slots=True)
class Tokens:
    """The tokens of a text, as columns."""

    text: str
    codes: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    classes: list[Classes] = field(default_factory=list)
    # Years that are part of a name ("Нелегал-2018"), by token: no mention, but a hint where all else fails.
    hints: dict[int, int] = field(default_factory=dict)
    # Tokens that open a sentence.
    openings: list[int] = field(default_factory=list)

    def word(self, index: int) -> str:
        """The token as the text has it."""
        return self.text[self.starts[index] : self.ends[index]]

    def sentence(self, index: int) -> tuple[int, int]:
        """First token and the one after the last of the sentence that holds a token."""
        at = bisect_right(self.openings, index)
        first = self.openings[at - 1] if at else 0
        return first, self.openings[at] if at < len(self.openings) else len(self.starts)


@cache
def _scanner(words: Words) -> re.Pattern[str]:
    dotted = "|".join(re.escape(w).replace(r"\.", r"\.\s?") for w in words.dotted) or r"(?!)"
    return re.compile(_SHAPES.replace("DOTTED", dotted), re.VERBOSE)


@cache
def _seen(words: Words) -> dict[tuple[str, str], tuple[Classes, str]]:
    """The classes of what texts hold, and the code that stands for them."""
    return {}


class _Reader:
    """Reads one text; a class of its own because each shape needs the words and the columns."""

    def __init__(self, text: str, words: Words) -> None:
        self.words, self.tokens = words, Tokens(text)
        self._seen = _seen(words)

    def read(self) -> Tokens:
        if len(self._seen) > _KEPT:
            self._seen.clear()
        out, codes = self.tokens, []
        for found in _scanner(self.words).finditer(out.text):
            start, end = found.span()
            if start < (out.ends[-1] if out.ends else 0):
                continue
            raw, shape = found.group(), found.lastgroup or "sign"
            known = self._seen.get((shape, raw))
            if known is None:
                classes = self._classes(shape, raw)
                known = self._seen[shape, raw] = classes, self.words.codes.code(frozenset(classes))
            classes, code = known
            if shape == "word" and fold(raw) in self.words.abbreviations and out.text[end : end + 1] == ".":
                end += 1
            if shape == "misc" and len(raw) == 5 and not raw[0].isdigit() and raw[1:].isdigit():
                out.hints[len(out.starts)] = int(raw[1:])
            out.starts.append(start)
            out.ends.append(end)
            out.classes.append(classes)
            codes.append(code)
        out.codes = "".join(codes)
        out.openings = list(_openings(out))
        return out

    def _classes(self, shape: str, raw: str) -> Classes:
        if shape == "word":
            return self._word(raw)
        if shape in ("iso", "dmy"):
            parts = [int(p) for p in re.split(r"\D", raw)]
            year, month, day = parts if shape == "iso" else reversed(parts)
            return {"date": (year, month, day)}
        if shape == "clock":
            hour, minute = (int(p) for p in raw.split(":")[:2])
            return {"clock": raw} if hour < 25 and minute < 60 else {"misc": 0}
        if shape == "number":
            return _number(raw)
        if shape == "ordinal":
            return self._ordinal(raw)
        if shape in ("sign", "dotted"):
            return self.words.words.get(fold(raw.rstrip(".") or raw).replace(" ", ""), {"misc": 0})
        return {shape: 0}

    def _word(self, raw: str) -> Classes:
        known = self.words.words.get(fold(raw))
        if known is None:
            if raw in _ROMAN:
                return {"roman": _ROMAN[raw]}
            return {"capital" if raw[0].isupper() else "word": 0}
        # "Март" and "Май" are names as well: a capitalised month counts only beside a day or a year.
        if "month" in known and raw[0].isupper() and not raw.isupper():
            return {"monthcap": known["month"]}
        return known

    def _ordinal(self, raw: str) -> Classes:
        digits, _, suffix = raw.partition("-")
        number, suffix, known = int(digits[:5]), fold(suffix), self.words.suffixes
        if suffix in known["decade"] and number % 10 == 0 and len(digits) in (2, 4):
            if len(digits) == 4:
                return {"decade": number, "decadefull": number}
            return {"decade": number, "numo" if 0 < number <= 31 else "n2o": number}
        if suffix not in known["ordinal"]:
            return {"misc": 0}
        if len(digits) == 4 and 1000 <= number < 2200:
            alone = suffix in known["yearlike"] and 1900 <= number < 2100
            return {"yearo": number, "yearalone": number} if alone else {"yearo": number}
        return {"numo" if 0 < number <= 31 else "n2o": number} if len(digits) <= 2 else {"misc": 0}


def _number(raw: str) -> Classes:
    number = int(raw[:5])
    if len(raw) <= 2 and number:
        return {"num" if number <= 31 else "n2": number}
    return {"year": number} if len(raw) == 4 and 1000 <= number < 2200 else {"big": number}


def _openings(tokens: Tokens) -> list[int]:
    """Where sentences begin: after a break, or after a full stop that no lower-case word follows."""
    found = []
    for index, classes in enumerate(tokens.classes):
        if "stop" in classes:
            found.append(index + 1)
        elif "dot" in classes and index + 1 < len(tokens.starts):
            following = tokens.text[tokens.starts[index + 1]]
            apart = tokens.starts[index + 1] > tokens.ends[index]
            initial = index > 0 and tokens.ends[index - 1] - tokens.starts[index - 1] == 1
            if apart and not following.islower() and not (initial and tokens.word(index - 1).isupper()):
                found.append(index + 1)
    return found


def tokenize(text: str, words: Words | None = None) -> Tokens:
    """The tokens of a text."""
    return _Reader(text, words or load()).read()

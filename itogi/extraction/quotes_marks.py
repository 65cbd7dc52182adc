"""Stretches of text in quotation marks, nested and over paragraphs, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPENING = "«“„"
CLOSING = "»”"
STRAIGHT = '"'
_MARK = re.compile(f"[{OPENING}{STRAIGHT}]")
# A quotation left open by a slip of the pen ends with its paragraph; one of several paragraphs opens
# each of them anew, and more than these many are a slip again.
PARAGRAPHS = 6
# Words from which on a stretch in marks is no name.
NAME = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters in one pair of marks: ``start:end`` without the marks, ``low:high`` with them."""

    low: int
    start: int
    end: int
    high: int


def stretches(text: str) -> list[Stretch]:
    """The outermost quotations of ``text``, in order."""
    out: list[Stretch] = []
    for found in _MARK.finditer(text):
        at = found.start()
        if (not out or at >= out[-1].high) and _opens(text, at):
            close = _close(text, at)
            if close is not None:
                out.append(_trim(text, at, close))
    return out


def _opens(text: str, at: int) -> bool:
    char = text[at]
    if char in OPENING:
        return True
    return char == STRAIGHT and _left_free(text, at) and at + 1 < len(text) and not text[at + 1].isspace()


def _left_free(text: str, at: int) -> bool:
    return at == 0 or text[at - 1].isspace() or text[at - 1] in "([{—–-/«„“"


def _right_free(text: str, at: int) -> bool:
    return at + 1 >= len(text) or not text[at + 1].isalnum()


def _close(text: str, at: int) -> int | None:
    """The index of the mark that closes the one at ``at``; the paragraph's end if it never comes."""
    family = STRAIGHT if text[at] == STRAIGHT else OPENING
    depth = 1
    breaks = 0
    first_break: int | None = None
    for here in range(at + 1, len(text)):
        char = text[here]
        if char == "\n":
            breaks += 1
            first_break = here if first_break is None else first_break
            if breaks > PARAGRAPHS or (family == STRAIGHT and depth != 1):
                break
        elif _is_closing(text, here, family):
            depth -= 1
            if depth == 0:
                return here
        elif _is_opening(text, here, family) and not _reopened(text, here):
            depth += 1
    # Nothing closes the outer mark: writers often close an inner and an outer one with a single sign.
    return _last_close(text, at, first_break or len(text), family) or first_break or len(text)


def _is_closing(text: str, here: int, family: str) -> bool:
    char = text[here]
    if family == STRAIGHT:
        return char == STRAIGHT and _right_free(text, here) and not text[here - 1].isspace()
    # “ closes what „ opened; where it opens, white space stands before it.
    return char in CLOSING or (char == "“" and not _left_free(text, here))


def _is_opening(text: str, here: int, family: str) -> bool:
    if family == STRAIGHT:
        return text[here] == STRAIGHT and _opens(text, here)
    return text[here] in OPENING and not _is_closing(text, here, family)


def _reopened(text: str, here: int) -> bool:
    """Whether a mark opens a further paragraph of one quotation."""
    return text[here - 1] == "\n"


def _last_close(text: str, at: int, stop: int, family: str) -> int | None:
    for here in range(stop - 1, at, -1):
        if _is_closing(text, here, family):
            return here
    return None


def _trim(text: str, low: int, close: int) -> Stretch:
    start, end = low + 1, close
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ","):
        end -= 1
    high = close + 1 if close < len(text) and text[close] != "\n" else close
    return Stretch(low, start, end, high)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Character ranges of the lines of ``text`` that hold anything, without white space at their ends."""
    at = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            low = at + line.index(stripped)
            yield low, low + len(stripped)
        at += len(line) + 1


def is_name(text: str, stretch: Stretch) -> bool:
    """Whether a stretch is a name that begins a sentence: few words, and the sentence goes on behind it."""
    behind = text[stretch.high : stretch.high + 2]
    goes_on = len(behind) == 2 and behind[0] == " " and behind[1].islower()
    return goes_on and words(text[stretch.start : stretch.end]) < NAME


def words(text: str) -> int:
    """How many words ``text`` has."""
    return sum(piece.isalnum() or any(c.isalnum() for c in piece) for piece in text.split())

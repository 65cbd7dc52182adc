"""Russian time expressions and what they mean, as EDTF.

Dates, months, quarters, seasons, years, intervals and words such as "вчера" are found by patterns over
classes of words (``patterns/times.yml``), then resolved against the publication date, the verbs of the
sentence and the dates told before. No model is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from itogi.extraction.times.grammar import find_forms
from itogi.extraction.times.resolve import Resolver
from itogi.extraction.times.tokens import tokenize
from itogi.extraction.times.words import load

__all__ = ["Time", "find_times"]


@dataclass(frozen=True, slots=True)
class Time:
    """One time expression of a text.

    Attributes:
        start: offset of its first character; a preposition ("в", "до") belongs to it.
        end: offset after its last character.
        edtf: the date it means, None where it cannot be told.
        grain: day, week, month, quarter, season, year, decade, interval, clock or duration.
        role: at, since, until, by (a term), for ("на 2024 год"), after, before, duration or repeated.
        relative: resolved from the publication date or from a date told before.
    """

    start: int
    end: int
    edtf: str | None
    grain: str
    role: str
    relative: bool


def find_times(text: str, published: date | None) -> list[Time]:
    """All time expressions of a text, in order and without overlap.

    Args:
        text: the text; offsets are into it.
        published: when it was published; without it a full date told earlier in the text stands in.
    """
    words = load()
    tokens = tokenize(text, words)
    resolver = Resolver(tokens, words, find_forms(tokens, words), published)
    return [
        Time(
            tokens.starts[form.first],
            tokens.ends[form.last - 1],
            found.edtf,
            found.grain,
            form.role,
            found.relative,
        )
        for form, found in resolver.resolve()
    ]

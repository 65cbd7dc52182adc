"""Paragraphs of broadcasts that open with who speaks: "Иван Семёнов, министр энергетики: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person
from itogi.extraction.quotes_clause import Marked
from itogi.extraction.quotes_marks import words
from itogi.extraction.quotes_phrase import Said, Source

_COLON = re.compile(r"[^:.!?«\"]{3,140}:")
_DASH = re.compile(r"[-–—]\s+")
SHORTEST = 4  # words behind a label that can be somebody's
POST_WORDS = 16  # words of a label with a post


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with its text, which a Span would put together anew each time it is asked for."""

    span: Span
    text: str
    start: int
    end: int
    start_char: int
    end_char: int

    @classmethod
    def of(cls, span: Span) -> Line:
        """The line of a span."""
        return cls(span, span.text, span.start, span.end, span.start_char, span.end_char)


def labelled(ctx: Context, lines: list[Line], marked: Marked) -> Iterator[Said]:
    """The words behind each label in the text: to the end of its line, or in the next line."""
    for number, line in enumerate(lines):
        found = _COLON.match(line.text)
        if found is None or ctx.is_headline(line.start):
            continue
        label = ctx.doc.char_span(
            line.start_char, line.start_char + found.end() - 1, alignment_mode="contract"
        )
        person = _labels(ctx, label) if label is not None else None
        if person is None:
            continue
        rest = line.text[found.end() :]
        said = line if rest.strip() else lines[number + 1] if number + 1 < len(lines) else None
        if said is None:
            continue
        start = said.start_char + (found.end() + len(rest) - len(rest.lstrip()) if said is line else 0)
        if (dash := _DASH.match(ctx.article.text, start)) is not None:
            start = dash.end()
        tokens = tuple(range(line.start, said.end))
        if _speech(ctx, marked, start, said):
            source = Source(-1, -1, -1, line.start)
            yield Said(start, said.end_char, True, source, "quote.turn", 0.75, tokens, person.name)


def _labels(ctx: Context, label: Span) -> Person | None:
    """The person whom a label names: nothing but a name, or a name, a comma and a post without a verb."""
    names = ctx.mentions_in(label.start, label.end, "PERSON")
    if not names or names[0].start != label.start or words(label.text) > POST_WORDS:
        return None
    rest = ctx.doc[names[0].end : label.end]
    if any(t.pos_ in {"VERB", "AUX"} and feature(t, "VerbForm") != "Part" for t in rest):
        return None
    plain = not rest.text.strip()
    return ctx.people.at(names[0].start) if plain or _is_post(ctx, rest, names) else None


def _is_post(ctx: Context, rest: Span, names: list[Mention]) -> bool:
    posts = ctx.mentions_in(rest.start, rest.end, "POST")
    return len(names) == 1 and rest[0].text in {",", "(", "–", "—"} and bool(posts)


def _speech(ctx: Context, marked: Marked, start: int, line: Line) -> bool:
    """Whether words behind a label are a speech: no marks of their own, and long or in the first person."""
    span = ctx.doc.char_span(start, line.end_char, alignment_mode="expand")
    if span is None or words(span.text) < SHORTEST or marked.at(span.start) is not None:
        return False
    own = any(
        t.lemma_ in word_classes()["quote-first-person"] or feature(t, "Person") in {"1", "2"} for t in span
    )
    return own or sum(t.is_sent_start is True for t in span) > 1

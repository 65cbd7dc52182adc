"""The context of one article: its sentences, mentions, times and people, with the questions finders ask."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span

from itogi.extraction.matching import Asked, Match, matcher
from itogi.extraction.mentions import Mention, find_mentions
from itogi.extraction.people import People
from itogi.extraction.times import Time, find_times
from itogi.extraction.topics import Found, topic_words, topics_in
from itogi.model.article import Article

if TYPE_CHECKING:
    from itogi.extraction.quotes import Quote

_ENTITY_RANK = ("PERSON", "BODY", "ORGANISATION", "POST", "COUNTRY", "NATIONAL", "CAPITAL", "VENUE", "PLACE")


class Context:
    """One article as the finders see it. Token ranges are ``(start, end)`` indices into ``doc``."""

    def __init__(self, article: Article, doc: Doc) -> None:
        self.article = article
        self.doc = doc
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}
        self.sentences: list[Span] = [s for s in doc.sents if s.text.strip()]
        self._sentence_of = [0] * len(doc)
        for number, sentence in enumerate(self.sentences):
            self._sentence_of[sentence.start : sentence.end] = [number] * len(sentence)
        self.mentions: list[Mention] = find_mentions(doc)
        self._starts = [m.start for m in self.mentions]
        self.times: list[tuple[int, int, Time]] = list(self._timed())
        self.people = People(doc, self.mentions, article.published)
        self._set_entities()

    # -- places in the text ---------------------------------------------------------------------

    def sentence(self, token: int) -> int:
        """The number of the sentence that holds ``token``."""
        return self._sentence_of[min(token, len(self._sentence_of) - 1)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Character offsets of a token range, without white space at either end."""
        known = self._spans.get((start, end))
        if known is None:
            piece = self.doc[start:end]
            text = self.article.text[piece.start_char : piece.end_char]  # that of `piece` is put together
            low = piece.start_char + len(text) - len(text.lstrip())
            known = self._spans[start, end] = (low, piece.start_char + len(text.rstrip()))
        return known

    def text(self, start: int, end: int) -> str:
        """The text of a token range, verbatim."""
        low, high = self.span(start, end)
        return self.article.text[low:high]

    def evidence(self, *tokens: int) -> list[tuple[int, int]]:
        """Character spans of the whole sentences that hold ``tokens``; neighbours are joined."""
        numbers = sorted({self.sentence(t) for t in tokens})
        out: list[tuple[int, int]] = []
        last = -2
        for number in numbers:
            low, high = self.span(self.sentences[number].start, self.sentences[number].end)
            if number == last + 1 and "\n" not in self.article.text[out[-1][1] : low]:
                out[-1] = (out[-1][0], high)
            else:
                out.append((low, high))
            last = number
        return out

    def is_headline(self, token: int) -> bool:
        """Whether ``token`` stands in the first line of the text."""
        return "\n" not in self.article.text[: self.doc[token].idx].lstrip("\n")

    # -- mentions and times ---------------------------------------------------------------------

    def mentions_in(self, start: int, end: int, *labels: str) -> list[Mention]:
        """Mentions with one of ``labels`` (all where none is given) that lie in a token range."""
        low = bisect_left(self._starts, start)
        high = bisect_left(self._starts, end, low)
        return [m for m in self.mentions[low:high] if m.end <= end and (not labels or m.label in labels)]

    def in_sentence(self, token: int, *labels: str) -> list[Mention]:
        """Mentions with one of ``labels`` in the sentence of ``token``."""
        sentence = self.sentences[self.sentence(token)]
        return self.mentions_in(sentence.start, sentence.end, *labels)

    def times_in(self, start: int, end: int) -> list[tuple[int, int, Time]]:
        """Times in a token range as (first token, token after the last, time)."""
        return [t for t in self.times if start <= t[0] and t[1] <= end]

    def organisation(self, start: int, end: int) -> str | None:
        """The organisation that a phrase at ``start:end`` is about.

        Inside the phrase first, then the nearest in its sentence, then the last one named before it,
        then the one the article names most.
        """
        inside = self._organisations_in(start, end)
        if inside:
            return inside[0].owner or inside[0].value
        sentence = self.sentences[self.sentence(start)]
        near = self._organisations_in(sentence.start, sentence.end)
        if near:
            nearest = min(near, key=lambda m: min(abs(m.start - end), abs(start - m.end)))
            return nearest.owner or nearest.value
        before = next((m for m in reversed(self._organisations) if m.end <= start), None)
        return (before.owner or before.value) if before else self.main_organisation

    @cached_property
    def _organisations(self) -> list[Mention]:
        return [m for m in self.mentions if _names_organisation(m)]

    def _organisations_in(self, start: int, end: int) -> list[Mention]:
        return [m for m in self.mentions_in(start, end, "ORGANISATION", "BODY") if _names_organisation(m)]

    @cached_property
    def main_organisation(self) -> str | None:
        """The organisation that the article names most (the headline counts thrice), or None."""
        votes: Counter[str] = Counter()
        for m in self._organisations:
            votes[m.owner or m.value] += 3 if self.is_headline(m.start) else 1
        return votes.most_common(1)[0][0] if votes else None

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotations of the article: those of the register, and whose words a number stands in."""
        from itogi.extraction.quotes import find_quotes  # the reader of quotations needs a Context itself

        return tuple(find_quotes(self))

    def matches(self, kind: str) -> Iterator[Match]:
        """The matches of the patterns of one type, in text order."""
        return self._asked.matches(kind)

    @cached_property
    def _asked(self) -> Asked:
        return matcher(self.doc.vocab).asked(self.doc)

    def topics(self, *ranges: tuple[int, int]) -> list[str]:
        """Topic codes of the words in the token ranges, in the order of RECORDS.md."""
        names = [(m.start, m.end) for m in self.mentions if m.label in {"ORGANISATION", "BODY"}]
        return topics_in(self._topic_words, ranges, names)

    @cached_property
    def _topic_words(self) -> list[Found]:
        return topic_words(self.doc)

    def _timed(self) -> Iterable[tuple[int, int, Time]]:
        for time in find_times(self.article.text, self.article.published):
            span = self.doc.char_span(time.start, time.end, alignment_mode="expand")
            if span is not None:
                yield span.start, span.end, time

    def _set_entities(self) -> None:
        """Give the Doc the mentions as its entities, so that patterns can ask for them by label."""
        order = [m for label in _ENTITY_RANK for m in self.mentions if m.label == label]
        spans = [Span(self.doc, m.start, m.end, label=m.label) for m in order]
        spans += [Span(self.doc, s, e, label="TIME") for s, e, _ in self.times]
        taken: set[int] = set()
        kept: list[Span] = []
        for span in spans:
            if not taken & set(range(span.start, span.end)):
                kept.append(span)
                taken |= set(range(span.start, span.end))
        self.doc.set_ents(sorted(kept, key=lambda s: s.start))


def _names_organisation(mention: Mention) -> bool:
    return mention.label == "ORGANISATION" or (mention.label == "BODY" and mention.owner is not None)

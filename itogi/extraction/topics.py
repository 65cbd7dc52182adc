"""Topics of a piece of text, by the phrases of the topic lexicon."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from spacy.tokens import Span

from itogi.extraction.patterns import word_classes
from itogi.language import lexicon
from itogi.language.phrases import PhraseIndex
from itogi.model.values import topics

_Found = tuple[int, int, str]


@cache
def _index() -> PhraseIndex[str]:
    index: PhraseIndex[str] = PhraseIndex()
    for topic in lexicon.topics().values():
        for phrase in topic.phrases:
            index.add(phrase, topic.code)
    return index


def topics_in(spans: Iterable[Span], names: Iterable[tuple[int, int]] = ()) -> list[str]:
    """Codes of the topics that the spans speak of, in the order of the topic list.

    A word inside a longer phrase of another topic shows none of its own ("торговля людьми" is no trade),
    nor does one inside ``names``, token ranges of names of organisations and bodies ("Евразийский
    экономический союз" is no economy), unless it is the whole name.
    """
    taken = list(names)
    shown = {code for span in spans if len(span) for code in _shown(span, taken)}
    return [code for code in topics() if code in shown]


def _shown(span: Span, names: list[tuple[int, int]]) -> Iterable[str]:
    found = [(span.start + s, span.start + e, code) for s, e, code in _index().find(span.as_doc())]
    for one in found:
        if not any(_swallows(other, one) for other in found) and not any(
            s <= one[0] and one[1] <= e and e - s > one[1] - one[0] for s, e in names
        ):
            yield one[2]


def _swallows(other: _Found, one: _Found) -> bool:
    """Whether a longer phrase of another subject holds ``one``; regions stand beside any subject."""
    longer = other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0]
    regions = word_classes()["topic-region"]
    return longer and other[2] != one[2] and not {other[2], one[2]} & regions

"""Topics of a piece of text, by the phrases of the topic lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from spacy.tokens import Doc

from itogi.extraction.patterns import word_classes
from itogi.language import lexicon
from itogi.language.phrases import PhraseIndex
from itogi.model.values import topics

Found = tuple[int, int, str]


@cache
def _index() -> PhraseIndex[str]:
    index: PhraseIndex[str] = PhraseIndex()
    for topic in lexicon.topics().values():
        for phrase in topic.phrases:
            index.add(phrase, topic.code)
    return index


def topic_words(doc: Doc) -> list[Found]:
    """All phrases of the topic lexicon in ``doc``: first token, token after the last, topic."""
    return list(_index().find(doc))


def topics_in(
    found: Sequence[Found], ranges: Iterable[tuple[int, int]], names: Iterable[tuple[int, int]] = ()
) -> list[str]:
    """Codes of the topics that token ranges speak of, in the order of the topic list.

    A word inside a longer phrase of another topic shows none of its own ("торговля людьми" is no trade),
    nor does one inside ``names``, token ranges of names of organisations and bodies ("Евразийский
    экономический союз" is no economy), unless it is the whole name. ``found`` is what `topic_words` gives.
    """
    taken = list(names)
    shown: set[str] = set()
    for low, high in ranges:
        shown.update(_shown([one for one in found if low <= one[0] and one[1] <= high], taken))
    return [code for code in topics() if code in shown]


def _shown(found: Sequence[Found], names: list[tuple[int, int]]) -> Iterable[str]:
    for one in found:
        if not any(_swallows(other, one) for other in found) and not any(
            s <= one[0] and one[1] <= e and e - s > one[1] - one[0] for s, e in names
        ):
            yield one[2]


def _swallows(other: Found, one: Found) -> bool:
    """Whether a longer phrase of another subject holds ``one``; regions stand beside any subject."""
    longer = other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0]
    regions = word_classes()["topic-region"]
    return longer and other[2] != one[2] and not {other[2], one[2]} & regions

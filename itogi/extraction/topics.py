"""Topics of a piece of text, by the phrases of the topic lexicon."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from spacy.tokens import Span

from itogi.language import lexicon
from itogi.language.phrases import PhraseIndex
from itogi.model.values import topics


@cache
def _index() -> PhraseIndex[str]:
    index: PhraseIndex[str] = PhraseIndex()
    for topic in lexicon.topics().values():
        for phrase in topic.phrases:
            index.add(phrase, topic.code)
    return index


def topics_in(spans: Iterable[Span]) -> list[str]:
    """Codes of the topics that the spans speak of, in the order of the topic list."""
    found = {code for span in spans if len(span) for _, _, code in _index().find(span.as_doc())}
    return [code for code in topics() if code in found]

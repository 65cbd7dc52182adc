"""The clause that a word of meeting stands in."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import spelt

_WITH = spelt("with")

DASHES = frozenset({"—", "–", "-"})
_BREAKS = {";", ":", "(", ")"}


def clause_of(ctx: Context, trigger: Token) -> tuple[int, int]:
    """The token range of the clause of ``trigger``: its sentence cut at ";", dashes, "который"."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    low, high = sentence.start, sentence.end
    for i in range(trigger.i - 1, sentence.start - 1, -1):
        if _breaks(ctx, i, sentence.end):
            low = i + 1
            break
    for i in range(trigger.i + 1, sentence.end):
        if _breaks(ctx, i, sentence.end):
            high = i
            break
    return low, high


def _breaks(ctx: Context, i: int, end: int) -> bool:
    token = ctx.doc[i]
    if token.text in _BREAKS:
        # "серия встреч: с A, B и C"
        return not (token.text == ":" and i + 1 < end and ctx.doc[i + 1].lemma_ == _WITH)
    if token.text in DASHES:
        if any(m.end == i and m.label == "NATIONAL" for m in ctx.mentions_in(max(0, i - 1), i)):
            # "с китайским министром X и пакистанским – Y"
            return False
        # "Россия – ЕС", "министр иностранных дел – глава делегации": a dash between names breaks nothing.
        return not (i + 1 < end and ctx.doc[i + 1].pos_ == "PROPN" and ctx.doc[i - 1].pos_ == "PROPN")
    return token.text == "," and i + 1 < end and ctx.doc[i + 1].lemma_ in word_classes()["clause-word"]

"""When and where by what frames a sentence: a heading of date and place, or the answer to a question."""

from __future__ import annotations

from spacy.tokens import Span, Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import place_name
from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention

_DASHES = {"–", "—", "-", ":"}
_NO_PLACE = {"seat", "area", "water"}
_LONGEST = 9
_LABELS = ("CAPITAL", "PLACE", "COUNTRY")


def framed(ctx: Context, draft: Draft, trigger: Token) -> None:
    """Fill date and place of a draft from the heading before its sentence or the fragment after it.

    "15 июня 2001 года. Шанхай. Лидеры …", "Ереван: саммит", "Где пройдёт саммит? – В Казани, в октябре".
    """
    if draft.slots.get("date") and draft.slots.get("place"):
        return
    number = ctx.sentence(trigger.i)
    sentence = ctx.sentences[number]
    head = _head(ctx, sentence, trigger)
    if head is not None:
        _fill(ctx, draft, *head)
    for back in (1, 2):
        if number < back or not _fragment(ctx, ctx.sentences[number - back]):
            break
        if "\n" in ctx.article.text[ctx.sentences[number - back].start_char : sentence.start_char].strip():
            break
        if not _question_before(ctx, number - back):
            _fill(ctx, draft, ctx.sentences[number - back].start, ctx.sentences[number - back].end)
    after = ctx.sentences[number + 1] if number + 1 < len(ctx.sentences) else None
    if after is not None and sentence.text.rstrip().endswith("?") and _fragment(ctx, after):
        _fill(ctx, draft, after.start, after.end)


def _head(ctx: Context, sentence: Span, trigger: Token) -> tuple[int, int] | None:
    """The words before a dash or colon at the start of a sentence, where they are time and place only."""
    for token in ctx.doc[sentence.start : trigger.i]:
        if token.text in _DASHES and token.i > sentence.start:
            low, high = sentence.start, token.i
            known = _covered(ctx, low, high)
            if all(t.i in known or t.pos_ in {"PUNCT", "ADP", "SPACE"} for t in ctx.doc[low:high]):
                return low, high
    return None


def _fragment(ctx: Context, sentence: Span) -> bool:
    """Whether a short sentence holds nothing but a time or a place."""
    words = [t for t in sentence if t.pos_ not in {"PUNCT", "SPACE", "ADP", "CCONJ", "ADV", "PART"}]
    known = _covered(ctx, sentence.start, sentence.end)
    return 0 < len(words) <= _LONGEST and all(t.i in known for t in words)


def _question_before(ctx: Context, number: int) -> bool:
    return number > 0 and ctx.sentences[number - 1].text.rstrip().endswith("?")


def _covered(ctx: Context, low: int, high: int) -> set[int]:
    """Tokens that belong to a time or the name of a place."""
    known = {i for start, end, _ in ctx.times_in(low, high) for i in range(start, end)}
    return known | {i for m in _places(ctx, low, high) for i in range(m.start, m.end)}


def _places(ctx: Context, low: int, high: int) -> list[Mention]:
    return [m for m in ctx.mentions_in(low, high, *_LABELS) if m.via not in _NO_PLACE]


def _fill(ctx: Context, draft: Draft, low: int, high: int) -> None:
    times = [t[2].edtf for t in ctx.times_in(low, high) if t[2].edtf]
    places = sorted(_places(ctx, low, high), key=lambda m: _LABELS.index(m.label))
    if times and not draft.slots.get("date"):
        draft.slots["date"] = times[0]
    if places and not draft.slots.get("place"):
        draft.slots["place"] = place_name(ctx, places[0])
    if times or places:
        draft.evidence = sorted({*draft.evidence, *ctx.evidence(low)})

"""Words without marks: first-person paragraphs of broadcasters, dialogue with dashes, interview turns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import beside, feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person
from itogi.extraction.quotes_clause import Marked
from itogi.extraction.quotes_labels import Line, labelled
from itogi.extraction.quotes_marks import paragraphs, words
from itogi.extraction.quotes_phrase import Said, Source, in_class, is_said, of_noun
from itogi.extraction.quotes_source import of_verb
from itogi.extraction.similar import overlap, stems

_DASH = re.compile(r"[-–—]\s+")
# ", — сказал X." inside or at the end of a paragraph of dialogue
_BREAK = re.compile(r"[,!?…]\s*[–—-]\s+(?=[а-яё])")
_LABEL = re.compile(r"(?P<name>[А-ЯЁA-Z][\w.\- ]{1,40}?)\s*:\s+(?=\S)")
SHORTEST = 6  # words of a paragraph that can be a block quotation
SHARE = 0.5  # an article with more first-person paragraphs than this is a speech or a column itself


def find_blocks(ctx: Context, marked: Marked) -> Iterator[Said]:
    """Every quotation without marks."""
    lines = _lines(ctx)
    turns = _speakers_of_turns(ctx, lines)
    yield from _dialogue(ctx, lines, marked)
    yield from _turns(ctx, lines, turns)
    if not turns:
        yield from labelled(ctx, lines, marked)
        yield from _block_quotes(ctx, lines, marked)


def _lines(ctx: Context) -> list[Line]:
    found = (ctx.doc.char_span(s, e, alignment_mode="expand") for s, e in paragraphs(ctx.article.text))
    return [Line.of(span) for span in found if span is not None]


# -- first-person paragraphs --------------------------------------------------------------------------


def _block_quotes(ctx: Context, lines: list[Line], marked: Marked) -> Iterator[Said]:
    own = [_is_block(line, marked) for line in lines]
    long = sum(words(line.text) >= SHORTEST for line in lines)
    if not any(own) or sum(own) > SHARE * long:
        return
    number = 0
    while number < len(lines):
        if not own[number]:
            number += 1
            continue
        last = number
        while last + 1 < len(lines) and own[last + 1]:
            last += 1
        source = _introduced(lines, number) or _of_headline(ctx, lines, number, last)
        if source is not None:
            start, end = lines[number].start_char, lines[last].end_char
            tokens = tuple(range(lines[number].start, lines[last].end))
            yield Said(start, end, True, source, "quote.block", 0.7, tokens)
        number = last + 1


def _is_block(line: Line, marked: Marked) -> bool:
    """Whether a paragraph speaks in the first person and nobody reports in it."""
    if words(line.text) < SHORTEST:
        return False
    tokens = [t for t in line.span if marked.at(t.i) is None]
    if len(tokens) < 0.6 * len(line.span) or line.span[0].text in '«"“-–—' or ":" in line.text[-2:]:
        return False
    # "наши страны" a reporter may write as well: more than one such word is needed.
    if not any(_first_person(t) for t in tokens) and sum(_own(t) for t in tokens) < 2:
        return False
    return not any(_reported(t) or _formula(t) for t in tokens)


def _first_person(token: Token) -> bool:
    pos = token.pos_  # asked for first: most words are none of these
    if pos in {"VERB", "AUX"}:
        if feature(token, "Person") != "1" or feature(token, "Mood") == "Imp":
            return False
        return not (beside(token, -1) == "," and in_class(token, "quote-tell"))  # ", напомним,": the reporter
    return pos == "PRON" and _own(token) and feature(token, "Case") == "Nom"


def _own(token: Token) -> bool:
    return in_class(token, "quote-first-person")


def _formula(token: Token) -> bool:
    """ "Напомним, …", "Подписывайтесь": the reporter turns to the reader."""
    opens = token.is_sent_start or token.nbor(-1).is_space or token.nbor(-1).text in ".\n"
    if not opens or token.pos_ != "VERB":
        return False
    own = (
        in_class(token, "quote-tell")
        and feature(token, "Person") == "1"
        and feature(token, "Number") == "Plur"
    )
    return own or (feature(token, "Mood") == "Imp" and not in_class(token, "quote-courtesy"))


def _reported(token: Token) -> bool:
    """A verb of saying in the past with a third person for its subject: the report is speaking."""
    if not is_said(token, "quote-say", "quote-piece") or feature(token, "Tense") != "Past":
        return False
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    return subject is not None and not _first_person(subject)


def _introduced(lines: list[Line], number: int) -> Source | None:
    """The speaker of the paragraph before a block: the last one that says something in it."""
    if number == 0:
        return None
    before = lines[number - 1]
    for token in reversed(list(before.span)):
        if (
            is_said(token, "quote-tell", "quote-think", "quote-aloud")
            and (source := of_verb(token)) is not None
        ):
            return source if source.head >= 0 else None
    if before.text.endswith(":"):
        return _subject(before.span.root)
    return None


def _of_headline(ctx: Context, lines: list[Line], number: int, last: int) -> Source | None:
    """The subject of a headline whose words the block takes up ("X пригласил … на …")."""
    if number == 0 or not ctx.is_headline(lines[0].start):
        return None
    headline = lines[0]
    root = headline.span.root
    source = _subject(root) if root.pos_ == "VERB" else None
    if source is None or not _is_person(ctx.doc[source.head]):
        return None
    topic = " ".join(
        t.text
        for t in headline.span
        if not source.start <= t.i < source.end and t.pos_ in {"NOUN", "PROPN", "NUM", "ADJ"}
    )
    block = ctx.article.text[lines[number].start_char : lines[last].end_char]
    return source if len(stems(topic) & stems(block)) >= 2 else None


def _is_person(token: Token) -> bool:
    """Whether a token names a person; the name model may miss a family name that opens a headline."""
    if token.ent_type_:
        return token.ent_type_ in {"PERSON", "POST"}
    return token.pos_ == "PROPN" and feature(token, "Animacy") == "Anim"


def _subject(root: Token) -> Source | None:
    subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
    return of_noun(subject, root.i) if subject is not None else None


# -- dialogue -----------------------------------------------------------------------------------------


def _dialogue(ctx: Context, lines: list[Line], marked: Marked) -> Iterator[Said]:
    """ "— Мы готовы, — сказал X. — Будем работать." is one quotation."""
    for number, line in enumerate(lines):
        opening = _DASH.match(line.text)
        if not opening:
            continue
        found = _attribution(ctx, line, opening.end())
        if found is None:
            yield from _answer(ctx, lines, number, opening.end())
            continue
        source, end = found
        start = line.start_char + opening.end()
        yield Said(start, end, True, source, "quote.dialogue", 0.85, tuple(range(line.start, line.end)))


def _answer(ctx: Context, lines: list[Line], number: int, offset: int) -> Iterator[Said]:
    """A line with a dash after one that asks: the answer of the person whom the text names first."""
    line = lines[number]
    asked = number > 0 and lines[number - 1].text.rstrip().endswith("?")
    if not asked or line.text.rstrip().endswith("?") or not ctx.people.persons:
        return
    speaker = _interviewed(ctx)
    start, end = line.start_char + offset, line.end_char
    yield Said(
        start,
        end,
        True,
        Source(-1, -1, -1, line.start),
        "quote.turn",
        0.6,
        tuple(range(line.start, line.end)),
        speaker,
    )


def _attribution(ctx: Context, line: Line, after: int) -> tuple[Source, int] | None:
    """The source of a paragraph of dialogue and where its words end (before a last attribution)."""
    for found in _BREAK.finditer(line.text, after):
        span = ctx.doc.char_span(line.start_char + found.end(), line.end_char, alignment_mode="expand")
        if span is None:
            continue
        verb = next((t for t in span[:6] if is_said(t, "quote-say", "quote-think", "quote-aloud")), None)
        source = of_verb(verb) if verb is not None else None
        if source is None:
            continue
        resumed = re.search(r"[.!?,]\s*[–—-]\s+\S", line.text[found.end() :])
        cut = line.start_char + found.start() + (found.group()[0] in "!?…")
        return source, _without_stop(line.text, line.start_char) if resumed else cut
    return None


def _without_stop(text: str, start: int) -> int:
    return start + len(text.rstrip(" ."))


# -- interviews ---------------------------------------------------------------------------------------


def _speakers_of_turns(ctx: Context, lines: list[Line]) -> dict[int, tuple[str, int]]:
    """Lines of an interview that open with "NAME:" by number: the label and where the words begin."""
    found: dict[int, tuple[str, int]] = {}
    for number, line in enumerate(lines):
        label = _LABEL.match(line.text)
        if label and words(label["name"]) <= 4 and words(line.text) > words(label["name"]) + 3:
            found[number] = (label["name"], label.end())
    names = [name for name, _ in found.values()]
    repeated = any(names.count(n) > 1 for n in names)
    questions = any(_is_question(n) for n in names)
    return found if len(found) > 1 and (repeated or questions) else {}


def _is_question(name: str) -> bool:
    return name.lower().rstrip(".") in word_classes()["quote-question"]


def _turns(ctx: Context, lines: list[Line], turns: dict[int, tuple[str, int]]) -> Iterator[Said]:
    asking = {n for n, _ in turns.values() if _is_question(n) or _asks(n, lines, turns)}
    for number, (name, offset) in turns.items():
        last = number
        while (
            last + 1 < len(lines)
            and last + 1 not in turns
            and not lines[last + 1].text.rstrip().endswith("?")
        ):
            last += 1
        start, end = lines[number].start_char + offset, lines[last].end_char
        # Nothing in a question is a quotation: it is held by a turn without a speaker.
        speaker = "" if name in asking else _turn_speaker(ctx, lines[number], name)
        if speaker is not None:
            tokens = tuple(range(lines[number].start, lines[last].end))
            yield Said(
                start, end, True, Source(-1, -1, -1, lines[number].start), "quote.turn", 0.8, tokens, speaker
            )


def _asks(name: str, lines: list[Line], turns: dict[int, tuple[str, int]]) -> bool:
    """Whether most turns of a label are questions."""
    mine = [lines[n].text.rstrip().endswith("?") for n, (label, _) in turns.items() if label == name]
    return 2 * sum(mine) > len(mine)


def _turn_speaker(ctx: Context, line: Line, name: str) -> str | None:
    """The person a label stands for: by name, by initials ("В.П."), or the one person of the interview."""
    named = ctx.people.in_range(line.start, min(line.start + 5, line.end))
    if named:
        return named[0].name
    initials = re.sub(r"[^А-ЯЁA-Z]", "", name)
    for person in ctx.people.persons:
        parts = [w[0] for w in person.name.split()]
        if len(initials) > 1 and initials in {"".join(parts), "".join([parts[0], parts[-1]])}:
            return person.name
        if overlap(person.name, name) >= 0.5:
            return person.name
    if name.lower() in word_classes()["quote-answer"] and ctx.people.persons:
        return _interviewed(ctx)
    return None


def _interviewed(ctx: Context) -> str:
    """Who answers in an interview: the first person named but for the one who asks ("Беседу вёл X")."""
    answering = [p for p in ctx.people.persons if not _interviews(ctx, p)]
    return (answering or ctx.people.persons)[0].name


def _interviews(ctx: Context, person: Person) -> bool:
    start = person.mentions[0].start
    line = list(ctx.doc[max(0, start - 5) : start])
    cut = max((n for n, t in enumerate(line) if "\n" in t.text), default=-1)
    return any(in_class(t, "quote-interviewer") for t in line[cut + 1 :])

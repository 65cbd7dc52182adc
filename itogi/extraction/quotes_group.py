"""Speakers of several words: two people together, names set off by commas, institutions taken up again."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.people import Person
from itogi.extraction.quotes_clause import is_complete
from itogi.extraction.quotes_phrase import Source, in_class, is_form
from itogi.extraction.single_words import spelt

_AND = spelt("and")

APPOSITION = 16  # tokens of an apposition between an office and its name
BACK = 2  # sentences in which "они" may have been named


def joined(ctx: Context, source: Source) -> str | None:
    """ "Иван Семёнов и Анна Котова": people who speak together, by their full names."""
    people = [p for p in ctx.people.in_range(source.start, source.end) if _subject(ctx, p, source)]
    between = any(t.dep_ == "cc" or t.text == _AND for t in ctx.doc[source.start : source.end])
    head = ctx.doc[source.head]
    named = ctx.people.at(head.i) is not None or feature(head, "Number") == "Plur" or head.ent_type_ == "POST"
    return listed([p.name for p in people]) if len(people) > 1 and between and named else None


def _subject(ctx: Context, person: Person, source: Source) -> bool:
    """Whether a person of the phrase is named in the nominative, not as somebody's chief."""
    at = next(m for m in person.mentions if m.start < source.end and source.start < m.end)
    return feature(ctx.doc[at.start], "Case") in {"Nom", None}


def counted(ctx: Context, source: Source) -> bool:
    """Whether the phrase counts those named before: "оба президента"."""
    return any(is_form(t, "quote-both") for t in ctx.doc[source.start : source.head + 1])


def listed(names: list[str]) -> str:
    """Names as one phrase: "A, B и C"."""
    return f" {_AND} ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def both_before(ctx: Context, number: int, before: int) -> str | None:
    """The two people named together in a sentence before ("X встретился с Y. Они отметили …")."""
    for back in range(1, BACK + 1):
        if number < back:
            return None
        sentence = ctx.sentences[number - back]
        people = ctx.people.in_range(sentence.start, min(sentence.end, before))
        if len(people) == 2:
            return listed([p.name for p in people])
    return None


def apposition_end(ctx: Context, source: Source) -> int:
    """Where the phrase ends with a name set off by a comma ("председатель, глава МИД Иван Иванов")."""
    doc = ctx.doc
    if source.end >= len(doc) or doc[source.end].text != ",":
        return source.end
    for i in range(source.end + 1, min(source.end + APPOSITION, len(doc))):
        token = doc[i]
        if token.pos_ in {"VERB", "AUX", "SCONJ"} or token.text in ".;:()«»":
            return source.end
        if ctx.people.at(i) is not None:
            mention = next((m for m in ctx.mentions if m.label == "PERSON" and m.start == i), None)
            fits = feature(token, "Case") in {feature(doc[source.head], "Case"), None}
            return mention.end if mention is not None and fits else source.end
    return source.end


def named_institution(ctx: Context, source: Source, head: Token) -> str | None:
    """The full name of an institution that a bare noun takes up ("по данным комиссии")."""
    bare = all(t.pos_ in {"DET", "PRON"} or t.i == head.i for t in ctx.doc[source.start : source.end])
    if not bare or not head.text.islower() or not in_class(head, "quote-institution"):
        return None
    stem = head.lemma_[:5]
    for mention in reversed(ctx.mentions):
        if mention.start >= head.i or mention.label not in {"BODY", "ORGNAME"}:
            continue
        if any(word.lower().startswith(stem) for word in mention.value.split()):
            return mention.value
    return None


def told_end(ctx: Context, end: int) -> int:
    """The end of a source with whence he is and who: "Ивана Петрова из Центра Азии, директора фонда,"."""
    doc = ctx.doc
    last = ctx.sentences[ctx.sentence(end - 1)].end
    if end < last and is_form(doc[end], "quote-from"):
        comma = next((i for i in range(end, last) if doc[i].text == ","), last)
        if not any(t.pos_ == "VERB" for t in doc[end:comma]):
            end = comma
    if end + 1 >= last or doc[end].text != "," or feature(doc[end + 1], "Case") != "Gen":
        return end
    comma = next((i for i in range(end + 1, last) if doc[i].text == ","), last)
    told = any(
        in_class(t, "quote-person") or t.ent_type_ == "POST" for t in doc[end + 1 : min(end + 4, comma)]
    )
    return comma if comma < last and told and not any(t.pos_ == "VERB" for t in doc[end:comma]) else end


def is_apposition(ctx: Context, low: int, high: int) -> bool:
    """Whether what follows a credit only says who spoke: "…, сказал X, ведущий сотрудник фонда"."""
    first = next((t for t in ctx.doc[low:high] if t.pos_ in {"NOUN", "PROPN"}), None)
    if first is None or first.i > low + 3 or feature(first, "Case") != "Nom":
        return False
    told = first.ent_type_ == "POST" or in_class(first, "quote-person") or in_class(first, "quote-occupation")
    return told and not is_complete(ctx, low, high)

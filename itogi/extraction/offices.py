"""Offices: a post that stands with a name, and what country or institution the post is of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.language.inflect import nominative

# How many tokens may stand between a post and its name: "заместитель председателя Комитета по делам … X".
REACH = 22


@dataclass(frozen=True, slots=True)
class Office:
    """A post held by a named person: token range of the whole phrase, and what the text says of it."""

    start: int
    end: int
    person: Mention
    position: str
    of: str | None
    cls: str | None
    via: str


def find_offices(doc: Doc, mentions: list[Mention]) -> list[Office]:
    """Every post that is bound to a name: before it, after it in apposition, or said by a verb."""
    persons = [m for m in mentions if m.label == "PERSON"]
    posts = [m for m in mentions if m.label == "POST"]
    out: list[Office] = []
    for index, person in enumerate(persons):
        before = _before(doc, mentions, posts, person)
        if before is None and index and out and out[-1].person is persons[index - 1]:
            before = _distributed(doc, mentions, out[-1], person)
        if before:
            out.append(before)
        out.extend(_after(doc, mentions, posts, person))
        out.extend(_predicated(doc, mentions, posts, person))
    return out


def _case(token: Token) -> str | None:
    return next(iter(token.morph.get("Case")), None)


def _agrees(post: Token, name: Token) -> bool:
    """Whether a post can be in apposition with a name: the same case, or the tagger is unsure."""
    a, b = _case(post), _case(name)
    return a is None or b is None or a == b


def _head(doc: Doc, mention: Mention) -> Token:
    return doc[mention.start : mention.end].root


def _before(doc: Doc, mentions: list[Mention], posts: list[Mention], person: Mention) -> Office | None:
    """The post whose phrase runs up to the name: the leftmost that agrees with it in case."""
    others = [m.end for m in mentions if m.label == "PERSON" and m.end <= person.start]
    low = max([_phrase_start(doc, mentions, person.start), *others[-1:]])
    chain = [p for p in posts if low <= p.start and p.end <= person.start]
    name = doc[person.start]
    fits = [p for p in chain if _agrees(_head(doc, p), name)]
    if not fits:
        return None
    return _office(doc, mentions, fits[0], person.start, person, "before")


def _phrase_start(doc: Doc, mentions: list[Mention], end: int) -> int:
    """Where the noun phrase that ends at token ``end`` begins: no verb, no comma, no bare preposition."""
    inside = {i for m in mentions if m.label != "PERSON" for i in range(m.start, m.end)}
    start = end
    stop = max(0, end - REACH)
    while start > stop:
        token = doc[start - 1]
        if token.i + 1 < len(doc) and doc[token.i + 1].is_sent_start and start != end:
            break
        if token.is_sent_start and start - 1 < end and doc[start].is_sent_start:
            break
        if token.i not in inside and not _inside_phrase(token):
            break
        start -= 1
        if token.is_sent_start:
            break
    return start


def _inside_phrase(token: Token) -> bool:
    if token.pos_ in {"NOUN", "ADJ", "PROPN", "NUM", "X", "DET"}:
        return True
    if token.pos_ == "VERB":
        return "Part" in token.morph.get("VerbForm") and token.dep_ == "amod"
    if token.pos_ == "ADP":
        return token.lemma_ in word_classes()["post-preposition"]
    return token.text in "«»\"'“”-–()" or (token.lemma_ == "и" and token.dep_ == "cc")


def _office(
    doc: Doc, mentions: list[Mention], post: Mention, end: int, person: Mention, via: str
) -> Office:
    start = _with_adjectives(doc, mentions, post.start)
    complement = [m for m in mentions if post.end <= m.start and m.end <= end and m.label != "POST"]
    of, cut = _belongs(doc, complement, post.end, end)
    national = next((m for m in mentions if m.end in {post.start, start} and m.label == "NATIONAL"), None)
    if of is None and national is not None:
        of = national.value
    position = _position(doc, start, post, cut)
    return Office(min(start, person.start), max(end, person.end), person, position, of, post.level, via)


def _with_adjectives(doc: Doc, mentions: list[Mention], start: int) -> int:
    """Take in adjectives that belong to a post ("первый", "официальный", "бывший")."""
    national = {i for m in mentions if m.label == "NATIONAL" for i in range(m.start, m.end)}
    skip = word_classes()["post-not-part"]
    low = start
    while low > 0 and not doc[low].is_sent_start:
        token = doc[low - 1]
        if token.pos_ not in {"ADJ", "VERB"} or token.i in national or token.dep_ != "amod":
            break
        if token.lemma_ in skip:
            break
        low -= 1
    return low


def _belongs(doc: Doc, complement: list[Mention], low: int, high: int) -> tuple[str | None, int]:
    """What a post is of, and where the words of the position end.

    An organisation or country named last in the complement owns the post; the position keeps the
    words before it ("помощник президента | России"). Without one, an institution that the words
    name ("директор департамента | министерства экономики") does.
    """
    owners = [m for m in complement if m.label in {"ORGANISATION", "COUNTRY", "NATIONAL"}]
    bodies = [m for m in complement if m.label == "BODY"]
    if owners:
        last = owners[-1]
        ends = last.start if last.end >= high or last.label != "NATIONAL" else high
        return last.value, min(ends, high)
    if bodies and bodies[-1].owner:
        # The body alone stands for the institution: "глава коллегии | Евразийской экономической комиссии".
        body = bodies[-1]
        return nominative(doc[body.start : body.end]), body.start
    institutions = [m for m in complement if m.label == "ORGNAME"]
    if institutions:
        name = institutions[-1]
        return name.value, name.start
    nouns = [t for t in doc[low:high] if t.lemma_ in word_classes()["institution"]]
    if nouns:
        return nominative(doc[nouns[-1].i : high]), nouns[-1].i
    return None, high


def _position(doc: Doc, start: int, post: Mention, cut: int) -> str:
    """The post in the nominative singular with the words that complete it."""
    lead = " ".join(nominative(doc[i : i + 1]) for i in range(start, post.start))
    tail = doc[post.end : max(cut, post.end)].text.strip()
    return " ".join(x for x in (lead.lower(), post.value, tail) if x).strip(" ,«\"")


def _distributed(doc: Doc, mentions: list[Mention], last: Office, person: Mention) -> Office | None:
    """"президенты Афганистана Хамид Карзай и Туркмении …": the post of the first serves the second."""
    between = doc[last.person.end : person.start]
    words = [t for t in between if not t.is_space]
    if not words or len(words) > 6 or any(t.pos_ in {"VERB", "ADP"} for t in words):
        return None
    owners = [
        m for m in mentions
        if last.person.end <= m.start and m.end <= person.start and m.label in {"COUNTRY", "ORGANISATION"}
    ]  # fmt: skip
    if len(owners) != 1 or owners[0].end != person.start or words[0].text not in {",", "и", "а"}:
        return None
    return Office(owners[0].start, person.end, person, last.position, owners[0].value, last.cls, "distributed")


def _after(doc: Doc, mentions: list[Mention], posts: list[Mention], person: Mention) -> Iterator[Office]:
    """"Юрий Ушаков, помощник президента России," or "Юрий Ушаков (помощник …)"."""
    at = person.end
    if at + 1 >= len(doc) or doc[at].text not in {",", "(", "–", "—", "-"}:
        return
    post = next((p for p in posts if p.start in {at + 1, at + 2, at + 3}), None)
    if post is None or not _agrees(_head(doc, post), doc[person.start]):
        return
    if any(t.pos_ not in {"ADJ", "DET"} for t in doc[at + 1 : post.start]):
        return
    end = _phrase_end(doc, post.end)
    follows = next((m for m in mentions if m.label == "PERSON" and post.end <= m.start <= end), None)
    if follows is None:
        yield _office(doc, mentions, post, end, person, "after")


def _phrase_end(doc: Doc, start: int) -> int:
    """Where the complement of a post ends: at a verb, comma, dash, bracket or the sentence's end."""
    end = start
    while end < len(doc) and not doc[end].is_sent_start and _inside_phrase(doc[end]):
        if doc[end].text in "-–()":
            break
        end += 1
    return end


def _predicated(doc: Doc, mentions: list[Mention], posts: list[Mention], person: Mention) -> Iterator[Office]:
    """"Сергей Лебедев избран генеральным секретарём СНГ": a verb of holding binds name and post."""
    name = doc[person.start : person.end].root
    verb = name.head
    if verb.lemma_ not in word_classes()["hold-post"] or name.dep_ not in {"nsubj", "nsubj:pass", "obj"}:
        return
    for post in posts:
        head = _head(doc, post)
        if head.head == verb and _case(head) == "Ins" and post.start > verb.i - 6:
            yield _office(doc, mentions, post, _phrase_end(doc, post.end), person, "verb")

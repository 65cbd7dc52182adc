"""States as actors: which country a noun, pronoun or person of a text stands for."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes

# How many sentences back "республика" or "она" looks for the country it stands for.
REACH = 2
_RELATIVE = {"который", "чей"}
_SUBJECT = {"nsubj", "nsubj:pass"}


def feature(token: Token, name: str) -> str | None:
    """The value of a morphological feature, or None."""
    return next(iter(token.morph.get(name, [])), None)


def preposition(token: Token) -> str | None:
    """The preposition of a phrase, lower case: by the parse, else the one before its adjectives."""
    own = next((c.lower_ for c in token.children if c.dep_ == "case"), None)
    if own:
        return own
    i = token.i - 1
    while (
        i >= 0
        and (token.doc[i].is_space or token.doc[i].head == token)
        and token.doc[i].pos_ in {"ADJ", "DET", "SPACE"}
    ):
        i -= 1
    return (
        token.doc[i].lower_
        if i >= 0 and token.doc[i].pos_ == "ADP" and not token.doc[i + 1].is_sent_start
        else None
    )


def subjects(verb: Token) -> list[Token]:
    """The subjects of a verb, joined ones included; those of the verb above where it has none of its own."""
    current = verb
    for _ in range(4):
        own = [c for c in current.children if c.dep_ in _SUBJECT]
        if own:
            # The parser gives a verb a second subject at times: the nearest is the likelier one.
            return with_conjuncts(min(own, key=lambda c: (feature(c, "Case") == "Acc", abs(c.i - current.i))))
        if current.dep_ not in {"conj", "xcomp", "csubj", "aux", "cop"} or current.head == current:
            return []
        current = current.head
    return []


def with_conjuncts(token: Token) -> list[Token]:
    """A token and the nouns joined to it."""
    out, queue = [token], [token]
    while queue:
        for child in queue.pop().children:
            if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "X", "PRON"}:
                out.append(child)
                queue.append(child)
    return sorted(out, key=lambda t: t.i)


def named_at(ctx: Context, token: Token) -> str | None:
    """The code of the country that a mention at ``token`` names as a noun."""
    return next((m.country for m in ctx.mentions if m.start <= token.i < m.end and _is_name(m)), None)


def _is_name(mention: Mention) -> bool:
    return mention.label in {"COUNTRY", "CAPITAL"} or (
        mention.label == "NATIONAL" and mention.via == "people"
    )


def country_at(ctx: Context, token: Token, *, anaphora: bool = True) -> str | None:
    """The country that the phrase headed by ``token`` stands for.

    A name, a capital or a people; "армянская сторона", "столица Казахстана"; a person by his office;
    with ``anaphora`` also "республика", "она" and relative pronouns.
    """
    code = named_at(ctx, token)
    if code:
        return code
    if token.lemma_ in _RELATIVE:
        return _relative(ctx, token) if anaphora else None
    if token.pos_ in {"PRON", "DET"}:
        return (
            antecedent(ctx, token) if anaphora and token.lemma_ in word_classes()["state-pronoun"] else None
        )
    if token.lemma_ in word_classes()["state-noun"]:
        own = _beside(ctx, token)
        if own or not anaphora:
            return own
        whose = next((c for c in token.children if c.lemma_ == "чей"), None)
        if whose is not None:
            return _relative(ctx, whose)
        return antecedent(ctx, token) if feature(token, "Number") == "Sing" and not own else None
    return person_country(ctx, token)


def person_country(ctx: Context, token: Token) -> str | None:
    """The country of the person or post at ``token``."""
    person = ctx.people.at(token.i)
    if person is None:
        post = next((m for m in ctx.mentions if m.label == "POST" and m.start <= token.i < m.end), None)
        if post is None:
            return None
        near = [m for m in ctx.mentions if m.country and (m.end == post.start or m.start == post.end)]
        if near:
            return near[0].country
        person = ctx.people.role(post) if feature(token, "Number") != "Plur" else None
    if person is None:
        return None
    codes = [o.of for o in person.offices if o.of and len(o.of) == 2 and o.of.isupper()]
    codes += [k.of for k in person.known if len(k.of) == 2]
    return codes[0] if codes else None


def _beside(ctx: Context, token: Token) -> str | None:
    """The country that an adjective before, or a name after, gives a noun ("армянская сторона")."""
    for m in ctx.mentions:
        head = ctx.doc[m.start : m.end].root
        if m.label == "NATIONAL" and head.head == token and m.end <= token.i:
            return m.country
        if m.label == "COUNTRY" and m.start == token.i + 1 and feature(head, "Case") in {"Gen", None}:
            return m.country
    return None


def _relative(ctx: Context, pronoun: Token) -> str | None:
    """The country that "которая" or "чьё" refers to: the head of its clause, else the name before it."""
    clause = next((t for t in (pronoun, *pronoun.ancestors) if t.dep_ in {"acl", "acl:relcl"}), None)
    if clause is not None and clause.head.i < pronoun.i:
        code = country_at(ctx, clause.head, anaphora=False)
        if code:
            return code
    sentence = ctx.sentences[ctx.sentence(pronoun.i)]
    before = [
        m for m in ctx.mentions_in(sentence.start, pronoun.i, "COUNTRY", "CAPITAL", "NATIONAL") if m.country
    ]
    return before[-1].country if before and pronoun.i - before[-1].end <= 6 else None


def antecedent(ctx: Context, token: Token) -> str | None:
    """The country last named as a subject before ``token``, in its sentence or the two before."""
    number = ctx.sentence(token.i)
    for back in range(min(REACH, number) + 1):
        sentence = ctx.sentences[number - back]
        leading = [
            t for t in ctx.doc[sentence.start : min(sentence.end, token.i)]
            if t.dep_ in _SUBJECT | {"root"} and t.pos_ in {"NOUN", "PROPN", "X"}
            and feature(t, "Case") in {"Nom", None}
        ]  # fmt: skip
        for noun in reversed(leading):
            if code := country_at(ctx, noun, anaphora=back > 0):
                return code
    return None

"""States as actors: which country a noun, pronoun or person of a text stands for."""

from __future__ import annotations

from spacy.tokens import Span, Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import any_of, spelt

_WHOSE = spelt("whose")

# How many sentences back "республика" or "она" looks for the country it stands for.
REACH = 2
_RELATIVE = any_of("which", "whose")
_SUBJECT = {"nsubj", "nsubj:pass"}
_JOINS = any_of("but", "and", "or", "also") | {","}


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
        whose = next((c for c in token.children if c.lemma_ == _WHOSE), None)
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


def nominatives(ctx: Context, verb: Token, *, reach: int = 8) -> list[Token]:
    """A country in the nominative beside a verb that the parse leaves without one; not over a border."""
    for step in (1, -1):
        i = verb.i + step
        while 0 <= i < len(ctx.doc) and abs(i - verb.i) <= reach and ctx.doc[i].text not in ",.;:—–\n":
            token = ctx.doc[i]
            if named_at(ctx, token) and feature(token, "Case") == "Nom" and preposition(token) is None:
                return [token]
            i += step
    return []


def listed(ctx: Context, token: Token) -> list[Token]:
    """A token and what is joined to it, by the parse or by commas and "и" between names of countries."""
    joined = {t.i: t for t in with_conjuncts(token)}
    names = [m for m in ctx.mentions if m.label in {"COUNTRY", "CAPITAL"}]
    at = next((k for k, m in enumerate(names) if m.start <= token.i < m.end), None)
    if at is None:
        return list(joined.values())
    case = feature(token, "Case")
    for order in (range(at + 1, len(names)), range(at - 1, -1, -1)):
        last = names[at]
        for k in order:
            low, high = sorted((last, names[k]), key=lambda m: m.start)
            between = ctx.doc[low.end : high.start]
            head = ctx.doc[names[k].start : names[k].end].root
            if not 0 < len(between) <= 3 or not all(t.lemma_ in _JOINS for t in between):
                break
            if feature(head, "Case") not in {case, None} or not _one_list(ctx, between, token, head):
                break
            joined[head.i], last = head, names[k]
    return [joined[i] for i in sorted(joined)]


def _one_list(ctx: Context, between: Span, token: Token, head: Token) -> bool:
    """Whether a name after a mere comma is no subject of its own."""
    return any(t.lemma_ != "," for t in between) or head.dep_ not in _SUBJECT or head.head == token.head


def elliptic(ctx: Context, trigger: Token) -> list[tuple[str, str]]:
    """Countries with a date of their own in a clause without verb: "Непал — в 2015-м", "в 2026-м — Индия"."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    out: list[tuple[str, str]] = []
    for dash in (t for t in sentence if t.text in "—–-" and t.i > trigger.i):
        before = [x for x in ctx.times_in(sentence.start, dash.i) if x[1] == dash.i and x[2].edtf]
        after = [x for x in ctx.times_in(dash.i + 1, sentence.end) if x[0] <= dash.i + 3 and x[2].edtf]
        left = [m for m in ctx.mentions_in(sentence.start, dash.i, "COUNTRY", "CAPITAL") if m.end == dash.i]
        right = [m for m in ctx.mentions_in(dash.i + 1, sentence.end, "COUNTRY", "CAPITAL")
                 if m.start <= dash.i + 2]  # fmt: skip
        for times, names in ((after, left), (before, right)):
            if times and names and names[0].country:
                tokens = listed(ctx, ctx.doc[names[0].start : names[0].end].root)
                out += [(c, str(times[0][2].edtf)) for t in tokens if (c := named_at(ctx, t))]
    return out

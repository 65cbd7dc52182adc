"""Who is behind a commitment: the subject of its verb, a seat, a speaker, or those the report is on."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.actors import actors_of, pair_of_the_text, speaker_at
from itogi.extraction.records.states import country_at, preposition, subjects, with_conjuncts
from itogi.extraction.single_words import spelt

_IN = spelt("in")

# Sentences back in which a list must have its heading.
LISTED = 10
_SUBJECT = {"nsubj", "nsubj:pass"}


def parties_of(ctx: Context, trigger: Token, predicate: Token, subject: Token | None) -> list[str]:
    """Who undertakes it: the subject, the owner of a readiness, a seat, or those the report is on."""
    if subject is not None and subject == trigger:
        # "Достигнута договорённость о …", "прозвучало намерение Москвы …"
        return _whose(ctx, trigger) or _those_of_the_text(ctx, predicate)
    if subject is None and feature(predicate, "Person") == "1" and (own := speaker_at(ctx, predicate)):
        return own
    nobody = feature(predicate, "Gender") == "Neut" and feature(predicate, "Variant") == "Short"
    if subject is not None and nobody and (subject.head != predicate or not _agrees(subject, predicate)):
        # "Силы намечено довести до …"
        return _those_of_the_text(ctx, predicate)
    actors = actors_of(ctx, subject) if subject is not None else those_in(ctx, predicate)
    actors = _whose(ctx, trigger) or actors
    if not actors and (subject is None or not _agrees(subject, predicate)):
        actors = (
            _in_clause(ctx, predicate) or _as_before(ctx, predicate) or _those_of_the_text(ctx, predicate)
        )
    return actors


def subject_of(predicate: Token) -> Token | None:
    """The subject of a predicate: its own, that of the verb above, or a noun right before it."""
    found = subjects(predicate)
    if not found and predicate.dep_ == "xcomp":
        found = subjects(predicate.head)
    if found and found[0].i < predicate.i:
        return found[0]
    return _just_before(predicate) or (found[0] if found else None)


def _agrees(subject: Token, predicate: Token) -> bool:
    """Whether a subject has the number, and the gender, of its predicate."""
    if any(c.dep_ == "conj" for c in subject.children):
        return feature(predicate, "Number") != "Sing"
    for name in ("Number", "Gender"):
        one, other = feature(subject, name), feature(predicate, name)
        if one and other and one != other:
            return False
    return True


def _in_clause(ctx: Context, predicate: Token) -> list[str]:
    """A party in the nominative, or counted, near a predicate whose subject the parse has not found."""
    sentence = ctx.sentences[ctx.sentence(predicate.i)]
    near = sorted(sentence, key=lambda t: (abs(t.i - predicate.i), t.i))
    for token in near:
        if (
            token.pos_ not in {"NOUN", "PROPN", "PRON"}
            or preposition(token) is not None
            or token.dep_ == "conj"
        ):
            continue
        counted = any(c.dep_.startswith("nummod") for c in token.children)
        if feature(token, "Case") != "Nom" and not counted:
            continue
        joined = counted or any(c.dep_ == "conj" for c in token.children)
        number = "Plur" if joined else feature(token, "Number")
        if number == feature(predicate, "Number") and (found := actors_of(ctx, token)):
            return found
    return []


def _just_before(predicate: Token) -> Token | None:
    """A noun in the nominative right before a predicate, where the parse has lost its subject."""
    for i in range(predicate.i - 1, max(predicate.sent.start, predicate.i - 6) - 1, -1):
        token = predicate.doc[i]
        if token.text in ',:;—–«»"()':
            return None
        if token.pos_ in {"NOUN", "PROPN"} and feature(token, "Case") == "Nom":
            if token.dep_ == "conj" and token.head.i < token.i:
                return token.head
            agrees = feature(token, "Number") == feature(predicate, "Number")
            return token if agrees else None
    return None


def those_in(ctx: Context, predicate: Token) -> list[str]:
    """ "В Минске намерены …", "в ОДКБ заявили, что планируют …": a seat or body for those who work there."""
    if feature(predicate, "Number") != "Plur":
        return []
    above = [predicate, predicate.head] if predicate.dep_ in {"ccomp", "conj"} else [predicate]
    for verb in above:
        if any(c.dep_ in _SUBJECT for c in verb.children):
            continue
        places = [
            c for c in verb.children if c.i < verb.i and preposition(c) == _IN and c.pos_ in {"PROPN", "NOUN"}
        ]
        for place in places:
            if found := actors_of(ctx, place):
                return found
    return []


def _as_before(ctx: Context, predicate: Token) -> list[str]:
    """The subject of the sentence before, where a predicate has none: "…, и обещали вернуться"."""
    number = ctx.sentence(predicate.i)
    main = predicate.dep_ in {"root", "ROOT", "conj"}
    if heading := _heading(ctx, predicate):
        return heading
    if not number or not main or "\n" in ctx.doc.text[ctx.sentences[number - 1].end_char : predicate.idx]:
        return []
    root = ctx.sentences[number - 1].root
    found = subjects(root)
    agrees = found and feature(root, "Number") == feature(predicate, "Number")
    return actors_of(ctx, found[0]) if agrees else []


def _heading(ctx: Context, predicate: Token) -> list[str]:
    """ "Главы государств:" above a list of what they did: the subject of its items without one."""
    number = ctx.sentence(predicate.i)
    first = not any(t.pos_ in {"NOUN", "PROPN"} for t in predicate.sent[: predicate.i - predicate.sent.start])
    if not first or feature(predicate, "Number") != "Plur":
        return []
    for back in range(number - 1, max(-1, number - LISTED), -1):
        sentence = ctx.sentences[back]
        last = next((t for t in reversed(list(sentence)) if not t.is_space), None)
        if last is not None and last.text == ":":
            heads = [t for t in sentence if feature(t, "Case") == "Nom" and t.pos_ in {"NOUN", "PROPN"}]
            return actors_of(ctx, heads[0]) if heads else []
    return []


def _those_of_the_text(ctx: Context, predicate: Token) -> list[str]:
    """ "К 2030 году намерены удвоить …": a plural verb without subject speaks of those the report is on."""
    plural = feature(predicate, "Number") == "Plur" or feature(predicate, "Gender") == "Neut"
    own = any(c.dep_ in _SUBJECT and _agrees(c, predicate) for c in predicate.children)
    elsewhere = any(preposition(c) == _IN and c.ent_type_ != "TIME" for c in predicate.sent[:6])
    if own or elsewhere or not plural or predicate.dep_ not in {"root", "ROOT", "conj", "parataxis"}:
        return []
    return [ctx.main_organisation] if ctx.main_organisation else pair_of_the_text(ctx)


def _whose(ctx: Context, trigger: Token) -> list[str]:
    """The state whose readiness is voiced: "подтвердил готовность Казахстана развивать …"."""
    if trigger.lemma_ not in word_classes()["cmt-will"]:
        return []
    for child in trigger.children:
        if child.dep_ == "nmod" and feature(child, "Case") == "Gen":
            codes = [c for t in with_conjuncts(child) if (c := country_at(ctx, t, anaphora=False))]
            if codes:
                return codes
    return []

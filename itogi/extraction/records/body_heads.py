"""The nouns for bodies: what is created, dissolved, chartered, or at work."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.matching import Match
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.states import preposition, with_conjuncts
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import is_verb

_ABOUT = any_of("about", "about-full")
_BECAUSE_OF_ONLY = any_of("because-of")
_IN = spelt("in")
_IN_UPON_AT_WITH = any_of("in", "upon", "at", "with")
_NOT = spelt("not")
_WHICH = spelt("which")

_SUBJECT = {"nsubj", "nsubj:pass"}
# Tokens back in which a pronoun finds the body that it stands for.
BACK = 40


def heads_of(ctx: Context, match: Match, trigger: Token) -> list[Token]:
    """The nouns for what is created: object, passive subject, or genitive of "создание"; joined ones too."""
    rule = match.pattern.id
    if rule == "body.charter":
        return _chartered(ctx, trigger)
    if rule in {"body.operate", "body.begin", "body.end"}:
        subject = _subject_of(trigger)
        if subject is None or not _is_body(ctx, subject):
            return []
        return [subject] if rule != "body.operate" or _standing(ctx, subject, trigger) else []
    if rule in {"body.idea", "body.agreed"} and (about := _about(ctx, trigger)):
        return about
    if rule == "body.agreed" or trigger.lemma_ in word_classes()["bdy-favour"]:
        return []
    found: list[Token] = []
    for child in trigger.children:
        if not _is_object(trigger, child):
            continue
        found += [t for t in with_conjuncts(child) if _is_body(ctx, t) and not _sits(ctx, trigger, t)]
    if not found and feature(trigger, "VerbForm") == "Inf" and trigger.dep_ == "xcomp":
        # "Совет хотят учредить": an object put first is taken for the subject of the verb above.
        front = [c for c in trigger.head.children if c.i < trigger.head.i and c.dep_ in _SUBJECT | {"obj"}]
        plural = feature(trigger.head, "Number") == "Plur"
        found = [c for c in front if plural and feature(c, "Number") == "Sing" and _is_body(ctx, c)]
    if not found and trigger.pos_ != "NOUN":
        found = _meant(ctx, trigger)
    if (
        not found
        and feature(trigger, "VerbForm") == "Part"
        and _is_body(ctx, trigger.head)
        and trigger.dep_ in {"acl", "amod"}
    ):
        found = [trigger.head]
    return found


def _chartered(ctx: Context, document: Token) -> list[Token]:
    """ "Соглашение о Банке развития", "устав Банка": a body that an instrument is to found."""
    found: list[Token] = []
    for child in document.children:
        about = preposition(child) in _ABOUT and feature(child, "Case") in {"Loc", None}
        genitive = document.lemma_ in word_classes()["bdy-statute"] and feature(child, "Case") == "Gen"
        if child.dep_ in {"nmod", "obl"} and child.i > document.i and (about or genitive):
            found += [t for t in with_conjuncts(child) if _is_body(ctx, t) and _of_its_own(t)]
    return found


def _about(ctx: Context, word: Token) -> list[Token]:
    """ "Договорились о Центре …", "выступил за Фонд развития": a body that has a name of its own."""
    wanted = _ABOUT if word.lemma_ in word_classes()["bdy-agree"] else _BECAUSE_OF_ONLY
    found: list[Token] = []
    for child in word.children:
        if (
            preposition(child) in wanted
            and child.i > word.i
            and word.lemma_ not in word_classes()["bdy-idea"]
        ):
            found += [t for t in with_conjuncts(child) if _is_body(ctx, t) and _of_its_own(t)]
    return found


def _of_its_own(noun: Token) -> bool:
    """Whether a body has a name: a capital, or an adjective or complement of its own."""
    return noun.text[:1].isupper() or any(c.dep_ == "amod" and c.text[:1].isupper() for c in noun.children)


def _subject_of(verb: Token) -> Token | None:
    """The subject of a verb; for "который" the noun of its clause, for a lost one the noun beside it."""
    subject = next((c for c in verb.children if c.dep_ in _SUBJECT), None)
    if subject is not None and subject.lemma_ == _WHICH:
        return _before_which(subject)
    if subject is None:
        subject = _next_to(verb)
    if subject is None and verb.dep_ == "conj" and is_verb(verb.head):
        subject = next((c for c in verb.head.children if c.dep_ in _SUBJECT), None)
    return subject


def _before_which(pronoun: Token) -> Token | None:
    """The noun before the comma of "который" that has its gender and number."""
    for token in reversed(pronoun.doc[max(pronoun.sent.start, pronoun.i - 12) : pronoun.i]):
        if (
            token.pos_ in {"NOUN", "PROPN"}
            and _alike(token, pronoun)
            and token.lemma_ in word_classes()["bdy-noun"]
        ):
            return token
    return None


def _next_to(verb: Token) -> Token | None:
    """A noun in the nominative right after a verb, with its adjectives: "создан Национальный комитет"."""
    for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 6)]:
        if token.pos_ in {"NOUN", "PROPN"}:
            return token if feature(token, "Case") == "Nom" and _alike(token, verb) else None
        if token.pos_ not in {"ADJ", "DET", "ADV", "SPACE"}:
            return None
    return None


def _alike(one: Token, other: Token) -> bool:
    """Whether two words agree in gender and number, as far as they show them."""
    pairs = [(feature(one, n), feature(other, n)) for n in ("Gender", "Number")]
    return all(a == b or a is None or b is None for a, b in pairs)


def _standing(ctx: Context, subject: Token, verb: Token) -> bool:
    """Whether a body at work is told of as an institution: a seat, or a work with its place or its time."""
    denied = any(c.lower_ == _NOT for c in verb.children)
    if subject.lemma_ in word_classes()["bdy-standing"] or denied:
        return feature(verb, "Tense") != "Past"
    place = any(preposition(c) in _IN_UPON_AT_WITH for c in verb.children if c.i > verb.i)
    near = [c for c in verb.children if c.dep_ in {"obj", "xcomp"}]
    return not near and feature(verb, "Tense") != "Past" and (place or subject.text[:1].isupper())


def _meant(ctx: Context, verb: Token) -> list[Token]:
    """The body that "который", "его" or nothing stands for: "штаб, который откроется", "её распустили"."""
    classes = word_classes()
    passive = feature(verb, "Voice") in {"Mid", "Pass"} or verb.lemma_ in classes["bdy-arise"]
    subject = _subject_of(verb)
    if subject is not None and passive:
        return [subject] if _is_body(ctx, subject) and not _sits(ctx, verb, subject) else []
    pronoun = next(
        (c for c in verb.children if c.pos_ == "PRON" and preposition(c) is None
         and c.lemma_ in classes["state-pronoun"] and _is_object(verb, c)), None
    )  # fmt: skip
    bare = subject is None and passive and verb.i == verb.sent.start and verb.dep_ in {"root", "ROOT"}
    if pronoun is None and not bare:
        return []
    agreeing = pronoun or verb
    for token in reversed(ctx.doc[max(0, agreeing.i - BACK) : agreeing.i]):
        if token.pos_ in {"NOUN", "PROPN"} and _alike(token, agreeing) and _is_body(ctx, token):
            return [token]
    return []


def _is_object(trigger: Token, child: Token) -> bool:
    if trigger.lemma_ in word_classes()["bdy-turn"]:
        return preposition(child) == _IN and feature(child, "Case") == "Acc"
    if preposition(child) is not None:
        return False
    if trigger.pos_ == "NOUN":
        return child.dep_ == "nmod" and feature(child, "Case") in {"Gen", None} and child.i > trigger.i
    if trigger.lemma_ in word_classes()["bdy-lack"]:
        return child.dep_ in {"obj", "obl", "nsubj", "iobj"} and feature(child, "Case") in {"Gen", "Nom"}
    if child.dep_ == "nsubj":
        if _put_first(trigger, child):
            return True
        # "Центр открылся", "заработал": what comes into being is the subject of a verb without object.
        return feature(trigger, "Voice") in {"Mid", "Pass"} or trigger.lemma_ in word_classes()["bdy-arise"]
    return child.dep_ in {"obj", "nsubj:pass"}


def _put_first(verb: Token, child: Token) -> bool:
    """ "Центр открыли": an object before a plural verb without a subject is taken for one."""
    several = any(c.dep_ == "conj" for c in child.children)
    plural = feature(verb, "Number") == "Plur" and feature(child, "Number") == "Sing"
    other = any(is_verb(t) for t in verb.doc[child.i : verb.i])
    return plural and not several and not other and child.i < verb.i


def _sits(ctx: Context, trigger: Token, head: Token) -> bool:
    """ "Открытие Совета министров", "закрылся СМИД": a council that is opened sits, it is not created."""
    if trigger.lemma_ not in word_classes()["bdy-open"]:
        return False
    meets = [m for m in ctx.mentions if m.label == "BODY" and m.start <= head.i < m.end]
    return head.lemma_ in word_classes()["bdy-sitting"] or any(
        (m.level or "officials") not in {"officials", "experts"} for m in meets
    )


def _is_body(ctx: Context, token: Token) -> bool:
    """Whether a noun is a body's: by its word and by what tells whose or what for."""
    classes = word_classes()
    if token.lemma_ not in classes["bdy-noun"]:
        return any(m.label == "BODY" and m.owner and m.start <= token.i < m.end for m in ctx.mentions)
    if token.lemma_ not in classes["bdy-weak"]:
        return True
    return any(
        c.dep_ in {"amod", "nmod", "appos", "acl"} and c.lemma_ not in classes["bdy-same"]
        for c in token.children
    )

"""Who chairs a meeting: by words of chairing, or as the host who leads it or receives the others."""

from __future__ import annotations

from spacy.tokens import Span, Token

from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person
from itogi.extraction.records.meeting_body import of_one_state
from itogi.extraction.records.states import antecedent
from itogi.extraction.single_words import any_of, spelt

_AND = spelt("and")
_CHAIR = spelt("chair")
_CHAIRMANSHIP = spelt("chairmanship")
_CHAIR_VERB = spelt("chair-verb")
_CONVERSATION_TALKS = any_of("conversation", "talks")
_HE_SHE_IT = any_of("he", "she", "it")
_HIM_HER_HER_YO = any_of("him", "her", "her-yo")
_LEAD = spelt("lead")
_UNDER = spelt("under")
_WHICH = spelt("which")
_WHICH_WHOSE = any_of("which", "whose")
_WHOSE = spelt("whose")
_WITH = any_of("with", "with-full")
_YEAR = spelt("year")

# How many words may stand between the name of a chair and its apposition "хозяин встречи".
_BESIDE = 10
_OBJECT = {"obj", "iobj", "nsubj", "nsubj:pass"}


def chair_in(ctx: Context, sentence: Span) -> str | None:
    """Who chairs by "под председательством X", "председательствовал X", "хозяин встречи – X"."""
    for token in sentence:
        chair = _chair_at(ctx, sentence, token)
        if chair is not None:
            return chair
    return None


def _chair_at(ctx: Context, sentence: Span, token: Token) -> str | None:
    classes = word_classes()
    before = ctx.doc[token.i - 1] if token.i > sentence.start else None
    if token.lemma_ in classes["chair-under"] and before is not None:
        if before.lemma_ == _UNDER and of_one_state(ctx, max(sentence.start, before.i - _BESIDE), before.i):
            # "На Совете Безопасности РФ под председательством X обсудили саммит": X chairs that one.
            return None
        if before.lemma_ == _UNDER:
            return _party(ctx, token.i, min(sentence.end, token.i + 16))
        whose = token.lemma_ == _CHAIRMANSHIP and before.lemma_ in _WHICH_WHOSE
        # "сессия, на которой председательство перейдёт к X" does not tell whose it is now.
        whose = whose and not (before.i > sentence.start and before.nbor(-1).pos_ == "ADP")
        if whose and _speaks_of_sitting(sentence):
            return _whose(ctx, before, sentence)
    first = token.i == sentence.start and len(sentence) > 2 and token.nbor().text == ","
    if token.lemma_ in classes["meeting-host"] and first:
        # "Хозяин, президент X, добивается …"
        return _party(ctx, token.i + 2, token.i + 3 + _BESIDE)
    if token.lemma_ in classes["meeting-host"] and token.dep_ == "xcomp" and not list(token.children):
        # "Хозяином выступил президент X"
        return _party(ctx, token.head.i + 1, min(sentence.end, token.head.i + _BESIDE), after=True)
    if token.lemma_ in classes["meeting-host"] and _speaks_of_sitting(ctx.doc[token.i : token.i + 4]):
        apposed = _apposed(ctx, sentence, token)
        return apposed or _party(ctx, token.i, min(sentence.end, token.i + 14))
    if token.lemma_ == _CHAIR and _speaks_of_sitting(ctx.doc[token.i + 1 : token.i + 2]):
        return _apposed(ctx, sentence, token) or _party(ctx, token.i, min(sentence.end, token.i + 8))
    if token.lemma_ in classes["chair-verb"] and _sits(ctx, token):
        ahead = _party(ctx, token.i + 1, min(sentence.end, token.i + 16), after=True)
        return ahead or _party(ctx, max(sentence.start, token.i - 12), token.i)
    if token.pos_ == "ADJ" and token.lemma_ in classes["meeting-lead"]:
        # "Модерировал саммит президент X": the parser takes the rare verb for an attribute
        sat = token.head.lemma_ in classes["meeting-sitting"] and token.head.i > token.i
        return _party(ctx, token.head.i + 1, min(sentence.end, token.head.i + 12)) if sat else None
    return _leads(ctx, token) if token.pos_ in {"VERB", "ADJ"} else None


def _leads(ctx: Context, verb: Token) -> str | None:
    """ "провёл его X", "заседание, которое вёл X", "встречал участников X": the person who does it."""
    classes = word_classes()
    opens = verb.lemma_ in classes["meeting-lead"] and _leads_sitting(verb)
    hosts = verb.lemma_ in classes["meeting-welcome"] and any(
        c.lemma_ in classes["meeting-guest"] and "Plur" in c.morph.get("Number", [])
        for c in verb.children
        if c.dep_ in _OBJECT or (c.dep_ == "nmod" and not any(g.dep_ == "case" for g in c.children))
    )
    if not (opens or hosts) or "Inf" in verb.morph.get("VerbForm", []):
        return None
    if any(t.lower_ in _WITH and t.pos_ == "ADP" for t in verb.subtree if t.i > verb.i):
        return None
    for top in _doers(verb):
        low, high = min(t.i for t in top.subtree), max(t.i for t in top.subtree) + 1
        people = [p for p in ctx.people.in_range(low, high) if _of_state(p)]
        if people:
            return people[0].name
    return None


def _doers(verb: Token) -> list[Token]:
    """The subject of a verb, or the noun that a participle describes ("принимавший коллег министр X")."""
    own = [c for c in verb.children if c.dep_ in {"nsubj", "obj"} and c.pos_ in {"NOUN", "PROPN"}]
    own = [c for c in own if "Plur" not in c.morph.get("Number", [])]
    own = [c for c in own if c.lemma_ not in word_classes()["meeting-generic"]]
    # "Провёл заседание X": the parser takes the person for the name of the sitting.
    named = [c for c in verb.children if c.dep_ == "obj" and c.lemma_ in word_classes()["meeting-sitting"]]
    own = own or [g for c in named for g in c.children if g.dep_ == "appos" and g.pos_ == "PROPN"]
    if "Part" in verb.morph.get("VerbForm", []) and verb.dep_ == "nsubj":
        # "Принимавший гостей президент X предложил"
        return [c for c in verb.head.children if c.dep_ == "nsubj" and c.i > verb.i]
    participle = "Part" in verb.morph.get("VerbForm", []) and verb.dep_ in {"acl", "amod"}
    return [verb.head] if participle else own


def _of_state(person: Person) -> bool:
    return any(o.of for o in person.offices) or bool(person.known) or not person.offices


def _leads_sitting(verb: Token) -> bool:
    """Whether the object of a verb is a sitting, or a pronoun for one."""
    sittings = word_classes()["meeting-sitting"]
    beside = verb.nbor() if verb.i + 1 < len(verb.doc) else verb
    if beside.pos_ in {"PRON", "DET"} and beside.lower_ in _HIM_HER_HER_YO:
        # "Провёл его президент": the parser takes the pronoun for "his".
        return _sat_before(verb)
    for child in verb.children:
        if child.lemma_ in sittings and child.dep_ in _OBJECT:
            return not _aside(child)
        if child.pos_ != "PRON" or child.dep_ not in _OBJECT:
            continue
        if child.lemma_ == _WHICH and verb.dep_ == "acl:relcl" and verb.head.lemma_ in sittings:
            return True
        if child.lemma_ in _HE_SHE_IT and "Nom" not in child.morph.get("Case", []):
            return _sat_before(verb)
    return False


def _aside(noun: Token) -> bool:
    """ "Провёл двусторонние встречи": talks beside the sitting, which do not tell who chairs it."""
    plural = "Plur" in noun.morph.get("Number", []) and noun.lemma_ not in word_classes()["plural-talks"]
    return plural or any(c.lemma_ in word_classes()["format-bilateral"] for c in noun.children)


def _sat_before(verb: Token) -> bool:
    """Whether one of the words before a pronoun is a sitting that it may stand for."""
    sittings = word_classes()["meeting-sitting"]
    return any(t.lemma_ in sittings for t in verb.doc[max(0, verb.i - 40) : verb.i])


def _apposed(ctx: Context, sentence: Span, token: Token) -> str | None:
    """ "X, хозяин встречи": the person named before the comma of the apposition."""
    low = max(sentence.start, token.i - _BESIDE)
    before = ctx.doc[token.i - 1]
    if before.text != "," and not (before.lemma_ == _AND and "," in ctx.text(low, token.i)):
        return None
    people = ctx.people.in_range(low, token.i)
    return people[-1].name if people else None


def _whose(ctx: Context, pronoun: Token, sentence: Span) -> str | None:
    near = ctx.mentions_in(sentence.start, pronoun.i, "COUNTRY", "NATIONAL", "CAPITAL")
    return near[-1].country if near else antecedent(ctx, pronoun)


def _speaks_of_sitting(span: Span) -> bool:
    return any(t.lemma_ in word_classes()["meeting-generic"] for t in span)


def _sits(ctx: Context, verb: Token) -> bool:
    """Whether the verb speaks of a sitting, not of a term ("председательствует в ОДКБ в этом году")."""
    after = [t.lemma_ for t in ctx.doc[verb.i : verb.i + 5]]
    term = ctx.mentions_in(verb.i, min(verb.i + 4, len(ctx.doc)), "ORGANISATION", "BODY")
    before = {t.lemma_ for t in ctx.doc[max(verb.sent.start, verb.i - 2) : verb.i]}
    term = [m for m in term if not _speaks_of_sitting(ctx.doc[verb.i : m.start])]
    if _YEAR in after or term or "Inf" in verb.morph.get("VerbForm", []) or _WHOSE in before:
        return False
    if _WHICH in before:
        # "саммит, на котором председательствовал X"
        return verb.dep_ == "acl:relcl" and verb.head.lemma_ in word_classes()["meeting-sitting"]
    if verb.lemma_ == _LEAD:
        return _speaks_of_sitting(verb.sent) and not _CONVERSATION_TALKS & {*after, *before}
    return verb.lemma_ == _CHAIR_VERB


def _party(ctx: Context, start: int, end: int, *, after: bool = False) -> str | None:
    """The person, else the state, named in a token range; ``after`` a verb only what follows it closely."""
    people = ctx.people.in_range(start, end)
    near = ctx.mentions_in(start, end, "COUNTRY", "NATIONAL")
    if people and (not after or _follows(ctx, start, people[0])):
        return people[0].name
    return near[0].value if near and not after else None


def _follows(ctx: Context, start: int, person: Person) -> bool:
    office = next(
        (o for o in ctx.people.offices if ctx.people.at(o.person.start) is person and o.end > start), None
    )
    at = min((m.start for m in person.mentions if m.start >= start), default=start)
    begin = min(at, office.start) if office is not None and office.start >= start else at
    return begin - start <= 4

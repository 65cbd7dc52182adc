"""Finder of commitments: what states, organisations and their leaders undertake or intend to do."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.features import beside, feature
from itogi.extraction.patterns import Match, matcher, word_classes
from itogi.extraction.records.actors import actors_of, pair_of_the_text
from itogi.extraction.records.states import country_at, preposition, subjects
from itogi.extraction.stance import tense_of
from itogi.model.record import SlotValue

_TERMS = {"by", "until"}
_QUOTES = '«»“”„"'
# Tokens between a subject and its predicate that the text of a commitment may span.
SPAN = 30
# The same where the subject is that of an earlier predicate ("стороны осудили … и намерены …").
SHARED_SPAN = 12


def find(ctx: Context) -> Iterator[Draft]:
    """Commitments in text order; of two in one clause the wider stands."""
    drafts: list[tuple[int, int, Draft]] = []
    for match in matcher("commitment", ctx.doc.vocab)(ctx.doc):
        found = _draft(ctx, match)
        if found is None:
            continue
        start, end, _ = found
        inside = next((d for d in drafts if (d[0] < end and start < d[1]) or _again(ctx, d, found)), None)
        if inside is None:
            drafts.append(found)
            continue
        wider, other = (found, inside) if end - start > inside[1] - inside[0] else (inside, found)
        wider[2].evidence += [e for e in other[2].evidence if e not in wider[2].evidence]
        drafts[drafts.index(inside)] = wider
    yield from (draft for _, _, draft in drafts)


def _again(ctx: Context, old: tuple[int, int, Draft], new: tuple[int, int, Draft]) -> bool:
    """Whether a clause says with the same verbs and object what an earlier one has said."""
    verbs = [{t.lemma_ for t in ctx.doc[s:e] if t.pos_ in {"VERB", "NOUN"}} for s, e, _ in (old, new)]
    shared, least = verbs[0] & verbs[1], min(map(len, verbs))
    return least >= 2 and len(shared) >= max(2, 0.7 * least)


def _draft(ctx: Context, match: Match) -> tuple[int, int, Draft] | None:
    trigger = ctx.doc[match.groups["t"][0]]
    predicate = _predicate(match, trigger)
    if predicate is None or _unreal(predicate) or not _undertakes(match.pattern.id, trigger, predicate):
        return None
    subject = _subject(predicate)
    actors = actors_of(ctx, subject) if subject is not None else _those_in(ctx, predicate)
    actors = _whose(ctx, trigger) or actors
    if not actors and subject is None:
        actors = _those_of_the_text(ctx, predicate)
    if not actors or not _between_states(ctx, actors, predicate, subject):
        return None
    start, end = _extent(ctx, predicate, trigger, subject)
    slots: dict[str, SlotValue | list[str] | None] = {
        "actors": actors,
        "text": ctx.text(start, end),
        "topics": ctx.topics((start, end)),
        "due": _due(ctx, start, end),
    }
    draft = Draft(
        "commitment", slots, ctx.evidence(predicate.i), match.pattern.confidence, match.pattern.id, start
    )
    return start, end, draft


def _predicate(match: Match, trigger: Token) -> Token | None:
    """The word that says that something is undertaken: the trigger, or the verb of "выразил готовность"."""
    if match.pattern.id != "commitment.voice":
        return trigger if match.pattern.id != "commitment.jointly" or _is_future(trigger) else None
    verb = trigger.doc[match.start]
    return verb if all(t.text not in ",:;—–" for t in trigger.doc[verb.i : trigger.i]) else None


def _is_future(verb: Token) -> bool:
    """Whether a verb says what will be done: "будут бороться", "станут сотрудничать", "объединяют"."""
    if verb.lemma_ in word_classes()["cmt-join"]:
        return any(c.lemma_ in word_classes()["cmt-effort"] for c in verb.children)
    helper = next((c for c in verb.children if c.dep_ == "aux"), None)
    if helper is None and verb.dep_ == "xcomp" and verb.head.lemma_ == "стать":
        helper = verb.head
    return helper is not None and helper.lemma_ in word_classes()["cmt-become"] and tense_of(verb) != "past"


def _unreal(predicate: Token) -> bool:
    """Whether a clause is denied, conditional or asked."""
    children = list(predicate.children)
    if any(c.lemma_ in {"бы", "если", "ли", "чтобы"} for c in children):
        return True
    if any(g.lemma_ == "если" for c in children if c.dep_ == "advcl" for g in c.children):
        return True
    if predicate.lemma_ in word_classes()["cmt-hinder"] and predicate.dep_ != "xcomp":
        return False
    if (
        any(c.lower_ == "не" and predicate.i - 3 < c.i < predicate.i for c in children)
        or feature(predicate, "Mood") == "Cnd"
    ):
        return True
    sentence = predicate.sent
    return sentence[-1].text == "?" or (len(sentence) > 1 and sentence[-2].text == "?")


def _undertakes(rule: str, trigger: Token, predicate: Token) -> bool:
    """Whether the words make an undertaking: what is to be done is told, and it is no item of an agenda."""
    classes = word_classes()
    done = [
        c
        for c in trigger.children
        if feature(c, "VerbForm") == "Inf" and c.dep_ in {"xcomp", "nmod", "csubj", "acl", "obl", "obj"}
    ]
    if rule == "commitment.voice":
        return True
    if trigger.lemma_ in classes["cmt-plan"] and any(c.lemma_ in classes["cmt-agenda"] for c in done):
        return False
    if rule == "commitment.goes-on":
        return tense_of(predicate) == "future"
    if rule == "commitment.jointly":
        if trigger.lemma_ in classes["cmt-join"]:
            return True
        jointly = any(c.lemma_ in classes["cmt-jointly"] for c in trigger.children)
        return trigger.lemma_ in classes["cmt-cooperate"] | classes["cmt-hinder"] or (
            jointly and trigger.lemma_ not in classes["cmt-agenda"]
        )
    if feature(predicate, "VerbForm") in {"Inf", "Part"} and feature(predicate, "Variant") != "Short":
        return False
    if trigger.lemma_ in classes["cmt-decide"]:
        plural = feature(predicate, "Number") == "Plur"
        several = any(s.lemma_ in classes["cmt-leader"] | classes["cmt-member"] for s in subjects(predicate))
        what = [c for c in done if c.lemma_ not in classes["cmt-agenda"] and beside(c, -1) != "не"]
        return plural and several and bool(what)
    return (
        bool(done)
        or _put_first(trigger) is not None
        or (trigger.lemma_ in classes["cmt-agree"] and _agreed_on(trigger))
    )


def _put_first(verb: Token) -> Token | None:
    """The infinitive before its verb, where the parse ties it elsewhere: "помогать им союз намерен"."""
    for token in reversed(verb.doc[verb.sent.start : verb.i]):
        if token.text in ",:;—–()«»":
            return None
        if feature(token, "VerbForm") == "Inf":
            return token if token.head.i < verb.i or token.head == verb else None
        if token.pos_ == "VERB":
            return None
    return None


def _agreed_on(verb: Token) -> bool:
    """ "Договорились о …", "условились, что …"."""
    return _that_follows(verb) or any(
        (c.dep_ == "obl" and any(g.lower_ in {"о", "об"} for g in c.children)) or c.dep_ == "ccomp"
        for c in verb.children
    )


def _that_follows(verb: Token) -> bool:
    """Whether ", что" stands right after a verb, whatever the parse makes of it."""
    after = verb.doc[verb.i + 1 : verb.i + 3]
    return len(after) == 2 and after[0].text == "," and after[1].lower_ in {"что", "чтобы"}


def _subject(predicate: Token) -> Token | None:
    found = subjects(predicate)
    if not found and predicate.dep_ == "xcomp":
        found = subjects(predicate.head)
    if found and found[0].i < predicate.i:
        return found[0]
    return _just_before(predicate) or (found[0] if found else None)


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


def _those_in(ctx: Context, predicate: Token) -> list[str]:
    """ "В Минске намерены …", "в ОДКБ заявили, что планируют …": a seat or body for those who work there."""
    if feature(predicate, "Number") != "Plur":
        return []
    above = [predicate, predicate.head] if predicate.dep_ == "ccomp" else [predicate]
    for verb in above:
        if any(c.dep_ in {"nsubj", "nsubj:pass"} for c in verb.children):
            continue
        places = [
            c for c in verb.children if c.i < verb.i and preposition(c) == "в" and c.pos_ in {"PROPN", "NOUN"}
        ]
        for place in places:
            if found := actors_of(ctx, place):
                return found
    return []


def _those_of_the_text(ctx: Context, predicate: Token) -> list[str]:
    """ "К 2030 году намерены удвоить …": a plural verb without subject speaks of those the report is on."""
    plural = feature(predicate, "Number") == "Plur" or feature(predicate, "Gender") == "Neut"
    own = any(c.dep_ in {"nsubj", "nsubj:pass"} for c in predicate.children)
    elsewhere = any(preposition(c) == "в" and c.ent_type_ != "TIME" for c in predicate.sent[:6])
    if own or elsewhere or not plural or predicate.dep_ not in {"root", "ROOT", "conj", "parataxis"}:
        return []
    return [ctx.main_organisation] if ctx.main_organisation else pair_of_the_text(ctx)


def _whose(ctx: Context, trigger: Token) -> list[str]:
    """The state whose readiness is voiced: "подтвердил готовность Казахстана развивать …"."""
    if trigger.lemma_ not in word_classes()["cmt-will"]:
        return []
    for child in trigger.children:
        if child.dep_ == "nmod" and feature(child, "Case") == "Gen":
            code = country_at(ctx, child, anaphora=False)
            if code:
                return [code]
    return []


def _between_states(ctx: Context, actors: list[str], predicate: Token, subject: Token | None) -> bool:
    """Whether a commitment concerns work between states: an organisation or another state is in play."""
    if (
        subject is not None
        and subject.lemma_ in word_classes()["cmt-state"]
        and feature(subject, "Number") == "Plur"
    ):
        return True
    if len(actors) > 1 or not actors[0].isupper() or len(actors[0]) > 2:
        return (
            len(actors) > 1
            or ctx.main_organisation is not None
            or bool(ctx.in_sentence(predicate.i, "COUNTRY"))
        )
    others = {m.country for m in ctx.in_sentence(predicate.i) if m.country} - set(actors)
    return (
        bool(others)
        or bool(ctx.in_sentence(predicate.i, "ORGANISATION"))
        or ctx.main_organisation is not None
    )


# -- the clause -------------------------------------------------------------------------------------


def _extent(ctx: Context, predicate: Token, trigger: Token, subject: Token | None) -> tuple[int, int]:
    """The token range of the clause: from its subject (or its first word) to the last word it governs."""
    top = predicate.head if predicate.dep_ == "xcomp" and predicate.head.lemma_ == "стать" else predicate
    end = max(_last(top, top), _last(trigger, trigger)) + 1
    start = min([top.i, *(c.i for c in top.children if c.dep_ in {"aux", "cop"})])
    reach = SPAN if subject is not None and subject.head in {top, predicate} else SHARED_SPAN
    if subject is not None and 0 < start - subject.i <= reach:
        start = min(start, _first(subject))
    first = _put_first(trigger)
    start = min(start, first.i) if first is not None else start
    start = _term_before(ctx, top, start)
    if _that_follows(predicate) and end <= predicate.i + 2:
        end = next((t.i for t in ctx.doc[end:] if t.is_sent_start or t.text in ";\n"), len(ctx.doc))
    sentence = ctx.sentences[ctx.sentence(top.i)]
    start, end = max(start, sentence.start), min(end, sentence.end)
    return start, _trimmed(ctx, start, end)


def _term_before(ctx: Context, top: Token, start: int) -> int:
    """The start of a clause with the term that opens its sentence: "К 2030 году страны намерены …"."""
    first = top.sent.start
    for s, e, t in ctx.times_in(first, start):
        if t.role in _TERMS and s <= first + 1 and e == start:
            return first
    return start


def _first(subject: Token) -> int:
    """The first word of the phrase of a subject, without a preposition or what a comma sets off."""
    first = subject.i
    while (
        first > subject.left_edge.i
        and subject.doc[first - 1].text not in ',:;—–«»"()'
        and not subject.doc[first].is_sent_start
    ):
        first -= 1
    while first < subject.i and subject.doc[first].pos_ in {
        "CCONJ",
        "SCONJ",
        "PUNCT",
        "SPACE",
        "ADV",
        "PART",
    }:
        first += 1
    return first


def _last(token: Token, top: Token) -> int:
    """The last word of what ``token`` governs, without asides and clauses that stand alone."""
    last = token.i
    for child in token.children:
        if child.is_punct or child.dep_ in {"parataxis", "discourse", "vocative"} or child.is_space:
            continue
        if token == top and child.dep_ in {"conj", "advcl"} and _stands_alone(child, top):
            continue
        last = max(last, _last(child, top))
    return last


def _stands_alone(clause: Token, top: Token) -> bool:
    """Whether a joined clause is another statement: it has a subject, or another tense."""
    if any(c.dep_ in {"nsubj", "nsubj:pass"} for c in clause.children):
        return True
    return (
        clause.dep_ == "conj"
        and clause.pos_ == "VERB"
        and tense_of(clause) == "past"
        and tense_of(top) != "past"
    )


def _trimmed(ctx: Context, start: int, end: int) -> int:
    """Cut a clause at the end of its quotation and drop punctuation from its end."""
    depth = 0
    for i in range(start, end):
        text = ctx.doc[i].text
        if text in "«“„":
            depth += 1
        elif text in "»”":
            depth -= 1
            if depth < 0:
                end = i
                break
        elif text == "\n":
            end = i
            break
    while end > start + 1 and (ctx.doc[end - 1].text in ",.:;!?…—–-" or ctx.doc[end - 1].is_space):
        end -= 1
    if end < len(ctx.doc) and depth > 0 and ctx.doc[end].text in "»”":
        end += 1
    return end


def _due(ctx: Context, start: int, end: int) -> str | None:
    """The term by which it is to be done: "до конца года", "к 2030 году"."""
    return next((t.edtf for _, _, t in ctx.times_in(start, end) if t.role in _TERMS and t.edtf), None)

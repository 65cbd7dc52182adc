"""Which organisation a membership is in: "в НАТО", "при Содружестве", "член клуба", or that of the text."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.membership_roles import since_when
from itogi.extraction.records.states import preposition
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import ancestors, is_verb

_IN = spelt("in")
_IN_IN_FULL = any_of("in", "in-full")
_IN_QUOTE = any_of("in", "in-full") | {"«"}
_OUT_OF = spelt("out-of")
_OUT_OF_ONLY = any_of("out-of")
_OWN = spelt("own")

# Tokens after a trigger within which its organisation must be named.
REACH = 10
# Tokens back in which a membership must be spoken of for a bare "заявка" to be one for it.
_TOLD = 60
_INTO = any_of("in", "in-full", "to", "to-full")
_AT = any_of("out-of", "at")
_PLACED = {"membership.join", "membership.leave", "membership.ceased", "membership.being"}
_BEFORE_TOO = {
    "join",
    "role",
    "become",
    "suspend",
    "admit",
    "new",
    "apply",
    "noun",
    "expel",
    "ceased",
    "restore",
    "grow",
    "being",
    "leave",
    "guest",
    "watch",
}
# Rules whose words speak of nothing but memberships: the organisation may be the one of the text.
_TELLING = {"membership.new", "membership.suspend", "membership.ceased", "membership.grow"}


def organisation_of(ctx: Context, trigger: Token, rule: str) -> str | None:
    """The code of the organisation, by the phrase of the trigger, its sentence, or the text."""
    if rule in {"membership.outside", "membership.within"}:
        return next((m.value for m in ctx.mentions if m.start <= trigger.i < m.end), None)
    if rule in {"membership.seat", "membership.invite"}:
        return _seat_in(ctx, trigger)
    found = _named(ctx, trigger, rule)
    if found is not None:
        return found.owner or found.value
    if rule in {"membership.status", "membership.watch"} or _speaks_of_one(ctx, trigger, rule):
        return _of_text(ctx, trigger)
    return None


def _seat_in(ctx: Context, trigger: Token) -> str | None:
    """What one gets a seat in or is called into: "в" with the name of an organisation, or "в блок"."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    for token in ctx.doc[trigger.i + 1 : min(sentence.end, trigger.i + 1 + REACH)]:
        if token.text in ",;:—–" or (is_verb(token) and token.i > trigger.i):
            break
        if preposition(token) not in _IN_IN_FULL:
            continue
        named = next(
            (m for m in ctx.mentions if m.label == "ORGANISATION" and m.start <= token.i < m.end), None
        )
        if named is not None and (ctx.doc[named.start - 1].lower_ in _IN_QUOTE):
            return named.value
        return _of_text(ctx, trigger) if _general(token) else None
    return None


def _of_text(ctx: Context, trigger: Token) -> str | None:
    before = [m for m in ctx.mentions if m.label == "ORGANISATION" and m.end <= trigger.i]
    return ctx.main_organisation or (before[-1].value if before else None)


def _named(ctx: Context, trigger: Token, rule: str) -> Mention | None:
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    near = ctx.mentions_in(trigger.i + 1, min(sentence.end, trigger.i + 1 + REACH), "ORGANISATION")
    if rule == "membership.status":
        if not near:
            before = ctx.mentions_in(sentence.start, trigger.i, "ORGANISATION")
            # What stands right before the status is the one to get it: "наделение ШОС статусом".
            return next((m for m in reversed(before) if m.end < trigger.i), None)
        # "наделение ШОС статусом наблюдателя в СНГ": the first may be the one that gets the status.
        return next((m for m in near if preposition(ctx.doc[m.start : m.end].root) is not None), near[0])
    place = _complement(trigger) if rule in _PLACED else None
    if place is not None:
        reach = ctx.mentions_in(min(place.i, trigger.i), min(sentence.end, place.i + REACH), "ORGANISATION")
        inside = next((m for m in reach if m.start <= place.i < m.end or _leads_to(ctx, place, m)), None)
        if inside is not None or not _general(place):
            return inside
        near = []
    if rule in {"membership.join", "membership.admit"}:
        near = [
            m for m in near
            if _may_be_entered(ctx, m, sure=rule == "membership.admit") or _as_member(ctx, trigger, m)
        ]  # fmt: skip
    elif rule in {"membership.leave", "membership.expel"}:
        near = [m for m in near if preposition(ctx.doc[m.start : m.end].root) in {_OUT_OF, None}]
    elif rule in {"membership.become", "membership.new", "membership.being"}:
        near = [m for m in near if _own_complement(ctx, trigger, m)]
    if near:
        return near[0]
    before = ctx.mentions_in(sentence.start, trigger.i, "ORGANISATION")
    # "к ВТО … из стран СНГ … о его приёме": what one enters counts before what only stands nearer.
    before = [m for m in before if preposition(ctx.doc[m.start : m.end].root) in _INTO | _AT] or before
    if rule.removeprefix("membership.") not in _BEFORE_TOO or not before:
        return None
    if rule == "membership.leave" and _complement(trigger) is None:
        steps = word_classes()["mbr-join"] | word_classes()["mbr-leave"]
        return before[-1] if trigger.dep_ == "conj" and trigger.head.lemma_ in steps else None
    if rule == "membership.role":
        return before[-1] if trigger.i - before[-1].end <= 4 else None
    return before[-1] if rule != "membership.become" or not _other_complement(trigger) else None


def _speaks_of_one(ctx: Context, trigger: Token, rule: str) -> bool:
    """Whether the words can only mean the organisation that the text is about."""
    if rule == "membership.guest":
        return trigger.lemma_ in word_classes()["mbr-guest"] and ctx.main_organisation is not None
    if rule in _TELLING:
        return not any(c.dep_ == "nmod" and preposition(c) == _IN for c in trigger.children)
    if rule == "membership.admit" and trigger.lemma_ in word_classes()["mbr-exclude"]:
        return any(
            c.lemma_ in word_classes()["mbr-into"] and preposition(c) in _INTO for c in trigger.children
        )
    phrase = [*trigger.children, *(g for c in trigger.children for g in c.children)]
    if any(_general(t) for t in phrase if t.i != trigger.i):
        return True
    classes = word_classes()
    if rule in {"membership.become", "membership.being"} and not _other_complement(trigger):
        return ctx.main_organisation is not None
    if (
        rule == "membership.join"
        and (into := _complement(trigger)) is not None
        and into.lemma_ in (classes["mbr-member"] | classes["mbr-observer"])
    ):
        return True
    if rule == "membership.noun":
        if any(preposition(c) in _INTO and c.ent_type_ != "TIME" for c in trigger.children):
            return False
        full = any(c.lemma_ in classes["mbr-full"] for c in trigger.children)
        if full and any(a.lemma_ in classes["mbr-ask"] for a in list(ancestors(trigger))[:1]):
            return True
        whose = [c for c in trigger.children if c.dep_ == "nmod" and preposition(c) is None]
        named = any(c.ent_type_ == "COUNTRY" and feature(c, "Case") in {"Gen", None} for c in whose)
        return named or any(a.lemma_ in classes["mbr-way"] for a in ancestors(trigger))
    if rule == "membership.apply":
        sure = trigger.lemma_ not in classes["mbr-plea"] | classes["mbr-queue"]
        if sure and trigger.head.lemma_ in classes["mbr-file"] and ctx.main_organisation:
            return True
        told = ctx.doc[max(0, trigger.i - _TOLD) : trigger.i]
        words = classes["mbr-joining"] | classes["mbr-join"] | classes["mbr-member"]
        return any(t.lemma_ in words for t in told)
    if rule == "membership.admit" and any(c.lemma_ in classes["mbr-again"] for c in trigger.children):
        return True
    if rule == "membership.join" and (into := _complement(trigger)) is not None and _bare_work(into):
        return True
    if rule == "membership.join" and _enters_alone(trigger):
        return True
    if rule == "membership.role" and trigger.lemma_ in classes["mbr-partner"] and since_when(trigger):
        return True
    if rule == "membership.admit" and feature(trigger, "Number") == "Plur" and _state_alone(ctx, trigger):
        return True
    if rule == "membership.admit" and any(c.lemma_ in classes["mbr-into"] for c in trigger.children):
        return any(c.lemma_ == _OWN for c in phrase)
    if rule == "membership.role" and trigger.lemma_ in classes["mbr-observer"]:
        return "-" in trigger.lemma_ or not any(
            c.dep_ == "nmod" and c.i > trigger.i for c in trigger.children
        )
    full = any(t.lemma_ in word_classes()["mbr-full"] for t in phrase)
    return rule in {"membership.become", "membership.role", "membership.join"} and full


def _state_alone(ctx: Context, verb: Token) -> bool:
    """ "Приняли ещё Либерию": nothing but a state is what is taken."""
    taken = [c for c in verb.children if c.dep_ in {"obj", "nsubj:pass", "nsubj"}]
    return bool(taken) and all(
        c.ent_type_ == "COUNTRY" and (feature(c, "Case") != "Nom" or c.i > verb.i) for c in taken
    )


def _enters_alone(verb: Token) -> bool:
    """ "Вступал Тбилиси в 1993-м", "последней вошла Индонезия": nothing is named that is entered."""
    classes = word_classes()
    if _complement(verb) is not None or not is_verb(verb):
        return False
    near = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + REACH)]
    if any(
        preposition(t) in _INTO | _OUT_OF_ONLY and t.ent_type_ != "TIME" and t.pos_ != "ADJ" for t in near
    ):
        return False
    states = [
        c for c in verb.children if c.dep_ in {"nsubj", "obj"} and c.ent_type_ in {"COUNTRY", "CAPITAL"}
    ]
    ordered = any(c.lemma_ in classes["mbr-order"] for c in verb.children)
    return bool(states) and (verb.lemma_ in classes["mbr-enter"] or ordered)


def _bare_work(noun: Token) -> bool:
    """ "К работе подключились …": that of the organisation the text is about."""
    return noun.lemma_ in word_classes()["mbr-taking-part"] and not any(
        c.dep_ in {"nmod", "amod"} for c in noun.children
    )


def _general(noun: Token) -> bool:
    """Whether a noun stands for an organisation named elsewhere: "организация", "клуб", "из него"."""
    if noun.lemma_ in word_classes()["mbr-it"] and preposition(noun) in _INTO | _OUT_OF_ONLY:
        return True
    return noun.lemma_ in word_classes()["mbr-union"] and not any(
        c.dep_ in {"nmod", "amod"} and c.i > noun.i for c in noun.children
    )


def _complement(verb: Token) -> Token | None:
    """What is joined or left: the noun after "в", "к", "из", or the object of "покинуть"."""
    found = [
        child for child in verb.children
        if (child.dep_ in {"obl", "nmod"} and preposition(child) in _INTO | _OUT_OF_ONLY
            and feature(child, "Case") != "Loc" and child.ent_type_ != "TIME")
        or (child.dep_ == "obj" and child.ent_type_ != "COUNTRY")
    ]  # fmt: skip
    return min(found, key=lambda c: (c.i < verb.i, abs(c.i - verb.i)), default=None)


def _leads_to(ctx: Context, place: Token, mention: Mention) -> bool:
    """ "В состав БРИКС", "в ряды членов НАТО", "к Договору о ЕАЭС"; no "в состав комитета ООН"."""
    classes = word_classes()
    if place.lemma_ in classes["mbr-charter"] and place.head.lemma_ in classes["mbr-denounce"]:
        return mention.start > place.i
    if place.lemma_ not in classes["mbr-into"]:
        return False
    return mention.start > place.i and _only(ctx.doc[place.i + 1 : mention.start])


def _as_member(ctx: Context, trigger: Token, mention: Mention) -> bool:
    """ "Принят одиннадцатым членом АСЕАН"."""
    noun = ctx.doc[mention.start : mention.end].root.head
    return noun.lemma_ in word_classes()["mbr-grade"] and noun.head == trigger


def _only(tokens: Iterable[Token]) -> bool:
    classes = word_classes()
    nouns = classes["mbr-into"] | classes["mbr-grade"] | classes["mbr-union"]
    words = classes["mbr-full"] | classes["mbr-fresh"]
    kinds = {"NOUN": nouns, "PROPN": nouns, "VERB": nouns, "ADJ": words}
    return all(
        t.lemma_.rsplit("-", 1)[-1] in kinds.get(t.pos_, {t.lemma_.rsplit("-", 1)[-1]}) for t in tokens
    )


def _own_complement(ctx: Context, member: Token, mention: Mention) -> bool:
    """Whether an organisation is that of a member: "член ШОС"; no "участник заседания ШОС"."""
    return _only(ctx.doc[member.i + 1 : mention.start])


def _other_complement(member: Token) -> bool:
    """Whether something else is what one is a member or partner of ("участник выставки")."""
    return any(
        c.dep_ == "nmod" and c.i > member.i and not _only([c]) and c.ent_type_ != "ORGANISATION"
        for c in member.children
    )


def _may_be_entered(ctx: Context, mention: Mention, *, sure: bool) -> bool:
    before = preposition(ctx.doc[mention.start : mention.end].root)
    return before in _INTO or (before is None and not sure)

"""Chairmanships told by a verb or a title: "председательствует", "возглавит", "председатель"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.actors import speaker_at
from itogi.extraction.records.chair_nouns import Holding, is_coming, may_be_state, moved
from itogi.extraction.records.states import (
    country_at,
    named_at,
    nominatives,
    person_country,
    preposition,
    subjects,
    with_conjuncts,
)
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import ancestors, predicate_of, tense_of
from itogi.language.lemma import parses

_ACTING_STEM = spelt("acting-stem")
_BODY = spelt("body")
_CHAIRMANSHIP = spelt("chairmanship")
_HE_SHE_IT = any_of("he", "she", "it")
_IN = spelt("in")
_QUALITY = spelt("quality")
_WE = spelt("we")
_WHICH_ONLY = any_of("which")

_SUBJECT = {"nsubj", "nsubj:pass"}
_OBJECT = {"iobj", "obj", "obl"}
_HEADS = {"heads-of-state", "heads-of-government"}
_TITLES = any_of("chair-state", "chair-country")


def of_verb(ctx: Context, trigger: Token) -> Iterator[Holding]:
    """Who "председательствует": countries; a person only where the organisation itself is chaired."""
    status = _verbal_status(trigger)
    turn = trigger.head if trigger.head.pos_ == "NOUN" else trigger
    if turn.head.lemma_ in word_classes()["chm-move"]:
        # "Очередь председательствовать перешла к Туркмении"
        yield from moved(ctx, turn, None)
        return
    for holder in _agents(ctx, trigger):
        if holder.lemma_ == _WE:
            yield from (Holding(a, status) for a in speaker_at(ctx, holder) if len(a) == 2 and a.isupper())
            continue
        if holder.lemma_ in word_classes()["state-noun"] and not country_at(ctx, holder, anaphora=False):
            code = _same_clause(ctx, holder)
        elif may_be_state(ctx, holder) and ctx.people.at(holder.i) is None:
            code = country_at(ctx, holder)
        else:
            code = person_country(ctx, holder) if _whole(ctx, trigger) else None
        if code:
            yield Holding(code, status)


def _same_clause(ctx: Context, noun: Token) -> str | None:
    """ "Страна, председательствующая в ЕАЭС, Армения": the state named in apposition, else the one meant.

    "Глава председательствующей в ЕАЭС страны": the state of the person who is called so.
    """
    after = ctx.mentions_in(noun.i, min(noun.sent.end, noun.i + 9), "COUNTRY")
    if after and ctx.doc[after[0].start - 1].text in {",", "—", "–"}:
        return after[0].country
    people = ctx.people.in_range(noun.sent.start, noun.sent.end)
    codes = {person_country(ctx, ctx.doc[m.start]) for p in people for m in p.mentions
             if noun.sent.start <= m.start < noun.sent.end}  # fmt: skip
    if len(people) == 1 and len(codes) == 1:
        return codes.pop()
    return country_at(ctx, noun)


def _whole(ctx: Context, trigger: Token) -> bool:
    """Whether an organisation itself, or its body of heads, is the complement of ``trigger``."""
    places = [c for c in trigger.children if c.dep_ in {"obl", "obj", "nmod"}]
    return any(
        m.start <= p.i < m.end and (m.label == "ORGANISATION" or m.level in _HEADS or m.owner == "UN")
        for p in places
        for m in ctx.mentions
    )


def _agents(ctx: Context, verb: Token) -> list[Token]:
    """Who does what ``verb`` says: its subject, the head of its participle, the dative of "выпало …"."""
    if any("PRTF" in p.tag for p in parses(verb.lower_)):
        return _modified(ctx, verb)
    above = verb.head if verb.dep_ in {"csubj", "xcomp"} else verb
    for current in (verb, above):
        datives = [c for c in current.children if c.dep_ in _OBJECT and feature(c, "Case") == "Dat"
                   and preposition(c) is None]  # fmt: skip
        if datives and feature(verb, "VerbForm") == "Inf":
            return with_conjuncts(datives[0])
    found = subjects(verb)
    bare = verb.doc[verb.i + 1 : verb.i + 2]
    if not found and verb.lower_ == verb.lemma_:
        # "В БРИКС с января председательствовать Бразилии"
        return [t for t in bare if named_at(ctx, t)] or _nominatives(ctx, verb)
    return found or _nominatives(ctx, verb)


def _nominatives(ctx: Context, verb: Token) -> list[Token]:
    """Countries in the nominative beside a verb that the parse leaves without a subject."""
    out: list[Token] = []
    for step in (1, -1):
        i = verb.i + step
        while 0 <= i < len(ctx.doc) and abs(i - verb.i) <= 6 and ctx.doc[i].text not in ",.;:—–" and not out:
            token = ctx.doc[i]
            if named_at(ctx, token) and feature(token, "Case") == "Nom" and preposition(token) is None:
                out.append(token)
            i += step
    return out


def _modified(ctx: Context, participle: Token) -> list[Token]:
    """The noun that a participle describes: by the parse, else the one before its comma."""
    head = participle.head
    if head != participle and (
        head.i < participle.i or participle.i == 0 or ctx.doc[participle.i - 1].text != ","
    ):
        return [head]
    before = [
        m for m in ctx.mentions if m.end == participle.i - 1 and m.label in {"PERSON", "COUNTRY", "CAPITAL"}
    ]
    return [ctx.doc[before[0].start]] if before else []


def _verbal_status(verb: Token) -> str:
    if is_coming(verb):
        return "next"
    if feature(verb, "VerbForm") == "Part":
        return "past" if feature(verb, "Tense") == "Past" else "current"
    tense = tense_of(verb)
    if feature(verb, "VerbForm") == "Inf":
        above = next((a for a in ancestors(verb) if a.pos_ == "VERB"), None)
        return "current" if above is not None and tense_of(above) != "future" else "next"
    return "past" if tense == "past" else "current"


def of_lead(ctx: Context, trigger: Token) -> Iterator[Holding]:
    """ "Возглавить", "руководить" with an organisation as object and a country as subject."""
    led = _led(ctx, trigger)
    anaphoric = led is None and any(_stands_for_one(c) for c in trigger.children)
    if led is None and not anaphoric:
        return
    heads = led is not None and led.level in _HEADS
    status = _verbal_status(trigger)
    if status == "past" and feature(trigger, "Aspect") == "Perf":
        status = "current"
    agents = _agents(ctx, trigger)
    if not any(named_at(ctx, a) for a in agents):
        # "СНГ возглавит Туркмения": the parser takes the organisation for the subject.
        agents = _counterparts(ctx, trigger) or agents
    for holder in agents:
        code = named_at(ctx, holder)
        if code is None and not anaphoric and holder.lemma_ in word_classes()["state-noun"] | _WHICH_ONLY:
            code = country_at(ctx, holder)
        if code is None and heads:
            code = person_country(ctx, holder)
        if code:
            yield Holding(code, status)


def _stands_for_one(token: Token) -> bool:
    """Whether what is led is "её", "организацию", "клуб": the organisation told of before."""
    if token.pos_ == "PRON":
        return token.dep_ == "obj" and token.lemma_ in _HE_SHE_IT
    bare = not any(c.dep_ in {"nmod", "amod"} for c in token.children)
    return bare and token.dep_ in {"obj", "nsubj", "obl"} and token.lemma_ in word_classes()["chm-union"]


def _counterparts(ctx: Context, verb: Token) -> list[Token]:
    near = [
        c for c in verb.children
        if c.dep_ in {"obj", "nsubj"} and preposition(c) is None and named_at(ctx, c)
    ]  # fmt: skip
    return with_conjuncts(near[0]) if near else nominatives(ctx, verb)


def _led(ctx: Context, verb: Token) -> Mention | None:
    """The organisation, or its body, that is the object of "возглавить": by the parse, or right after it."""
    objects = {c.i for c in verb.children if c.dep_ in {"obj", "obl", "iobj"} and preposition(c) is None}
    for m in ctx.in_sentence(verb.i, "ORGANISATION", "BODY"):
        near = 0 <= m.start - verb.i - 1 <= 2 and all(
            t.pos_ in {"ADV", "ADJ"} for t in ctx.doc[verb.i + 1 : m.start]
        )
        ahead = m.end == verb.i and preposition(ctx.doc[m.start : m.end].root) is None
        if (near or ahead or any(m.start <= i < m.end for i in objects)) and (
            m.label == "ORGANISATION" or m.owner
        ):
            return m
    return None


def of_reins(ctx: Context, trigger: Token) -> Iterator[Holding]:
    """ "Бразды правления", "эстафета": handed on from one state to another at the head of an organisation."""
    if any(c.lemma_ == _CHAIRMANSHIP for c in trigger.children):
        return
    verb = predicate_of(trigger)
    if verb is None:
        return
    there = ctx.in_sentence(trigger.i, "ORGANISATION")
    chairing = any(c.lemma_ in word_classes()["chm-chairing"] for c in trigger.children)
    weak = trigger.lemma_ in word_classes()["chm-weak"] and not chairing
    handed = list(moved(ctx, trigger, None)) if weak else []
    if weak and not any(m.start > trigger.i for m in there) and not _chair_before(ctx, trigger):
        if there and len({h.country for h in handed}) == 2:
            yield from handed
        return
    other = any(c.dep_ in {"nmod", "amod"} and c.ent_type_ != "ORGANISATION" for c in trigger.children)
    if there or chairing or not other:
        yield from moved(ctx, trigger, None)


def _chair_before(ctx: Context, trigger: Token) -> bool:
    """ "… председательствует Словакия. Потом молоток возьмёт Албания"."""
    number = ctx.sentence(trigger.i)
    gavel = trigger.lemma_ in word_classes()["chm-gavel"]
    before = ctx.sentences[max(0, number - 1) : number + 1]
    return gavel and any(t.lemma_ in word_classes()["chm-stem"] for s in before for t in s)


def of_helm(ctx: Context, trigger: Token) -> Iterator[Holding]:
    """ "У руля БРИКС встала Индия", "во главе ШОС стоит Китай"."""
    verb = predicate_of(trigger.head) if trigger.head != trigger else None
    after = ctx.mentions_in(trigger.i + 1, min(len(ctx.doc), trigger.i + 4), "ORGANISATION")
    led = ctx.doc[trigger.i + 1 : trigger.i + 2]
    union = ctx.main_organisation is not None and any(t.lemma_ in word_classes()["chm-union"] for t in led)
    if verb is None or not ((after and after[0].start == trigger.i + 1) or union):
        return
    status = _verbal_status(verb)
    if status == "past" and feature(verb, "Aspect") == "Perf":
        status = "current"
    for holder in subjects(verb) or nominatives(ctx, verb):
        if code := named_at(ctx, holder):
            yield Holding(code, status)


def of_chair(ctx: Context, trigger: Token) -> Iterator[Holding]:
    """ "Председатель": of an organisation or its council of heads, named as a country or a head of state."""
    title = trigger.lemma_ in _TITLES
    if not title and (state := _bare_chair(ctx, trigger)):
        verb = predicate_of(trigger)
        ahead = verb is not None and is_coming(verb)
        ahead = ahead or any(c.lemma_ in word_classes()["chm-after"] for c in trigger.children)
        yield Holding(state, "next" if ahead else "current")
        return
    if not title and not _chairs_whole(ctx, trigger):
        return
    if feature(trigger, "Case") == "Gen" and trigger.head.lemma_ in word_classes()["chm-handover"]:
        top = trigger.head
        while (
            top.head != top and top.head.lemma_ in word_classes()["chm-handover"] and top.head.pos_ == "NOUN"
        ):
            top = top.head
        yield from moved(ctx, top, None)
        return
    if any(c.dep_ == "cop" for c in trigger.children):
        # "Следующим председателем будет Азербайджан"
        coming = "next" if is_coming(trigger) else "current"
        yield from (Holding(c, coming) for s in subjects(trigger) if (c := named_at(ctx, s)))
        return
    verb = predicate_of(trigger)
    status = "next" if verb is not None and is_coming(verb) and trigger.head == verb else "current"
    if verb is not None and trigger.head == verb and feature(trigger, "Case") == "Ins":
        named = [c for s in subjects(verb) if (c := named_at(ctx, s) or _head_of_state(ctx, s))]
        if named:
            yield from (Holding(c, status) for c in named)
            return
    if title or status == "next":
        near = (
            [*trigger.children, trigger.head] if title else [c for c in trigger.children if c.i > trigger.i]
        )
        codes = [named_at(ctx, c) for c in near if c != trigger]
        if title and not any(codes):
            # "Страна-председатель ОДКБ Казахстан предложила …"
            codes = [m.country for m in ctx.mentions_in(trigger.i + 1, trigger.i + 4, "COUNTRY")][:1]
        yield from (Holding(c, status) for c in codes if c)
        return
    if code := _apposed(ctx, trigger):
        yield Holding(code, status)
        return
    code = _person_of(ctx, trigger)
    if code:
        quality = any(t.lemma_ == _QUALITY for t in ctx.doc[max(0, trigger.i - 6) : trigger.i])
        past = quality and verb is not None and tense_of(verb) == "past"
        yield Holding(code, "past" if past else "current", dated=not past)


def _bare_chair(ctx: Context, trigger: Token) -> str | None:
    """ "Председателем на 2025 год стал Таджикистан", "следующий председатель — Киргизия"."""
    if ctx.main_organisation is None or any(c.dep_ == "nmod" for c in trigger.children):
        return None
    verb = predicate_of(trigger)
    if feature(trigger, "Case") == "Ins" and verb is not None and verb.lemma_ in word_classes()["chm-elect"]:
        found = [c for s in subjects(verb) if (c := named_at(ctx, s) or _head_of_state(ctx, s))]
        return found[0] if found else None
    dash = trigger.doc[trigger.i + 1 : trigger.i + 2]
    if dash and dash[0].text in {"—", "–"}:
        after = ctx.mentions_in(trigger.i + 2, min(len(ctx.doc), trigger.i + 4), "COUNTRY", "CAPITAL")
        return after[0].country if after and after[0].start == trigger.i + 2 else None
    return None


def _head_of_state(ctx: Context, token: Token) -> str | None:
    """The country of "президент Анголы" who is elected chair."""
    return person_country(ctx, token) if token.lemma_ in word_classes()["figure-state-head"] else None


def _apposed(ctx: Context, trigger: Token) -> str | None:
    """ "Председатель ЕАЭС — Белоруссия", "председатель СНГ в 2025 году, Таджикистан"."""
    for m in ctx.mentions_in(trigger.i + 1, min(trigger.sent.end, trigger.i + 9), "COUNTRY"):
        head = ctx.doc[m.start : m.end].root
        if ctx.doc[m.start - 1].text in ",—–" and feature(head, "Case") == "Nom":
            return m.country
    return None


def _chairs_whole(ctx: Context, trigger: Token) -> bool:
    """Whether what follows is an organisation with a rotating chair, or the body of its heads."""
    after = [
        m
        for m in ctx.mentions
        if m.start == trigger.i + 1
        or (m.start == trigger.i + 2 and (m.label == "BODY" or ctx.doc[trigger.i + 1].text in "«“„"))
    ]
    acting = any(
        c.lemma_ in word_classes()["chm-acting"] or c.lower_.startswith(_ACTING_STEM)
        for c in trigger.children
    )
    if not after and len(ctx.doc) > trigger.i + 2:
        # "председателем в БРИКС", "председателем органов ЕАЭС"
        step = ctx.doc[trigger.i + 1]
        if step.lower_ == _IN or step.lemma_ == _BODY:
            after = [m for m in ctx.mentions if m.start == trigger.i + 2 and m.label == "ORGANISATION"]
        elif step.text == "," and acting and ctx.main_organisation:
            return any(c.lower_.startswith(_ACTING_STEM) for c in trigger.children)
    for m in after:
        if m.label == "BODY" and m.level in _HEADS and m.owner != "EU":
            return True
        post = trigger.head.pos_ in {"VERB", "AUX"} or trigger.head.lemma_ in word_classes()["chm-handover"]
        if m.label == "ORGANISATION" and (acting or post or _apposed(ctx, trigger)):
            return True
    return False


def _person_of(ctx: Context, trigger: Token) -> str | None:
    """The country of the person who is called chair: the only one of the sentence, or the one named next."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    people = ctx.people.in_range(trigger.i, sentence.end) or ctx.people.in_range(sentence.start, trigger.i)
    if not people:
        return None
    first = next(m for m in people[0].mentions if sentence.start <= m.start < sentence.end)
    near = 0 <= first.start - trigger.i <= 16 or len(people) == 1
    return person_country(ctx, ctx.doc[first.start]) if near else None

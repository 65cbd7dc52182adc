"""Circumstances of an event: when and where it is, and which countries take part, by the words around it."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise

from spacy.tokens import Span, Token

from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import endings, spelt
from itogi.extraction.stance import predicate_of
from itogi.language import lexicon
from itogi.language.inflect import nominative
from itogi.model.values import date_range

_ADJECTIVE_ENDING = spelt("adjective-ending")
_ADJECTIVE_SHORT = spelt("adjective-short")
_BECAUSE_OF = spelt("because-of")
_CAPITAL = spelt("capital")
_CITY_ENDINGS = "".join(endings("city"))
_REPUBLIC = spelt("republic")
_UNDER = spelt("under")
_WHERE = spelt("where")
_WHICH = spelt("which")

# A time or place under another verb than the event's own is taken only if nothing nearer is there.
OTHER_CLAUSE = 12
# How many sentences back the place that "там" stands for may be.
_BACK = 3
_TIMELESS = {"clock", "duration"}
_NO_PLACE = {"seat", "area", "water"}
_OTHER_ROLES = {"since", "until", "by", "duration", "repeated", "for", "title"}


def when(ctx: Context, token: Token, *, reach: int = 40) -> str | None:
    """The EDTF date of the event at ``token``: the nearest time of its clause, then of its sentence."""
    sentence = ctx.sentences[ctx.sentence(token.i)]
    best: tuple[int, str] | None = None
    for start, end, time in ctx.times_in(sentence.start, sentence.end):
        if not time.edtf or time.grain in _TIMELESS or _in_name(ctx, start):
            continue
        if time.role in _OTHER_ROLES and not (time.role == "for" and _set_for(ctx.doc[start:end].root)):
            continue
        cost = _distance(ctx, token, start, end)
        if time.grain == "year" and _apart(ctx, token, start, end):
            # "саммит, …, который в этом году принимает": a year of another clause dates something else.
            continue
        if cost <= reach and (best is None or cost < best[0]):
            best = (cost, time.edtf)
    return best[1] if best else None


def _set_for(word: Token) -> bool:
    """ "намечен на 2025 год": what a plan is for is its date."""
    return word.head.lemma_ in word_classes()["plan"] | word_classes()["cancel"]


def _in_name(ctx: Context, token: int) -> bool:
    return any(m.start <= token < m.end for m in ctx.mentions if m.label in {"ORGNAME", "BODY"})


def _distance(ctx: Context, token: Token, start: int, end: int) -> int:
    """Tokens between an event and a circumstance, dearer across clauses."""
    gap = max(start - token.i, token.i - end, 0)
    if start <= token.i < end:
        return 0
    if _own_clause(ctx.doc[start], token):
        return gap
    same = predicate_of(ctx.doc[start]) == predicate_of(token)
    between = ctx.doc[min(token.i, end) : max(token.i, start)]
    breaks = sum(t.text in ";—–" or t.lemma_ == _WHICH for t in between)
    return gap + (8 * breaks if same else OTHER_CLAUSE + 20 * breaks)


def _apart(ctx: Context, token: Token, start: int, end: int) -> bool:
    between = ctx.doc[min(token.i, end) : max(token.i, start)]
    root = ctx.doc[start:end].root
    if root.head == token or (root.dep_ == "obl" and predicate_of(root) == predicate_of(token)):
        return False
    return any(t.text == "," for t in between) and not _own_clause(ctx.doc[start], token)


def _own_clause(word: Token, token: Token) -> bool:
    """Whether ``word`` stands in a clause about ``token`` itself ("встреча, которую провели в Бишкеке")."""
    verb = predicate_of(word)
    while verb is not None and verb.dep_ in {"xcomp", "csubj", "csubj:pass"} and verb.head != token:
        # "саммит, который намечено провести в Бишкеке"
        verb = verb.head
    if verb is None or verb == token or verb.dep_ not in {"acl", "acl:relcl"}:
        return False
    noun = verb.head
    while (
        noun != token and noun.dep_ in {"nmod", "conj", "appos", "flat:name", "obl"} and noun.head.i < noun.i
    ):
        noun = noun.head
    return noun == token


def where(ctx: Context, token: Token) -> tuple[str | None, str | None]:
    """Place and venue of the event at ``token``, in the nominative; None for what the sentence leaves out."""
    place = (
        _nearest(ctx, token, {"PLACE", "CAPITAL"})
        or _capital(ctx, token)
        or _by_adjective(token)
        or _seat_city(ctx, token)
        or _nearest(ctx, token, {"COUNTRY"})
        or _there(ctx, token)
    )
    venue = _nearest(ctx, token, {"VENUE"})
    return place, venue


def _nearest(ctx: Context, token: Token, labels: set[str]) -> str | None:
    best: tuple[int, str] | None = None
    for mention in ctx.in_sentence(token.i, *labels):
        if mention.via in _NO_PLACE or not _locative(ctx, mention) or _vague(ctx, mention):
            continue
        cost = _distance(ctx, token, mention.start, mention.end)
        if best is None or cost < best[0]:
            best = (cost, place_name(ctx, mention))
    return best[1] if best and best[0] <= 30 else None


def _seat_city(ctx: Context, token: Token) -> str | None:
    """The capital where a seat of power stands ("в Кремле")."""
    for mention in ctx.in_sentence(token.i, "VENUE"):
        country = lexicon.countries().get(mention.country or "")
        if country is None or not country.capitals or mention.value not in country.seats:
            continue
        if _locative(ctx, mention) and not _elsewhere_too(mention.value, country.code):
            return country.capitals[0]
    return None


@cache
def _elsewhere_too(seat: str, country: str) -> bool:
    """Whether another country has a venue of that name: Minsk and Astana have a Palace of Independence."""
    return any(p.name.startswith(seat) and p.country != country for p in lexicon.places())


def place_name(ctx: Context, mention: Mention) -> str:
    """A place in the nominative, as a map would label it: "в Республике Индии" is Индия."""
    if mention.label in {"PLACE", "CAPITAL", "VENUE"} and mention.via != "model":
        return mention.value
    first = ctx.doc[mention.start]
    if mention.label == "COUNTRY" and mention.end - mention.start > 1 and first.lemma_ == _REPUBLIC:
        return lexicon.countries()[mention.value].names[0]
    return nominative(ctx.doc[mention.start : mention.end])


def _vague(ctx: Context, mention: Mention) -> bool:
    root = ctx.doc[mention.start : mention.end].root
    return mention.via == "model" and root.lemma_ in word_classes()["place-vague"]


@cache
def _cities() -> tuple[str, ...]:
    capitals = [name for country in lexicon.countries().values() for name in country.capitals]
    return tuple(dict.fromkeys([*capitals, *(p.name for p in lexicon.places() if p.kind == "city")]))


def _by_adjective(token: Token) -> str | None:
    """The city of "московская встреча" or "саммите, гаагском"."""
    for child in token.children:
        seas = word_classes()["adjective-no-city"]
        if (
            child.dep_ in {"amod", "appos"}
            and child.lemma_.endswith(_ADJECTIVE_ENDING)
            and child.lemma_ not in seas
        ):
            return _city_of(child.lemma_)
    return None


@lru_cache(maxsize=4096)
def _city_of(adjective: str) -> str | None:
    stem = adjective.removesuffix(_ADJECTIVE_ENDING).removesuffix(_ADJECTIVE_SHORT)
    for name in _cities():
        low = name.lower()
        if len(low) >= 4 and low.rstrip(_CITY_ENDINGS)[: len(stem)] == stem and len(low) - len(stem) <= 2:
            return name
    return None


def _there(ctx: Context, token: Token) -> str | None:
    """The place that "там" or "здесь" beside the event's verb refers to: the last one named before."""
    here = [t for t in token.sent if t.lemma_ in word_classes()["meeting-there"] and _beside(t, token)]
    if not here:
        return None
    number = ctx.sentence(token.i)
    same = [m for m in _places(ctx, token.sent.start, here[0].i) if m.label != "COUNTRY"]
    if same:
        return place_name(ctx, same[-1])
    before = [ctx.sentences[number - back] for back in range(1, min(_BACK, number) + 1)]
    found = next((p for sentence in before if (p := _city_in(ctx, sentence))), None)
    return found or (_state_in(ctx, before[0]) if before else None)


def _beside(word: Token, token: Token) -> bool:
    return word.head in (token, token.head) or predicate_of(word) == predicate_of(token)


def _places(ctx: Context, low: int, high: int) -> list[Mention]:
    named = ctx.mentions_in(low, high, "PLACE", "CAPITAL", "COUNTRY")
    return [m for m in named if m.via not in _NO_PLACE and _locative(ctx, m)]


def _city_in(ctx: Context, sentence: Span) -> str | None:
    """The city that a sentence speaks of, by its name, as a capital or by a seat of power."""
    cities = [m for m in _places(ctx, sentence.start, sentence.end) if m.label != "COUNTRY"]
    if cities:
        return place_name(ctx, cities[0])
    return _capital(ctx, sentence[0]) or _seat_city(ctx, sentence[0])


def _state_in(ctx: Context, before: Span) -> str | None:
    """The state that a sentence speaks of: its subject, or one named as a place."""
    places = _places(ctx, before.start, before.end)
    subjects = [
        m
        for m in ctx.mentions_in(before.start, before.end, "COUNTRY")
        if ctx.doc[m.start : m.end].root.dep_ in {"nsubj", "nsubj:pass"}
    ]
    return next((place_name(ctx, m) for m in (*subjects, *places)), None)


def _locative(ctx: Context, mention: Mention) -> bool:
    """Whether a name stands as a place: after "в" or "на" in the locative, or as the host of a meeting."""
    head = ctx.doc[mention.start : mention.end].root
    before = _preposition(ctx, mention)
    if before is not None and head.head.lemma_ in word_classes()["affair"]:
        # "обсудили ситуацию в Карабахе": where the affair is, not the event
        return False
    case = head.morph.get("Case", [])
    if [t.lemma_ for t in ctx.doc[mention.end : mention.end + 2]] == [",", _WHERE]:
        return True
    if mention.label in {"PLACE", "CAPITAL"} and (_bracketed(ctx, mention) or _labelled(ctx, mention)):
        return True
    if before is not None:
        if before.lower_ == _BECAUSE_OF and before.i and ctx.doc[before.i - 1].text in {"–", "—", "-"}:
            return True
        if before.lemma_ not in word_classes()["place-preposition"]:
            return False
        near = before.lower_ == _UNDER and case and case[0] == "Ins"
        named = near or (mention.start > before.i + 1 and case and case[0] in {"Nom", "Gen"})
        if case and case[0] == "Acc":
            return head.head.lemma_ not in word_classes()["motion"]
        return bool(not case or named or case[0] in {"Loc", "Gen"})
    if head.dep_ == "nsubj" and any(
        # "его готовится принять Бишкек"
        c.dep_ == "xcomp" and c.lemma_ in word_classes()["host"] and _takes_sitting(c)
        for c in head.head.children
    ):
        return mention.label != "VENUE"
    if head.dep_ == "nsubj" and head.head.lemma_ in word_classes()["host"]:
        ground = any(c.lemma_ in word_classes()["meeting-ground"] for c in head.head.children)
        if head.head.lemma_ in word_classes()["host-become"] and not ground:
            # "темой беседы стала Украина"
            return False
        return not any(c.lemma_ in word_classes()["host-not"] for c in head.head.children)
    hosts = word_classes()["take-on"]
    if mention.label != "COUNTRY":
        # "саммит принимал Стамбул": the parser takes either noun for the subject
        hosts = hosts | word_classes()["host"]
    if head.dep_ in {"nsubj", "obj"} and head.head.lemma_ in hosts:
        return any(c.lemma_ in word_classes()["meeting-generic"] for c in head.head.children)
    return mention.label == "VENUE" and bool(case) and case[0] != "Gen"


def _takes_sitting(verb: Token) -> bool:
    sittings = word_classes()["meeting-sitting"]
    return any(c.lemma_ in sittings or c.pos_ == "PRON" for c in verb.children if c.dep_ == "obj")


def _bracketed(ctx: Context, mention: Mention) -> bool:
    """ "(Минск, май 2023-го)": a name in brackets that hold nothing but times and places."""
    sentence = ctx.sentences[ctx.sentence(mention.start)]
    low = next((t.i for t in reversed(ctx.doc[sentence.start : mention.start]) if t.text in "()"), None)
    high = next((t.i for t in ctx.doc[mention.end : sentence.end] if t.text in "()"), None)
    if low is None or high is None or ctx.doc[low].text != "(" or ctx.doc[high].text != ")":
        return False
    known = {i for start, end, _ in ctx.times_in(low, high) for i in range(start, end)}
    known |= {i for m in ctx.mentions_in(low, high, "PLACE", "CAPITAL", "COUNTRY", "VENUE")
              for i in range(m.start, m.end)}  # fmt: skip
    words = ctx.doc[low + 1 : high]
    return all(t.i in known or t.is_punct or t.lemma_ in word_classes()["place-label"] for t in words)


def _labelled(ctx: Context, mention: Mention) -> bool:
    """ "4 июля, г. Астана": a city that its label alone puts beside a date."""
    before = ctx.doc[max(0, mention.start - 2) : mention.start]
    comma = mention.start > 2 and ctx.doc[before.start - 1].text in {",", "("}
    return comma and any(t.lemma_ in word_classes()["place-label"] for t in before)


def _preposition(ctx: Context, mention: Mention) -> Token | None:
    """The preposition before a name, past adjectives and words such as "город"."""
    i = mention.start - 1
    while i >= 0 and not ctx.doc[i + 1].is_sent_start and mention.start - i <= 4:
        token = ctx.doc[i]
        if token.pos_ == "ADP":
            return token
        if token.pos_ not in {"ADJ", "DET", "NOUN", "PUNCT"} or (token.text in {",", "(", ")"}):
            return None
        if token.pos_ == "NOUN" and token.lemma_ not in word_classes()["place-noun"]:
            return None
        i -= 1
    return None


def _capital(ctx: Context, token: Token) -> str | None:
    """The city that "столица Узбекистана" or "белорусская столица" stands for."""
    sentence = ctx.sentences[ctx.sentence(token.i)]
    for word in sentence:
        if word.lemma_ != _CAPITAL:
            continue
        owner = next(
            (m for m in ctx.mentions if m.country and (m.start == word.i + 1 or m.end == word.i)
             and m.label in {"COUNTRY", "NATIONAL"}),
            None,
        )  # fmt: skip
        if owner and owner.country:
            capitals = lexicon.countries()[owner.country].capitals
            return capitals[0] if capitals else None
    return None


def news_item(ctx: Context, token: int) -> tuple[int, int, bool]:
    """The part of a sentence between semicolons that holds a token, and whether there are three or more.

    A digest strings unrelated news together with semicolons.
    """
    sentence = ctx.sentences[ctx.sentence(token)]
    breaks = [sentence.start, *(t.i + 1 for t in sentence if t.text == ";"), sentence.end]
    return next((a, b, len(breaks) > 3) for a, b in pairwise(breaks) if token < b)


def stretch(ctx: Context, sentence: Span) -> str | None:
    """The whole of several stretches in one sentence: "весной (3–9 апреля) и осенью (12–20 октября)"."""
    times = [t for _, _, t in ctx.times_in(sentence.start, sentence.end) if t.grain == "interval" and t.edtf]
    bounds = [b for t in times if (b := date_range(str(t.edtf)))]
    if len(bounds) < 2 or bounds[-1][1].year != bounds[0][0].year or bounds[0][1] > bounds[-1][0]:
        return None
    return f"{bounds[0][0].isoformat()}/{bounds[-1][1].isoformat()}"

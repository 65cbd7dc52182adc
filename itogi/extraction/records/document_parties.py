"""Whose an instrument is: the organisation that adopts or owns it, or states as its parties."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.document_titles import Instrument, outermost
from itogi.extraction.records.document_told import Told
from itogi.extraction.similar import family
from itogi.extraction.stance import predicate_of
from itogi.language import lexicon

# Kinds that states make between themselves as well.
INTERSTATE = frozenset(
    (
        "treaty",
        "agreement",
        "protocol",
        "declaration",
        "statement",
        "communique",
        "memorandum",
        "plan",
        "programme",
    )
)

BETWEEN_STATES = frozenset(("treaty", "agreement", "protocol", "communique", "memorandum"))


_QUOTES = {"«", '"', "“"}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose an instrument is.

    ``named``: the sentence names the organisation, or states; ``own``: as the actor, or in the title;
    ``states``: how many states the sentence names; ``actor``: what kind of actor its clause names;
    ``summit``: whether it is adopted at a summit, of whatever group.
    """

    organisation: str | None
    named: bool
    states: int
    actor: str
    own: bool = False
    summit: bool = False


def owner_of(ctx: Context, item: Instrument, told: Told, titles: list[tuple[int, int]]) -> Owner:
    """The organisation of one instrument and the kind of actor its clause names."""
    # The clause that opens a list names who acts on the list, often in words of its own: no subject there.
    near = told.anchor is not None and told.anchor.sent == item.head.sent
    subject = _subject(told.anchor, outermost(item.head)) if near and told.anchor != item.head else None
    acting = _codes(ctx, *_extent(subject)) if subject is not None else []
    states = _states(ctx, item, titles)
    actor = _actor(ctx, subject)
    own = [c for m in _organisations(ctx) if _owns(ctx, item, m) for c in [m.owner or m.value]]
    outside = _outside(ctx, item, titles)
    inside = _codes(ctx, item.start, item.end)
    if actor == "states" and item.kind in INTERSTATE and not acting:
        outside = []  # "Россия и Иран на полях саммита ШОС подписали соглашение": the summit is but the place
    if acting or own or outside:
        return Owner((acting or own or outside)[0], True, states, actor, bool(acting or own or inside))
    main = ctx.main_organisation if _is_about(ctx) else None
    if states > 1 and actor not in {"leaders", "parliament"} and _of_states(ctx, item, told, actor):
        return Owner(inside[0] if inside else None, True, states, actor)
    summit = any(t.lemma_ in word_classes()["doc-summit"] for t in item.head.sent)
    return Owner(main or (inside[0] if inside else None), bool(inside), states, actor, bool(inside), summit)


def _of_states(ctx: Context, item: Instrument, told: Told, actor: str) -> bool:
    """Whether an instrument is one that the states of its sentence make with each other.

    States that ratify one, or that its title speaks of ("протокол о присоединении Индии"), need not have.
    """
    if item.kind not in INTERSTATE or told.act == "ratify":
        return False
    return not any(t.lemma_ in word_classes()["mbr-joining"] for t in ctx.doc[item.start : item.end])


def _is_about(ctx: Context) -> bool:
    """Whether the text is about its main organisation: in its first lines, or named three times."""
    code, named = ctx.main_organisation, _organisations(ctx)
    mine = [m for m in named if (m.owner or m.value) == code]
    return len(mine) > 2 or 2 * len(mine) > len(named) or any(ctx.sentence(m.start) < 3 for m in mine)


def _organisations(ctx: Context) -> list[Mention]:
    return [m for m in ctx.mentions if m.label == "ORGANISATION" or (m.label == "BODY" and m.owner)]


def _codes(ctx: Context, start: int, end: int) -> list[str]:
    return [m.owner or m.value for m in _organisations(ctx) if start <= m.start and m.end <= end]


def _owns(ctx: Context, item: Instrument, mention: Mention) -> bool:
    """ "программа ОДКБ", "резолюция Совета Безопасности ООН": the name hangs on the head noun itself."""
    root = ctx.doc[mention.start : mention.end].root
    return root.head == item.head and root.dep_ == "nmod" and not any(c.dep_ == "case" for c in root.children)


def _outside(ctx: Context, item: Instrument, titles: list[tuple[int, int]]) -> list[str]:
    """Organisations of the sentence outside all titles, nearest first."""
    sentence = ctx.sentences[ctx.sentence(item.head.i)]
    near = [
        m for m in _organisations(ctx)
        if sentence.start <= m.start < sentence.end and not any(s <= m.start < e for s, e in titles)
    ]  # fmt: skip
    near = [m for m in near if not _beside_the_point(ctx, m)]
    near.sort(key=lambda m: abs(m.start - item.head.i))
    return [m.owner or m.value for m in near]


def _beside_the_point(ctx: Context, mention: Mention) -> bool:
    """Whether an organisation stands in a row of states ("Россия и ОБСЕ") or aside ("вступление в НАТО")."""
    root = ctx.doc[mention.start : mention.end].root
    if root.dep_ == "nmod" and any(
        c.dep_ == "case" and c.lower_ in word_classes()["doc-off"] for c in root.children
    ):
        return True
    row = [*(c for c in root.children if c.dep_ == "conj"), *([root.head] if root.dep_ == "conj" else [])]
    return any(m.start <= t.i < m.end for m in ctx.mentions if m.label == "COUNTRY" for t in row)


def _subject(anchor: Token | None, item: Token) -> Token | None:
    """Who acts: the subject of the act, or of the verb that governs it; the agent of a passive."""
    verb = anchor
    for _ in range(3):
        if verb is None:
            return None
        for child in verb.children:
            if child in {anchor, item} or child.ent_type_ == "TIME":
                continue  # "ожидается принятие", "принимали осенью": neither an act nor a time acts
            if child.dep_ == "nsubj" or (
                child.dep_ == "obl" and "Ins" in child.morph.get("Case", []) and not _cased(child)
            ):
                return child
        if verb.dep_ in {"amod", "acl", "acl:relcl"}:
            return None
        verb = predicate_of(verb.head) if verb.head != verb else None
    return None


@cache
def _leaders_of_states() -> frozenset[str]:
    """Family names of those who led a state or its government: two of them together act for their states."""
    return frozenset(family(h.person) for h in lexicon.officeholders())


def _cased(token: Token) -> bool:
    return any(c.dep_ == "case" for c in token.children)


def _extent(token: Token) -> tuple[int, int]:
    return token.left_edge.i, token.right_edge.i + 1


def _actor(ctx: Context, subject: Token | None) -> str:
    """What kind of actor a subject is: organisation, leaders, country, person, other, or none."""
    if subject is None:
        return "none"
    start, end = _extent(subject)
    for label, kind in (("ORGANISATION", "organisation"), ("BODY", "organisation")):
        if ctx.mentions_in(start, end, label):
            return kind
    if subject.lemma_ in word_classes()["doc-parliament"]:
        return "parliament"
    words = {t.lemma_ for t in ctx.doc[start:end] if "Plur" in t.morph.get("Number", []) or t == subject}
    if words & word_classes()["doc-states"]:
        return "states"
    if subject.lemma_ in word_classes()["doc-leaders"] and "Plur" in subject.morph.get("Number", []):
        return "leaders"
    if subject.lemma_ in word_classes()["doc-gathering"]:
        return "leaders"
    if len(ctx.mentions_in(start, end, "COUNTRY", "CAPITAL")) > 1:
        return "states"
    people = ctx.mentions_in(start, end, "PERSON")
    if len(people) > 1 and any(family(m.value) in _leaders_of_states() for m in people):
        return "states"
    head = [m for m in ctx.mentions if m.start <= subject.i < m.end]
    labels = {m.label for m in head}
    if labels & {"COUNTRY", "CAPITAL"}:
        return "country"
    if labels & {"PERSON", "POST"}:
        several = "POST" in labels and "Plur" in subject.morph.get("Number", [])
        return "leaders" if several else "person"
    if subject.pos_ == "PRON":
        return "pronoun"
    if subject.pos_ not in {"NOUN", "PROPN"}:
        return "none"
    quoted = subject.i and ctx.doc[subject.i - 1].text in _QUOTES
    return "firm" if quoted or ctx.mentions_in(start, end, "ORGNAME") else "other"


def _states(ctx: Context, item: Instrument, titles: list[tuple[int, int]]) -> int:
    """How many states the sentence of an instrument names; adjectives within a title name none."""
    names = ctx.in_sentence(item.head.i, "COUNTRY", "CAPITAL")
    names += [
        m
        for m in ctx.in_sentence(item.head.i, "NATIONAL")
        if not any(s <= m.start < e for s, e in titles) or ctx.doc[m.start].head == item.head
    ]
    return len({m.country for m in names if m.country})

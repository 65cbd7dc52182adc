"""Whose activity a noun tells of, and whether the words make it one by themselves."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.circumstances import news_item
from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.activity_names import Name
from itogi.extraction.records.activity_slots import OF_STATES, left_of
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import predicate_of

_FORUM = spelt("forum")
_INVITE = spelt("invite")
_IN_IN_FULL_UPON = any_of("in", "in-full", "upon")
_IN_UPON = any_of("in", "upon")

# Kinds that anybody may hold.
_OWN_NAME = {"forum", "competition", "conference", "celebration", "other"}
_JOINT = OF_STATES | {"consultations"}
_LEAD = 3
_BESIDE = 2
_OFTEN = 3
_JOINED = {"conj", "nmod", "appos", "flat:name", "compound"}


def owner_of(ctx: Context, trigger: Token, name: Name, kind: str) -> tuple[str | None, bool]:
    """Whose activity it is, and whether the words make it one by themselves.

    Named in its phrase or sentence, or the article's own for what states alone do. A plain "учения" in an
    article about an organisation is not firm: it may only refer to what is named elsewhere.
    """
    low, end = min(name.start, left_of(ctx, trigger)), max(name.end, trigger.i + 1)
    inside = [m for m in ctx.mentions_in(low, end, "ORGANISATION", "BODY") if code_of(m)]
    if inside:
        itself = any(m.start <= trigger.i < m.end for m in inside)
        beside = inside[0].start - trigger.i <= _BESIDE  # "форум ШОС", "форум стран ШОС"
        bare = trigger.lemma_ == _FORUM and not name.proper and low == trigger.i and beside
        return (None, False) if bare or itself else (code_of(inside[0]), True)
    acting = _acting(ctx, trigger, kind)
    if acting:
        return acting, True
    firm = name.proper or _telling(ctx, trigger, kind, low, end)
    digest = news_item(ctx, trigger.i)[2]
    about = about_organisation(ctx) and not digest
    if not firm:
        return _plain(ctx, trigger, name, kind, about=about)
    return _firm(ctx, trigger, name, kind, about=about)


def _telling(ctx: Context, trigger: Token, kind: str, low: int, end: int) -> bool:
    """Whether adjectives or complements make a plain noun an event of states."""
    classes = word_classes()
    words = {t.lemma_ for t in ctx.doc[low:end]} | {c.lemma_ for c in trigger.children}
    if words & (classes["activity-force"] | classes["activity-members"]):
        return True
    if kind == "consultations":
        return bool(words & classes["activity-topic"])
    return kind in {"mission", "operation"} and _placed(ctx, trigger)


def _plain(ctx: Context, trigger: Token, name: Name, kind: str, *, about: bool) -> tuple[str | None, bool]:
    """A noun without a name or a telling word: firm where an article about an organisation tells of it."""
    near = _beside(ctx, trigger)
    if kind not in OF_STATES and (about or near) and _told(ctx, trigger, name):
        return near or ctx.main_organisation, True
    if kind in OF_STATES and near:
        return near, False
    return (ctx.main_organisation, False) if kind in OF_STATES and about else (None, False)


def _firm(ctx: Context, trigger: Token, name: Name, kind: str, *, about: bool) -> tuple[str | None, bool]:
    first, last, _ = news_item(ctx, trigger.i)
    named = [m for m in ctx.mentions_in(first, last, "ORGANISATION", "BODY") if code_of(m)]
    if named and about:
        return ctx.organisation(name.start, name.end), True
    if kind in _JOINT and about:
        return ctx.main_organisation, True
    if kind == "exercise" and len(states_named(ctx, trigger)) > 1:
        return None, True
    return None, name.proper and about and kind in _OWN_NAME


def code_of(mention: Mention) -> str | None:
    """The organisation that a name or a body stands for."""
    return mention.owner or (mention.value if mention.label == "ORGANISATION" else None)


def _beside(ctx: Context, trigger: Token) -> str | None:
    """The organisation of the one item of news that an event stands in."""
    first, last, _ = news_item(ctx, trigger.i)
    codes = {c for m in ctx.mentions_in(first, last, "ORGANISATION", "BODY") if (c := code_of(m))}
    return codes.pop() if len(codes) == 1 else None


def senders(ctx: Context, trigger: Token) -> list[str]:
    """The organisations that are the subjects of the verb of several missions ("миссии шлют СНГ и ШОС")."""
    verb, plural = predicate_of(trigger), "Plur" in trigger.morph.get("Number", [])
    if verb is None or not plural or trigger.dep_.startswith("nsubj"):
        return []
    found = [
        code
        for m in ctx.in_sentence(trigger.i, "ORGANISATION", "BODY")
        if (code := code_of(m)) and _subject_of(ctx.doc[m.start : m.end].root, verb)
    ]
    return list(dict.fromkeys(found))


def _subject_of(root: Token, verb: Token) -> bool:
    subject = _subject(root)
    return subject.dep_.startswith("nsubj") and subject.head == verb


def _acting(ctx: Context, trigger: Token, kind: str) -> str | None:
    """The organisation that holds it by the verb ("ОДКБ проведёт семинар") or under whose wing it is."""
    verb, classes = predicate_of(trigger), word_classes()
    runs = verb is not None and (kind in _JOINT or verb.lemma_ in classes["activity-run"])
    for mention in ctx.in_sentence(trigger.i, "ORGANISATION", "BODY"):
        code = code_of(mention)
        if code is None:
            continue
        root = ctx.doc[mention.start : mention.end].root
        if runs and verb is not None and _subject_of(root, verb):
            return code
        if "Ins" in root.morph.get("Case", []) and root.head == verb and root.dep_ == "obl":
            return code
        aegis = ctx.doc[max(mention.start - 2, 0) : mention.start]
        if any(t.lemma_ in classes["activity-aegis"] for t in aegis):
            return code
    return None


def _subject(root: Token) -> Token:
    """The noun that a name belongs to or is joined with: "дипломаты России и НАТО"."""
    while root.dep_ in _JOINED and root.head != root and root.head.i < root.i:
        root = root.head
    return root


def _told(ctx: Context, trigger: Token, name: Name) -> bool:
    """Whether an article about an organisation tells of an event by more than its noun: named and held."""
    verb, classes = predicate_of(trigger), word_classes()
    party = trigger.lemma_ in classes["celebration-noun"] and not name.proper
    if party and verb is not None and verb.lemma_ == _INVITE:
        return False  # whoever is invited to a celebration does not hold it
    held = verb is not None and verb.lemma_ in classes["activity-hold"] | classes["activity-run"]
    held = held or trigger.head.lemma_ in classes["activity-holding"]
    called = verb is not None and verb.lemma_ in classes["activity-come"]
    held = held or (called and any(c.dep_ == "case" and c.lower_ in _IN_UPON for c in trigger.children))
    words = {t.lemma_ for t in ctx.doc[name.start : name.end]} - classes["activity-this"] - {trigger.lemma_}
    return held and (name.proper or bool(words))


def _placed(ctx: Context, trigger: Token) -> bool:
    """ "миссия в Афганистане": the country right behind tells which."""
    behind = ctx.mentions_in(trigger.i + 2, trigger.i + 4, "COUNTRY", "CAPITAL", "PLACE")
    return (
        bool(behind)
        and ctx.doc[trigger.i - 1].pos_ != "ADJ"
        and ctx.doc[trigger.i + 1].lower_ in _IN_IN_FULL_UPON
    )


def states_named(ctx: Context, trigger: Token) -> list[str]:
    """The countries that the sentence of a joint exercise names, its place aside."""
    names = [m for m in ctx.in_sentence(trigger.i, "COUNTRY", "NATIONAL") if m.country]
    return list(dict.fromkeys(str(m.country) for m in names))


def about_organisation(ctx: Context) -> bool:
    """Whether the article is about an organisation: its first lines name one, or it names one often."""
    if ctx.main_organisation is None:
        return False
    named = [m for m in ctx.mentions if ctx.main_organisation in (m.owner, m.value)]
    if len(named) >= _OFTEN:
        return True
    first = ctx.sentences[:_LEAD]
    end = first[-1].end if first else 0
    return any(code_of(m) for m in ctx.mentions_in(0, end, "ORGANISATION", "BODY"))

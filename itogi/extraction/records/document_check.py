"""Whether a noun that may name an instrument does: enough is said of it, and it is no domestic one."""

from __future__ import annotations

from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.document_parties import BETWEEN_STATES, INTERSTATE, Owner
from itogi.extraction.records.document_titles import Instrument, names_place
from itogi.extraction.records.document_told import Told

_QUOTES = {"«", '"', "“"}
_ADOPTING = {"sign", "adopt", "agree", "ratify"}
# What an organisation issues in its own name: a bare noun is enough ("ШОС приняла заявление").
_ISSUED = {"statement", "appeal", "report"}


def is_instrument(ctx: Context, item: Instrument, told: Told, owner: Owner) -> bool:
    """Whether a candidate is an instrument of an organisation or between states worth a record."""
    if told.unreal or not _is_international(ctx, item, told, owner):
        return False
    if told.stage is None and item.head.head.lemma_ in word_classes()["doc-jubilee"]:
        return False  # "к десятилетию договора": the day is marked, nothing is said of the treaty
    if item.plural and not item.split and not (_plural_title(item) or _of_a_place(item)):
        return False
    if _is_everyday(item) or _is_domestic(ctx, item, told, owner):
        return False
    if item.head.lemma_ in word_classes()["doc-faint"]:
        return _faint(ctx, item, told, owner)
    if not (told.stage or item.draft):
        return _stands_alone(ctx, item, owner)
    weak = item.head.lemma_ in word_classes()["doc-weak"]
    bare = told.act in _ADOPTING or (told.act == "force" and item.kind in BETWEEN_STATES)
    return _is_described(ctx, item) or (bare and not weak)


def _stands_alone(ctx: Context, item: Instrument, owner: Owner) -> bool:
    """Whether an instrument that the text only names is one all the same: it has a title of its own."""
    if item.plural or owner.organisation is None or not _is_described(ctx, item):
        return False
    return item.head.lemma_ not in word_classes()["doc-weak"] or is_titled(ctx, item)


def is_titled(ctx: Context, item: Instrument) -> bool:
    """Whether a title is written as a name: "Шанхайская конвенция", "Концепция …" within a sentence."""
    first = ctx.doc[item.start]
    return first.text[0].isupper() and (not first.is_sent_start or item.start < item.head.i)


def _is_domestic(ctx: Context, item: Instrument, told: Told, owner: Owner) -> bool:
    """Whether one state, person or firm adopts an instrument of its own, whatever else the sentence names."""
    if item.head.lemma_ in word_classes()["doc-notice"] and (owner.organisation or owner.states > 1):
        return False  # a letter by which a state joins or leaves is sent by the state alone
    firms = ctx.mentions_in(item.start, item.end, "ORGNAME")
    if owner.actor == "firm":
        return True
    if told.anchor == item.head and item.kind in _ISSUED and owner.organisation is None and owner.states < 2:
        return True  # "в заявлении КНДР говорится"
    quoted = any(ctx.doc[m.start - 1].text in _QUOTES for m in firms if m.start)
    if owner.organisation is None and quoted and not owner.states:
        return True
    if item.kind == "law" and owner.actor not in {"organisation", "leaders"} and not _is_model(item):
        return not _ratifies(item)
    if told.stage == "proposed":
        return False
    alone = owner.actor in {"person", "country", "other", "parliament"} and told.act == "adopt"
    return alone and not owner.own and item.kind not in INTERSTATE - {"plan", "programme"}


def may_become(ctx: Context, item: Instrument, told: Told, owner: Owner) -> bool:
    """Whether a later sentence that gives a stage would make an instrument of it."""
    if told.unreal or told.stage or _is_everyday(item) or (item.plural and not item.split):
        return False
    return _is_international(ctx, item, told, owner) and _is_described(ctx, item)


def _of_a_place(item: Instrument) -> bool:
    """ "Алма-Атинская декларация", "Беловежские соглашения": named after where it was signed."""
    first = item.head.doc[item.start]
    return item.start < item.head.i and names_place(first) and item.kind not in _ISSUED


def _between(item: Instrument) -> bool:
    return any(t.lemma_ in word_classes()["doc-between"] for t in item.head.doc[item.start : item.end])


def _ratifies(item: Instrument) -> bool:
    """ "закон о ратификации": domestic in form, a step of an instrument between states in substance."""
    return any(c.lemma_ in word_classes()["stage-ratify"] for c in item.head.children)


def _is_model(item: Instrument) -> bool:
    return any(c.lemma_ in word_classes()["doc-model"] for c in item.head.children)


def _faint(ctx: Context, item: Instrument, told: Told, owner: Owner) -> bool:
    """Words of everyday speech: an organisation, its leaders or a session must act on them."""
    if told.act == "discuss" and item.kind == "report":
        return owner.organisation is not None and _is_described(ctx, item)
    if told.stage is None and not item.draft:
        return False
    if item.head.lemma_ in word_classes()["doc-notice"]:
        joins = "membership" in ctx.topics((item.head.sent.start, item.head.sent.end))
        return told.act in _ADOPTING and (joins or item.head.lemma_ not in word_classes()["doc-letter"])
    acted = owner.actor in {"organisation", "leaders", "states"} and owner.organisation is not None
    if acted and item.kind in _ISSUED and told.act in {"sign", "adopt"} and told.stage != "rejected":
        return True
    making = item.draft or told.stage in {"proposed", "drafting"}
    if owner.actor in {"person", "country", "other", "parliament"} and not making:
        return False
    if not _is_described(ctx, item):
        return False
    return (
        told.act in _ADOPTING
        or item.draft
        or owner.named
        or (making and not item.plural and owner.organisation is not None)
    )


def _plural_title(item: Instrument) -> bool:
    plural = word_classes()["doc-plural"]
    if item.head.lemma_ in plural:
        return item.end > item.head.i + 1 or item.start < item.head.i
    return any(t.lemma_ in plural for t in item.head.doc[item.start : item.head.i])


def _is_described(ctx: Context, item: Instrument) -> bool:
    """Whether the title says more than the bare noun."""
    if item.end > item.head.i + 1 or (item.head.text.isupper() and len(item.head) > 2):
        return True
    if (
        item.head.lemma_ in word_classes()["doc-charter"]
        and item.head.text[0].isupper()
        and not item.head.is_sent_start
    ):
        return True
    return any(not ctx.doc[i].is_digit for i in range(item.start, item.head.i))


def _is_everyday(item: Instrument) -> bool:
    """ "ядерная программа", "список гостей": a weak noun whose neighbours make it no instrument."""
    classes = word_classes()
    if item.head.lemma_ not in classes["doc-weak"]:
        return False
    for child in item.head.children:
        if child.lemma_ in classes["doc-possessive"]:
            return True
        if (
            child.dep_ == "amod"
            and child.lemma_ in classes["doc-no-instrument"]
            and not child.text[0].isupper()
        ):
            return True
        if child.dep_ != "nmod" or any(c.dep_ == "case" for c in child.children):
            continue
        if child.lemma_ in classes["doc-no-complement"] and not item.head.text[0].isupper():
            return True
        # "заявление министров" is adopted by a body, "заявление министра" is only said.
        if (
            item.kind != "report"
            and child.lemma_ in classes["doc-person"]
            and "Plur" not in child.morph.get("Number", [])
        ):
            return True
    return False


def _is_international(ctx: Context, item: Instrument, told: Told, owner: Owner) -> bool:
    """An organisation in the sentence, states as parties, or a text about an organisation."""
    if owner.named and owner.organisation:
        return True
    if owner.states > 1 and item.kind in INTERSTATE:
        return True
    if owner.states and item.kind in BETWEEN_STATES and told.stage and _states_in_text(ctx) > 1:
        return True
    if owner.states and item.kind in BETWEEN_STATES and told.stage and _between(item):
        return True
    if item.kind in INTERSTATE - {"plan", "programme"} and told.stage and _of_a_place(item):
        return True
    if item.kind in BETWEEN_STATES and told.stage and (_is_proper(item) or told.act == "ratify"):
        return owner.organisation is not None or owner.actor != "firm"
    if owner.organisation is None:
        if owner.actor == "states" and item.kind in INTERSTATE and told.act in _ADOPTING:
            return True
        if owner.summit and told.act in _ADOPTING:
            return True
        return item.kind in INTERSTATE and told.stage is not None and _at_talks(ctx, item, owner)
    if item.draft and told.stage == "drafting":
        return True
    if owner.actor in {"leaders", "none", "pronoun", "organisation", "states"} or item.kind in INTERSTATE:
        return True
    return owner.actor == "other" and _is_described(ctx, item)


def _is_proper(item: Instrument) -> bool:
    """Whether a treaty is written as a name: "Парижское соглашение", "из Договора о …"."""
    first = item.head.doc[item.start]
    if item.head.text.isupper() and len(item.head) > 2:
        return True  # "ДОВСЕ"
    if first.is_sent_start or not first.text[0].isupper():
        return False
    return item.end > item.head.i + 1 or item.start < item.head.i


def _at_talks(ctx: Context, item: Instrument, owner: Owner) -> bool:
    """Whether a text about two states at one table speaks of talks in the sentences around an instrument."""
    if owner.actor not in {"none", "pronoun", "leaders", "states"}:
        return False
    between = word_classes()["doc-interstate"]
    if _states_in_text(ctx) < 2 and not any(t.lemma_ in between for t in ctx.doc):
        return False
    number = ctx.sentence(item.head.i)
    around = ctx.sentences[max(number - 3, 0) : number + 1]
    return any(t.lemma_ in word_classes()["doc-talks"] for s in around for t in s)


def _states_in_text(ctx: Context) -> int:
    return len(
        {m.country for m in ctx.mentions if m.country and m.label in {"COUNTRY", "NATIONAL", "CAPITAL"}}
    )

"""Whether a noun that may name an instrument does: enough is said of it, and it is no domestic one."""

from __future__ import annotations

from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.document_parties import BETWEEN_STATES, INTERSTATE, Owner
from itogi.extraction.records.document_stages import Told
from itogi.extraction.records.document_titles import Instrument

_QUOTES = {"«", '"', "“"}
_ADOPTING = {"sign", "adopt", "agree", "ratify"}


def is_instrument(ctx: Context, item: Instrument, told: Told, owner: Owner) -> bool:
    """Whether a candidate is an instrument of an organisation or between states worth a record."""
    if told.unreal or not _is_international(ctx, item, told, owner):
        return False
    if item.plural and not item.split and not _plural_title(item):
        return False
    if _is_everyday(item) or _is_domestic(ctx, item, told, owner):
        return False
    if item.head.lemma_ in word_classes()["doc-faint"]:
        return _faint(ctx, item, told, owner)
    if not (told.stage or item.draft):
        return False
    weak = item.head.lemma_ in word_classes()["doc-weak"]
    return _is_described(ctx, item) or (told.act in _ADOPTING and not weak)


def _is_domestic(ctx: Context, item: Instrument, told: Told, owner: Owner) -> bool:
    """Whether one state, person or firm adopts an instrument of its own, whatever else the sentence names."""
    firms = ctx.mentions_in(item.start, item.end, "ORGNAME")
    if owner.organisation is None and any(ctx.doc[m.start - 1].text in _QUOTES for m in firms if m.start):
        return True
    if item.kind == "law" and owner.actor not in {"organisation", "leaders"} and not _is_model(item):
        return True
    if told.stage == "proposed":
        return False
    alone = owner.actor in {"person", "country", "other"} and told.act == "adopt"
    return alone and not owner.own and item.kind not in INTERSTATE - {"plan", "programme"}


def may_become(ctx: Context, item: Instrument, told: Told, owner: Owner) -> bool:
    """Whether a later sentence that gives a stage would make an instrument of it."""
    if told.unreal or told.stage or _is_everyday(item) or (item.plural and not item.split):
        return False
    return _is_international(ctx, item, told, owner) and item.end > item.head.i + 1


def _is_model(item: Instrument) -> bool:
    return any(c.lemma_ in word_classes()["doc-model"] for c in item.head.children)


def _faint(ctx: Context, item: Instrument, told: Told, owner: Owner) -> bool:
    """Words of everyday speech: an organisation, its leaders or a session must act on them."""
    if told.stage is None and not item.draft:
        return False
    if owner.actor in {"person", "country", "other"} and told.stage != "proposed":
        return False
    if not _is_described(ctx, item):
        return False
    return told.act in _ADOPTING or item.draft or owner.named


def _plural_title(item: Instrument) -> bool:
    return (item.head.lemma_ in word_classes()["doc-plural"] and item.end > item.head.i + 1) or (
        item.start < item.head.i and item.head.lemma_ in word_classes()["doc-plural"]
    )


def _is_described(ctx: Context, item: Instrument) -> bool:
    """Whether the title says more than the bare noun."""
    if item.end > item.head.i + 1:
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
        if child.lemma_ in classes["doc-no-complement"]:
            return True
        # "заявление министров" is adopted by a body, "заявление министра" is only said.
        if child.lemma_ in classes["doc-person"] and "Plur" not in child.morph.get("Number", []):
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
    if owner.organisation is None:
        return owner.actor == "states" and item.kind in INTERSTATE and told.act in _ADOPTING
    return owner.actor in {"leaders", "none", "pronoun", "organisation", "states"} or item.kind in INTERSTATE


def _states_in_text(ctx: Context) -> int:
    return len(
        {m.country for m in ctx.mentions if m.country and m.label in {"COUNTRY", "NATIONAL", "CAPITAL"}}
    )

"""Finder of chairmanships: who chairs, chaired or will chair an organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.matching import Match
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.chair_nouns import Holding, of_noun
from itogi.extraction.records.chair_succeed import of_succession
from itogi.extraction.records.chair_told import following, of_elected, of_year
from itogi.extraction.records.chair_verbs import of_chair, of_helm, of_lead, of_reins, of_verb
from itogi.extraction.records.chair_years import ordinal_of, status_in, year_of, years_of
from itogi.extraction.records.states import elliptic
from itogi.extraction.single_words import any_of
from itogi.model.record import SlotValue

_BUT_IN_AND_ALSO_COMMA = any_of("but", "in", "and", "also") | {","}

_READERS: dict[str, Callable[[Context, Token], Iterator[Holding]]] = {
    "chairmanship.noun": of_noun,
    "chairmanship.verb": of_verb,
    "chairmanship.lead": of_lead,
    "chairmanship.reins": of_reins,
    "chairmanship.chair": of_chair,
    "chairmanship.helm": of_helm,
    "chairmanship.succeed": of_succession,
    "chairmanship.year": of_year,
    "chairmanship.elected": of_elected,
}


def find(ctx: Context) -> Iterator[Draft]:
    """Chairmanships in text order, those of one country and term merged."""
    drafts: list[Draft] = []
    for match in ctx.matches("chairmanship"):
        for draft in _drafts(ctx, match, drafts):
            twin = next((d for d in drafts if _same(d, draft)), None)
            if twin is None:
                drafts.append(draft)
            else:
                _join(twin, draft)
    yield from drafts


def _drafts(ctx: Context, match: Match, before: list[Draft]) -> Iterator[Draft]:
    trigger = ctx.doc[match.groups["t"][0]]
    rule = match.pattern.id
    holdings = list(dict.fromkeys(_READERS[rule](ctx, trigger)))
    # "…, а в 2027-м — Китай": a term of its own in a clause without a verb.
    apart = {code: year for code, day in elliptic(ctx, trigger) if (year := year_of(day))} if holdings else {}
    told = {h.country for h in holdings}
    if holdings:
        holdings += [h for h in following(ctx, trigger) if h.country not in told | apart.keys()]
    holdings += [
        Holding(code, "next" if holdings[0].status == "next" else "current")
        for code in apart if code not in told
    ]  # fmt: skip
    for holding in holdings:
        dated = years_of(ctx, trigger, holding.status) if holding.dated else []
        dated = [apart[holding.country]] if holding.country in apart else dated
        years: list[str | None] = [*dated] or [None]
        for organisation, year in product(_organisations(ctx, trigger, holding.country, before), years):
            status = status_in(year, holding.status, ctx.article.published)
            slots: dict[str, SlotValue | list[str] | None] = {
                "organisation": organisation,
                "country": holding.country,
                "year": year or _this_year(ctx, status),
                "ordinal": ordinal_of(trigger) if holding.dated else None,
                "status": status,
            }
            yield Draft(
                "chairmanship", slots, ctx.evidence(trigger.i), match.pattern.confidence, rule, trigger.i
            )


def _this_year(ctx: Context, status: str) -> str | None:
    """The year of publication: that of a chairmanship that goes on."""
    return str(ctx.article.published.year) if status == "current" and ctx.article.published else None


def _organisations(ctx: Context, trigger: Token, country: str, before: list[Draft]) -> list[str]:
    """The organisations chaired: those named in the phrase of the trigger, else the nearest of the text.

    "Организация" alone is the one whose chairmanship by this country was told before.
    """
    start, end = trigger.i, trigger.right_edge.i + 1
    inside = [
        m for m in ctx.mentions_in(start, end, "ORGANISATION", "BODY") if m.label == "ORGANISATION" or m.owner
    ]
    sure = [m for m in inside if m.via != "paraphrase"]
    if sure:
        joined = [sure[0]]
        for m in sure[1:]:
            if all(t.lemma_ in _BUT_IN_AND_ALSO_COMMA for t in ctx.doc[joined[-1].end : m.start]):
                joined.append(m)
        return list(dict.fromkeys(m.owner or m.value for m in joined))
    if trigger.lemma_ in word_classes()["chm-succeed"] and before:
        return [str(before[-1].slots["organisation"])]
    unions = [c for c in trigger.children if c.lemma_ in word_classes()["chm-union"]]
    bare = any(not any(g.dep_ in {"amod", "nmod"} for g in c.children) for c in unions)
    told = [str(d.slots["organisation"]) for d in before if d.slots["country"] == country]
    in_sentence = [m for m in ctx.in_sentence(trigger.i, "ORGANISATION") if m.via != "paraphrase"]
    if told and not in_sentence:
        return told[-1:]
    if (inside or bare) and not in_sentence and ctx.main_organisation:
        return [ctx.main_organisation]
    found = ctx.organisation(start, end)
    return [found] if found else []


# -- one record for one term ------------------------------------------------------------------------


def _same(old: Draft, new: Draft) -> bool:
    """Whether two drafts speak of one term: the same holder, and nothing they tell disagrees."""
    if any(str(old.slots[s]) != str(new.slots[s]) for s in ("organisation", "country")):
        return False
    a, b = old.slots["year"], new.slots["year"]
    if a and b:
        return a == b or str(a)[:4] in str(b) or str(b)[:4] in str(a)
    return str(old.slots["status"]) == str(new.slots["status"])


def _join(old: Draft, new: Draft) -> None:
    if len(str(new.slots["year"] or "")) > len(str(old.slots["year"] or "")):
        old.slots["year"] = new.slots["year"]
    old.slots["ordinal"] = old.slots["ordinal"] or new.slots["ordinal"]
    old.evidence += [e for e in new.evidence if e not in old.evidence]
    old.confidence = max(old.confidence, new.confidence)

"""What later sentences add to a meeting: who attends and chairs, in which formats, where and when."""

from __future__ import annotations

from spacy.tokens import Span, Token

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person

# Persons who speak of a meeting rather than take part in it.
BYSTANDERS = {"spokesperson", "expert", "other"}


def enrich(ctx: Context, draft: Draft, others: dict[int, Draft]) -> None:
    """Add to the report's own meeting what the sentences that speak of no other meeting say of it.

    Args:
        ctx: the article.
        draft: the meeting that the report is about.
        others: sentence number -> draft, for the sentences that hold a trigger.
    """
    first = ctx.sentence(draft.position)
    for number, sentence in enumerate(ctx.sentences):
        if number < first - 1 or others.get(number, draft) is not draft:
            continue
        used = [_people(ctx, draft, sentence), _chair(ctx, draft, sentence), _formats(draft, sentence)]
        used.append(_venue(ctx, draft, sentence))
        if any(used) and number not in others:
            draft.evidence += [e for e in ctx.evidence(sentence.start) if e not in draft.evidence]


def add(draft: Draft, slot: str, values: list[str]) -> bool:
    """Add values to a list slot; whether there was any to add."""
    mine = list(draft.slots.get(slot) or ())  # type: ignore[call-overload]
    new = [v for v in values if v not in mine]
    draft.slots[slot] = [*mine, *new]
    return bool(new)


def attends(ctx: Context, person: Person) -> bool:
    """Whether a person can be a participant by the posts the report gives."""
    classes = {o.cls for o in person.offices}
    return not classes or bool(classes - BYSTANDERS)


def _people(ctx: Context, draft: Draft, sentence: Span) -> bool:
    verbs = [t for t in sentence if t.lemma_ in word_classes()["attend-verb"]]
    if not verbs or "bilateral" in (draft.slots.get("formats") or ()):  # type: ignore[operator]
        return False
    people = [p for p in ctx.people.in_range(sentence.start, sentence.end) if attends(ctx, p)]
    countries: list[str] = []
    if any(v.lemma_ in word_classes()["represent"] for v in verbs):
        countries = [m.value for m in ctx.mentions_in(sentence.start, sentence.end, "COUNTRY") if _acc(ctx.doc[m.start])]
    if people or countries:
        owners = [o.of for p in people for o in p.offices if o.of and len(o.of) == 2 and not countries]
        added = add(draft, "people", [p.name for p in people])
        return add(draft, "countries", countries or [o for o in owners if o]) or added
    return False


def _acc(token: Token) -> bool:
    return token.dep_ in {"obj", "conj", "nsubj", "obl", "nmod", "root", "appos"} or "Acc" in token.morph.get("Case")


def _chair(ctx: Context, draft: Draft, sentence: Span) -> bool:
    if draft.slots.get("chair"):
        return False
    chair = chair_in(ctx, sentence)
    draft.slots["chair"] = chair
    return chair is not None


def chair_in(ctx: Context, sentence: Span) -> str | None:
    """Who chairs by "под председательством X", "председательствовал X", "заседание вёл X"."""
    for token in sentence:
        if token.lemma_ == "председательство" and token.i > sentence.start and ctx.doc[token.i - 1].lemma_ == "под":
            return _party(ctx, token.i, min(sentence.end, token.i + 16))
        if token.lemma_ in word_classes()["chair-verb"] and token.pos_ == "VERB" and _sits(ctx, token):
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            if subject is not None:
                span = [t.i for t in subject.subtree if t.i < token.i or subject.i > token.i]
                return _party(ctx, min(span, default=subject.i), max(span, default=subject.i) + 1)
    return None


def _sits(ctx: Context, verb: Token) -> bool:
    """Whether the verb speaks of a sitting, not of a term ("председательствует в ОДКБ в этом году")."""
    after = [t.lemma_ for t in ctx.doc[verb.i : verb.i + 5]]
    term = ctx.mentions_in(verb.i, min(verb.i + 6, len(ctx.doc)), "ORGANISATION")
    return "год" not in after and not term and verb.lemma_ in {"председательствовать", "вести"}


def _party(ctx: Context, start: int, end: int) -> str | None:
    people = ctx.people.in_range(start, end)
    if people:
        return people[0].name
    near = ctx.mentions_in(start, end, "COUNTRY", "NATIONAL")
    return near[0].value if near else None


def formats_in(sentence: Span) -> list[str]:
    """Formats that a sentence names, for a sitting or its part ("в узком составе", "по видеосвязи")."""
    classes = word_classes()
    found = []
    for name in ("narrow", "expanded", "plenary", "joint", "informal", "online"):
        words = classes[f"format-{name}"]
        if any(t.lemma_ in words and (name == "online" or _of_sitting(t)) for t in sentence):
            found.append(name)
    return found


def _of_sitting(token: Token) -> bool:
    nouns = word_classes()["format-noun"]
    if token.lemma_ in nouns or token.head.lemma_ in nouns:
        return True
    # "узкий состав, потом широкий": the second adjective has lost its noun.
    return token.dep_ in {"conj", "parataxis"} and token.head.dep_ in {"amod", "root", "obl", "nmod"} and any(
        t.lemma_ in nouns for t in token.sent
    )


def _formats(draft: Draft, sentence: Span) -> bool:
    return add(draft, "formats", formats_in(sentence))


def _venue(ctx: Context, draft: Draft, sentence: Span) -> bool:
    if draft.slots.get("venue"):
        return False
    venues = [m for m in ctx.mentions_in(sentence.start, sentence.end, "VENUE") if m.via == "venue"]
    place = draft.slots.get("place")
    if not venues or draft.slots.get("status") == "planned":
        return False
    draft.slots["venue"] = venues[0].value
    if not place and venues[0].country:
        draft.slots["place"] = None
    return True

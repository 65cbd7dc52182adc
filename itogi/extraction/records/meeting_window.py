"""What later sentences add to a meeting: who attends and chairs, in which formats, where and on what."""

from __future__ import annotations

from spacy.tokens import Span, Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import news_item, where
from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person
from itogi.extraction.records.meeting_chair import chair_in
from itogi.extraction.records.meeting_topics import decided_topics, sentence_topics, topics_of
from itogi.extraction.records.participants import absent, countries_of_posts, is_named, speaking
from itogi.extraction.records.states import preposition
from itogi.extraction.records.talks import level_of_person
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import predicate_of, tense_of

_DELEGATION = spelt("delegation")
_NOT_EARLIER_SOONER = any_of("not", "earlier", "sooner")

# Persons who speak of a meeting rather than take part in it.
# A remark on the venue ("Дворец стал площадкой саммита") stands at most so many sentences later.
GROUND_REACH = 4
BYSTANDERS = {"spokesperson", "expert", "other"}
# A list of so many states after "президенты" tells who gathers even without a verb of attending.
LISTED = 3
# Whose deeds and words in the report of a sitting show that they were there.
_PEERS = {
    "heads-of-state": ("heads-of-state", "heads-of-government"),
    "heads-of-government": ("heads-of-government",),
    "foreign-ministers": ("foreign-ministers",),
    "defence-ministers": ("defence-ministers",),
    "security-secretaries": ("security-secretaries",),
    "ministers": ("ministers",),
    "parliament": ("parliament",),
}
# How many sentences after a meeting still say what it discussed.
TOPIC_REACH = 3
# An item of so few sentences speaks of its meeting throughout.
BRIEF = 6


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
        told = _told_before(number, others)
        # Nobody has chaired yet what is still to come.
        past = told is not None and told.slots["status"] != "planned"
        if told is not None and told is not draft and past and _chair(ctx, told, sentence):
            told.evidence += [e for e in ctx.evidence(sentence.start) if e not in told.evidence]
            continue
        used = [read(ctx, draft, sentence) for read in (_people, _acting, _chair, _formats)]
        if any(used) and number not in others:
            draft.evidence += [e for e in ctx.evidence(sentence.start) if e not in draft.evidence]
    chair = draft.slots.get("chair")
    _attending_chair(ctx, draft, str(chair) if chair else None)


def place_of_news(ctx: Context, draft: Draft, others: dict[int, Draft]) -> None:
    """Fill place and venue of the report's own meeting from the first sentences that speak of no other."""
    first = ctx.sentence(draft.position)
    low = max(0, first - 2)
    for number in range(low, min(first + GROUND_REACH + 1, len(ctx.sentences))):
        if others.get(number, draft) is not draft:
            continue
        sentence = ctx.sentences[number]
        near = number in others or number <= first + 1
        near = near and not (number < first and _about_another_place(ctx, sentence))
        place, venue = where(ctx, sentence.root) if near else (None, None)
        if not draft.slots.get("place") and place and draft.slots["status"] != "planned":
            draft.slots["place"] = place
            draft.evidence += [e for e in ctx.evidence(sentence.root.i) if e not in draft.evidence]
        ground = venue or _ground(ctx, sentence)
        if not draft.slots.get("venue") and ground:
            draft.slots["venue"] = ground


def _about_another_place(ctx: Context, sentence: Span) -> bool:
    """Whether a headline says where something else is: "Пожар на складе в Томске", "дороги в Оше"."""
    sittings = word_classes()["meeting-sitting"] | word_classes()["meeting-generic"]
    named = ctx.mentions_in(sentence.start, sentence.end, "PLACE", "CAPITAL")
    roots = [r for m in named if preposition(r := ctx.doc[m.start : m.end].root)]
    return bool(roots) and all(
        r.dep_ == "nmod" and r.head.i < r.i and r.head.pos_ == "NOUN" and r.head.lemma_ not in sittings
        for r in roots
    )


def _ground(ctx: Context, sentence: Span) -> str | None:
    """ "Дворец независимости стал площадкой": a venue in a sentence about the place of meeting."""
    if not any(t.lemma_ in word_classes()["meeting-ground"] for t in sentence):
        return None
    return next((m.value for m in ctx.mentions_in(sentence.start, sentence.end, "VENUE")), None)


def _told_before(number: int, others: dict[int, Draft]) -> Draft | None:
    """The meeting of the sentence before, of which a sentence without a trigger goes on to speak."""
    return others.get(number - 1) if number not in others else None


def add_topics(ctx: Context, draft: Draft, others: dict[int, Draft]) -> None:
    """Add what a meeting discussed, by the sentences that mention it and those that follow."""
    own = sorted(n for n, d in others.items() if d is draft)
    brief = len(ctx.sentences) <= BRIEF
    for start in own:
        lead = start - 1 if start and start <= 2 and start - 1 not in others else start
        for number in range(lead, min(start + TOPIC_REACH + 1, len(ctx.sentences))):
            if others.get(number, draft) is not draft:
                break
            sentence = ctx.sentences[number]
            found = sentence_topics(ctx, sentence)
            if brief and number in own:
                found += _all_topics(ctx, sentence, draft)
            if add(draft, "topics", found) and number not in others:
                draft.evidence += [e for e in ctx.evidence(sentence.start) if e not in draft.evidence]
    if not draft.slots.get("topics"):
        add(draft, "topics", decided_topics(ctx, draft, [ctx.sentences[n] for n in own]))


def _all_topics(ctx: Context, sentence: Span, draft: Draft) -> list[str]:
    """All that a sentence of a short item speaks of; of a digest only the piece between semicolons."""
    inside = sentence.start <= draft.position < sentence.end
    low, high, _ = news_item(ctx, draft.position if inside else sentence.start)
    # Chairs and sessions themselves make no topic.
    return [t for t in topics_of(ctx, low, high) if t != "institutional"]


def add(draft: Draft, slot: str, values: list[str]) -> bool:
    """Add values to a list slot; whether there was any to add."""
    mine = list(draft.slots.get(slot) or ())
    new = [v for v in values if v not in mine]
    draft.slots[slot] = [*mine, *new]
    return bool(new)


def attends(person: Person) -> bool:
    """Whether a person can be a participant by the posts the report gives."""
    classes = {o.cls for o in person.offices}
    return not classes or bool(classes - BYSTANDERS)


def _people(ctx: Context, draft: Draft, sentence: Span) -> bool:
    classes = word_classes()
    verbs = [t for t in sentence if t.lemma_ in classes["attend-verb"]]
    if any(t.lemma_ == _DELEGATION for t in sentence):
        verbs += [t for t in sentence if t.lemma_ in classes["head-verb"]]
    bilateral = "bilateral" in (draft.slots.get("formats") or ())
    if bilateral and not any(t.lemma_ in classes["attend-noun"] for t in sentence):
        return False
    if not verbs:
        listed = countries_of_posts(ctx, sentence.start, sentence.end)
        return not bilateral and len(listed) >= LISTED and add(draft, "countries", listed)
    people = [p for p in ctx.people.in_range(sentence.start, sentence.end) if attends(p) and is_named(ctx, p)]
    people = [p for p in people if not _quoted(ctx, p, sentence) and not _speaks(ctx, p, sentence)]
    countries = _represented(ctx, sentence, verbs)
    added = add(draft, "people", [p.name for p in people])
    if bilateral:
        return added
    added = add(draft, "countries", countries) or added
    owners: list[str] = [c for p in people for c in countries_of(p)]
    owners += countries_of_posts(ctx, sentence.start, sentence.end, without=absent(ctx, people))
    return add(draft, "countries", owners) or added


def _acting(ctx: Context, draft: Draft, sentence: Span) -> bool:
    """Those of the rank that meets who act or speak in the report of the sitting: they were there."""
    ranks = _PEERS.get(str(draft.slots.get("level")), ())
    if not ranks or draft.slots["status"] not in {"held", "ongoing"} or not draft.slots.get("organisation"):
        return False
    if "bilateral" in (draft.slots.get("formats") or ()):
        return False
    found = [
        p
        for p in ctx.people.in_range(sentence.start, sentence.end)
        if level_of_person(p) in ranks and countries_of(p) and _is_subject(ctx, p, sentence)
    ]
    added = add(draft, "people", [p.name for p in found])
    return add(draft, "countries", [c for p in found for c in countries_of(p)]) or added


def _is_subject(ctx: Context, person: Person, sentence: Span) -> bool:
    """Whether a person of the sentence is the subject of a verb in the past, not denied."""
    for mention in person.mentions:
        if not sentence.start <= mention.start < sentence.end:
            continue
        token = ctx.doc[mention.start : mention.end].root
        while token.dep_ in {"appos", "flat", "flat:name", "conj"} and token.head != token:
            token = token.head
        verb = token.head
        denied = any(c.lemma_ in _NOT_EARLIER_SOONER for c in verb.children)
        if _before_colon(ctx, person, mention.start, sentence):
            return True
        if token.dep_ == "nsubj" and verb.pos_ == "VERB" and tense_of(verb) == "past" and not denied:
            return True
    return False


def _before_colon(ctx: Context, person: Person, start: int, sentence: Span) -> bool:
    """ "X, министр: «…»": a speaker named before his words."""
    if start - sentence.start > 8:
        return False
    colon = next((t.i for t in ctx.doc[start : min(sentence.end, start + 14)] if t.text == ":"), None)
    return colon is not None and not any(t.pos_ == "VERB" for t in ctx.doc[sentence.start : colon])


def countries_of(person: Person) -> list[str]:
    """The states a person acts for by the posts of the report, else by the list of office holders."""
    said = [o.of for o in person.offices if o.of and len(o.of) == 2 and o.of.isupper()]
    known = [k.of for k in person.known if len(k.of) == 2 and k.of.isupper()]
    return said or known[:1]


def _speaks(ctx: Context, person: Person, sentence: Span) -> bool:
    """Whether every verb over a person's name in a sentence is one of saying ("как ожидает X")."""
    here = [
        ctx.doc[m.start : m.end].root for m in person.mentions if sentence.start <= m.start < sentence.end
    ]
    verbs = [predicate_of(root) for root in here]
    return all(v is not None and v.lemma_ in speaking() for v in verbs)


def _quoted(ctx: Context, person: Person, sentence: Span) -> bool:
    """Whether a sentence names a person only as its source ("по подсчётам генсека X")."""
    sources = word_classes()["quote-according"]
    for mention in person.mentions:
        if sentence.start <= mention.start < sentence.end:
            office = next((o for o in ctx.people.offices if o.person is mention), None)
            start = office.start if office else mention.start
            if start > 0 and ctx.doc[start - 1].lemma_ in sources:
                return True
    return False


def _represented(ctx: Context, sentence: Span, verbs: list[Token]) -> list[str]:
    """The states of "Россию представляет X, Армению – Y": objects of the verb and those before a dash."""
    if not any(v.lemma_ in word_classes()["represent"] for v in verbs):
        return []
    mentions = ctx.mentions_in(sentence.start, sentence.end, "COUNTRY")
    if not ctx.mentions_in(sentence.start, sentence.end, "PERSON", "POST"):
        return []
    return [m.value for m in mentions if not _inside_office(ctx, m.start)]


def _inside_office(ctx: Context, token: int) -> bool:
    return any(o.start <= token < o.end for o in ctx.people.offices)


def _chair(ctx: Context, draft: Draft, sentence: Span) -> bool:
    if draft.slots.get("chair"):
        return False
    chair = chair_in(ctx, sentence)
    draft.slots["chair"] = chair
    if chair is not None and not chair.isupper():
        add(draft, "people", [chair])
    return chair is not None


def _attending_chair(ctx: Context, draft: Draft, chair: str | None) -> None:
    """Who chairs takes part, and with a person his country."""
    if chair is None or chair.isupper():
        return
    person = next((p for p in ctx.people.persons if p.name == chair), None)
    owners = countries_of(person) if person else []
    if owners and draft.slots.get("countries"):
        add(draft, "countries", owners[:1])


def formats_in(sentence: Span) -> list[str]:
    """Formats that a sentence names, for a sitting or its part ("в узком составе", "по видеосвязи")."""
    classes = word_classes()
    tokens = [(t.lemma_, t) for t in sentence]
    found = []
    for name in ("narrow", "expanded", "plenary", "joint", "informal", "online"):
        words, told = classes[f"format-{name}"], _all_online if name == "online" else _of_sitting
        if any(lemma in words and told(token) for lemma, token in tokens):
            found.append(name)
    return found


def _all_online(token: Token) -> bool:
    """Whether the sitting is online, and not one guest only ("вице-премьер подключился по видеосвязи")."""
    verb = token
    while verb.head != verb and verb.pos_ != "VERB":
        verb = verb.head
    single = "Sing" in verb.morph.get("Number", []) or "Short" in verb.morph.get("Variant", [])
    some = any(c.dep_ == "nsubj" and c.lemma_ not in word_classes()["meeting-guest"] for c in verb.children)
    return not (verb.lemma_ in word_classes()["connect-verb"] and (single or some))


def _of_sitting(token: Token) -> bool:
    nouns = word_classes()["format-noun"]
    if token.lemma_ in nouns or token.head.lemma_ in nouns:
        return True
    # "узкий состав, потом широкий", "начнётся заседание в расширенном": the adjective has lost its noun.
    alone = token.pos_ in {"ADJ", "NOUN", "PROPN"} and token.dep_ in {
        "conj",
        "parataxis",
        "obl",
        "nmod",
        "root",
        "appos",
    }
    return alone and any(t.lemma_ in nouns for t in token.sent)


def _formats(ctx: Context, draft: Draft, sentence: Span) -> bool:
    found = formats_in(sentence)
    near = ctx.sentence(draft.position)
    together = word_classes()["together"]
    if (
        "narrow" in found
        and any(t.lemma_ in together for t in sentence)
        and near <= ctx.sentence(sentence.start)
    ):
        # "сначала в узком кругу, затем вместе с делегациями"
        found.append("expanded")
    return add(draft, "formats", found)

"""Finder of invitations: who invites whom to what, where and when."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.features import beside, feature
from itogi.extraction.mentions import Mention
from itogi.extraction.nounphrase import depends_on, noun_phrase
from itogi.extraction.patterns import Match, matcher, word_classes
from itogi.extraction.records.states import (
    country_at,
    named_at,
    person_country,
    preposition,
    subjects,
    with_conjuncts,
)
from itogi.extraction.similar import overlap
from itogi.extraction.stance import stance_of
from itogi.language.inflect import nominative
from itogi.model.record import SlotValue

_GUEST_CASES = {"Acc", "Gen", "Dat"}
_TOWNS = {"CAPITAL", "PLACE", "COUNTRY"}
_TIMELESS = {"clock", "duration"}


def find(ctx: Context) -> Iterator[Draft]:
    """Invitations in text order; the same host and occasion told again is one."""
    drafts: list[Draft] = []
    for match in matcher("invitation", ctx.doc.vocab)(ctx.doc):
        draft = _draft(ctx, match)
        if draft is None:
            continue
        twin = next((d for d in drafts if _same(d, draft)), None)
        if twin is None:
            drafts.append(draft)
            continue
        for slot, value in draft.slots.items():
            twin.slots[slot] = twin.slots[slot] or value
        twin.evidence += [e for e in draft.evidence if e not in twin.evidence]
    yield from drafts


def _same(old: Draft, new: Draft) -> bool:
    """Whether two drafts have nothing that differs in host and occasion, and one of the two in common."""
    pairs = [(old.slots[s], new.slots[s]) for s in ("host", "occasion")]
    if any(a and b and overlap(str(a), str(b)) < 0.5 for a, b in pairs):
        return False
    if set(old.evidence) & set(new.evidence):
        return True
    return any(a and b for a, b in pairs) or old.slots["place"] == new.slots["place"] is not None


def _draft(ctx: Context, match: Match) -> Draft | None:
    trigger = ctx.doc[match.groups["t"][0]]
    rule = match.pattern.id
    if stance_of(trigger).negated or stance_of(trigger).unreal:
        return None
    host, guests = _sides(ctx, trigger, rule)
    occasion = _occasion(ctx, trigger)
    place = _place(ctx, trigger, occasion) or (_waiting(ctx, trigger) if rule == "invitation.await" else None)
    if rule == "invitation.await" and not (guests and place):
        return None
    if not (occasion or place) and not _bare_call(ctx, rule, trigger, host, guests):
        return None
    if not _between_states(ctx, trigger, host, guests, occasion):
        return None
    slots: dict[str, SlotValue | list[str] | None] = {
        "host": _party(ctx, host) if host is not None else _unnamed_host(ctx, rule, trigger, guests),
        "guests": _guests(ctx, guests),
        "occasion": nominative(ctx.doc[occasion[0] : occasion[1]], person=False) if occasion else None,
        "place": place,
        "date": _date(ctx, trigger, occasion),
    }
    return Draft(
        "invitation",
        slots,
        ctx.evidence(trigger.i, *(occasion or ())[:1]),
        match.pattern.confidence,
        rule,
        trigger.i,
    )


def _bare_call(ctx: Context, rule: str, trigger: Token, host: Token | None, guests: list[Token]) -> bool:
    """Whether a state is called without a word on the occasion: that of the report is meant."""
    if ctx.main_organisation is None or rule == "invitation.await":
        return False
    if rule == "invitation.noun" and _sending(trigger).lemma_ not in word_classes()["inv-send"]:
        return False
    if any(m.label == "POST" and m.start <= g.i < m.end for g in guests for m in ctx.mentions):
        return False
    return bool(guests) and all(named_at(ctx, g) for g in guests) and (host is None or _acts(ctx, host))


def _unnamed_host(ctx: Context, rule: str, trigger: Token, guests: list[Token]) -> str | None:
    """ "Азербайджан приглашали": a call without a subject is that of the report's organisation."""
    if rule == "invitation.noun" and _sending(trigger).lemma_ in word_classes()["inv-get"]:
        return ctx.main_organisation if guests and all(named_at(ctx, g) for g in guests) else None
    if rule != "invitation.invite" or feature(trigger, "Number") != "Plur":
        return None
    called = feature(trigger, "Voice") != "Pass" and bool(guests) and all(named_at(ctx, g) for g in guests)
    return ctx.main_organisation if called else None


# -- who and whom -----------------------------------------------------------------------------------


def _sides(ctx: Context, trigger: Token, rule: str) -> tuple[Token | None, list[Token]]:
    """The token of the host and those of the guests, by the voice of the verb."""
    if rule == "invitation.noun":
        return _noun_sides(ctx, trigger)
    agents = [
        s for s in subjects(trigger) if trigger in (s.head, s.head.head) or s.dep_ == "conj"
    ] or subjects(trigger)
    passive = feature(trigger, "Voice") == "Pass"
    objects = [
        c for c in trigger.children if c.dep_ in {"obj", "iobj"} and c.pos_ in {"NOUN", "PROPN", "PRON"}
    ]
    if passive:
        host = next(
            (c for c in trigger.children if c.dep_ in {"obl", "obl:agent"} and feature(c, "Case") == "Ins"),
            None,
        )
        return host, agents
    guests = [t for o in objects[:1] for t in with_conjuncts(o)]
    if not guests and _called_first(ctx, trigger, agents):
        return None, agents
    if rule == "invitation.await":
        people = any(a.pos_ == "NOUN" and not _acts(ctx, a) for a in agents)
        return None, [] if people or not any(
            _official_guests(ctx, g) or (_acts(ctx, g) and (ctx.people.at(g.i) or list(g.children)))
            for g in guests
        ) else guests
    return (agents[0] if agents else None), guests


def _called_first(ctx: Context, verb: Token, agents: list[Token]) -> bool:
    """ "Азербайджан приглашали": a state in the accusative before the verb is taken for its subject."""
    if feature(verb, "Number") != "Plur" or len(agents) != 1 or agents[0].i > verb.i:
        return False
    return feature(agents[0], "Number") == "Sing" and named_at(ctx, agents[0]) is not None


def _noun_sides(ctx: Context, noun: Token) -> tuple[Token | None, list[Token]]:
    """ "Направил приглашение X", "получил приглашение", "по приглашению X"."""
    verb = _sending(noun)
    own = next(
        (c for c in noun.children if c.dep_ == "nmod" and feature(c, "Case") == "Gen" and _acts(ctx, c)), None
    )
    if verb.lemma_ not in word_classes()["inv-send"]:
        if noun.i and preposition(noun) == "по":
            return own, subjects(verb)[:1]
        return own, []
    agents = subjects(verb)
    agents = [a for a in agents if a != noun]
    to = [
        c
        for c in (*verb.children, *noun.children)
        if feature(c, "Case") == "Dat" and preposition(c) is None and c != noun
    ]
    if verb.lemma_ in word_classes()["inv-get"]:
        giver = next((c for c in verb.children if preposition(c) in {"от", "у"}), None)
        return giver or own, agents
    sender = next((c for c in (*noun.children, *verb.children) if preposition(c) == "от"), None)
    return sender or (agents[0] if agents else own), [t for g in to[:1] for t in with_conjuncts(g)]


def _sending(noun: Token) -> Token:
    """The verb that sends or gets an invitation: its head, else the next one of the sentence."""
    if noun.head.lemma_ in word_classes()["inv-send"]:
        return noun.head
    for token in noun.doc[noun.i + 1 : min(noun.sent.end, noun.i + 12)]:
        if token.text in ",;":
            break
        if token.pos_ == "VERB" and token.lemma_ in word_classes()["inv-send"]:
            return token
    return noun.head


def _acts(ctx: Context, token: Token) -> bool:
    """Whether a noun stands for a state, an organisation or an official."""
    if ctx.people.at(token.i) is not None:
        return bool(person_country(ctx, token)) or bool(ctx.people.at(token.i).offices)  # type: ignore[union-attr]
    if _organised(ctx, token) or country_at(ctx, token, anaphora=False):
        return True
    return token.lemma_ in word_classes()["cmt-leader"] | word_classes()["cmt-member"]


def _organised(ctx: Context, token: Token) -> Mention | None:
    labels = {"ORGANISATION", "BODY"}
    return next((m for m in ctx.mentions if m.label in labels and m.start <= token.i < m.end), None)


def _party(ctx: Context, token: Token) -> str | None:
    """A host as a person, a code, or the phrase."""
    person = _person(ctx, token) or (_he(ctx, token) if token.pos_ == "PRON" else None)
    if token.lemma_ == "мы":
        quote = next((q for q in ctx.quotes if q.start <= token.idx < q.end), None)
        return quote.speaker if quote is not None else None
    if person:
        return person
    mention = _organised(ctx, token)
    if mention is not None:
        return mention.owner or mention.value
    if token.lemma_ in word_classes()["inv-colleague"] | {"друг"}:
        nations = {m.country for m in ctx.mentions_in(*noun_phrase(ctx.doc, token), "NATIONAL")}
        if len(nations) == 1:
            return _colleague(ctx, token) or nations.pop()
    post = any(m.label == "POST" and m.start <= token.i < m.end for m in ctx.mentions)
    code = None if post else country_at(ctx, token)
    return code or nominative(ctx.doc[slice(*noun_phrase(ctx.doc, token))], person=False)


def _he(ctx: Context, pronoun: Token) -> str | None:
    """The person that "он" goes back to: the last one named in the two sentences before."""
    start = ctx.sentences[max(0, ctx.sentence(pronoun.i) - 2)].start
    people = [m for m in ctx.mentions_in(start, pronoun.i, "PERSON") if person_country(ctx, ctx.doc[m.start])]
    return ctx.people.name(people[-1]) if people and pronoun.lemma_ in {"он", "она"} else None


def _him(ctx: Context, pronoun: Token) -> str | None:
    """The guest that "его" goes back to: the person named last before it who is not the subject."""
    if pronoun.lower_ not in {"его", "ее", "её", "него", "ему", "ей"}:
        return None
    start = ctx.sentences[max(0, ctx.sentence(pronoun.i) - 1)].start
    hosts = {s.i for s in subjects(pronoun.head)}
    people = [
        m
        for m in ctx.mentions_in(start, pronoun.i, "PERSON")
        if not hosts & set(range(m.start, m.end)) and feature(ctx.doc[m.start], "Case") != "Nom"
    ]
    return ctx.people.name(people[-1]) if people else None


def _colleague(ctx: Context, token: Token) -> str | None:
    """The person meant by "казахстанского коллегу": the one of that country in the report."""
    if token.lemma_ not in word_classes()["inv-colleague"] or feature(token, "Number") == "Plur":
        return None
    code = next((m.country for m in ctx.mentions_in(*noun_phrase(ctx.doc, token), "NATIONAL")), None)
    own = [
        p for p in ctx.people.persons if code and person_country(ctx, ctx.doc[p.mentions[0].start]) == code
    ]
    return own[0].name if own else None


def _person(ctx: Context, token: Token) -> str | None:
    person = ctx.people.at(token.i)
    if person is not None:
        return person.name
    post = next((m for m in ctx.mentions if m.label == "POST" and m.start <= token.i < m.end), None)
    if post is not None and feature(token, "Number") != "Plur":
        holder = ctx.people.role(post)
        return holder.name if holder is not None else None
    return None


def _guests(ctx: Context, tokens: list[Token]) -> list[str]:
    """Guests as persons and codes, else the phrase as it stands, joined nouns together."""
    if len(tokens) == 1 and tokens[0].pos_ == "PRON":
        found = _him(ctx, tokens[0])
        return [found] if found else []
    if len(tokens) == 1 and (holder := _colleague(ctx, tokens[0])):
        return [holder]
    tokens = [t for t in tokens if t.pos_ != "PRON"]
    named = [_person(ctx, t) or named_at(ctx, t) for t in tokens if feature(t, "Number") != "Plur"]
    if named and all(named) and len(named) == len(tokens):
        return [n for n in named if n]
    if not tokens:
        return []
    start, end = noun_phrase(ctx.doc, tokens[0])
    end = max(end, *(noun_phrase(ctx.doc, t)[1] for t in tokens))
    stop = next((t.i for t in ctx.doc[tokens[-1].i + 1 : end] if t.pos_ == "ADP" or t.lower_ == "и"), end)
    return [ctx.text(start, max(stop, tokens[-1].i + 1))]


def _between_states(
    ctx: Context, trigger: Token, host: Token | None, guests: list[Token], occasion: tuple[int, int] | None
) -> bool:
    """Whether states or their leaders invite or are invited, in an organisation or among themselves."""
    hosts = host is not None and (_acts(ctx, host) or _person(ctx, host) is not None or host.pos_ == "PRON")
    invited = any(_acts(ctx, g) or _official_guests(ctx, g) for g in guests)
    if not hosts and not invited:
        return False
    organised = bool(occasion and ctx.mentions_in(*occasion, "ORGANISATION", "BODY"))
    return (hosts and invited) or organised or (ctx.main_organisation is not None and (hosts or invited))


def _official_guests(ctx: Context, token: Token) -> bool:
    start, end = noun_phrase(ctx.doc, token)
    return bool(ctx.mentions_in(start, end, "ORGANISATION", "COUNTRY"))


# -- to what, where, when -----------------------------------------------------------------------------


def _occasion(ctx: Context, trigger: Token) -> tuple[int, int] | None:
    """The event after "на" or "принять участие в", as a token range; "на них" is the event told before."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    for token in ctx.doc[trigger.i + 1 : min(sentence.end, trigger.i + 22)]:
        if token.text in ";:" or (token.pos_ == "VERB" and feature(token, "VerbForm") == "Fin"):
            break
        if token.text in "«“" and beside(token, -1) == "на":
            return _quoted(ctx, token)
        if preposition(token) not in {"на", "в", "к"} and not (
            token.head.lemma_ == "посетить" and token.dep_ == "obj"
        ):
            continue
        if _is_event(token):
            return _event(ctx, token)
        if token.pos_ == "PRON" and token.head == trigger:
            return _event_before(ctx, trigger)
    first = [c for c in trigger.children if c.i < trigger.i and preposition(c) == "на" and _is_event(c)]
    return _event(ctx, first[0]) if first else None


def _event(ctx: Context, head: Token) -> tuple[int, int]:
    start, end = noun_phrase(ctx.doc, head)
    while start and ctx.doc[start - 1].text == "," and ctx.doc[start - 2].head == head:
        if ctx.doc[start - 2].dep_ != "amod":
            break
        start -= 2
    return start, _cut(ctx, head, end)


def _quoted(ctx: Context, mark: Token) -> tuple[int, int] | None:
    """An event that is named by its title alone: "на «Ночь музеев»"."""
    end = next((t.i + 1 for t in ctx.doc[mark.i + 1 : mark.i + 10] if t.text in "»”"), None)
    return (mark.i, end) if end else None


def _is_event(token: Token) -> bool:
    return token.lemma_ in word_classes()["inv-occasion"] or token.lemma_.endswith("-летие")


def _event_before(ctx: Context, trigger: Token) -> tuple[int, int] | None:
    number = ctx.sentence(trigger.i)
    if number == 0:
        return None
    events = [t for t in ctx.sentences[number - 1] if _is_event(t) and t.pos_ in {"NOUN", "PROPN"}]
    if not events:
        return None
    return _event(ctx, events[-1])


def _cut(ctx: Context, head: Token, end: int) -> int:
    """Leave place and date out of the name of an occasion."""
    for token in ctx.doc[head.i + 1 : end]:
        outside = token.lower_ in {"в", "во", "на"} or any(
            s <= token.i < e for s, e, t in ctx.times if t.grain != "year"
        )
        if outside and not token.is_punct:
            return token.i
    return end


def _place(ctx: Context, trigger: Token, occasion: tuple[int, int] | None) -> str | None:
    """The town or country to which one is invited: after "в", in the accusative or locative."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    for m in ctx.mentions_in(
        min(trigger.i, (occasion or (trigger.i,))[0]), sentence.end, "CAPITAL", "PLACE", "COUNTRY"
    ):
        head = ctx.doc[m.start : m.end].root
        if head.dep_ == "obj" and head.head.lemma_ == "посетить":
            return nominative(ctx.doc[m.start : m.end])
        if preposition(head) in {"в", "во", "на"} and m.via != "seat":
            tied = depends_on(head, trigger) or (occasion is not None and m.start <= occasion[1] + 3)
            if tied:
                return nominative(ctx.doc[m.start : m.end])
    return None


def _waiting(ctx: Context, verb: Token) -> str | None:
    """The town or country that awaits its guests."""
    for subject in subjects(verb):
        mention = next((m for m in ctx.mentions if m.start <= subject.i < m.end and m.label in _TOWNS), None)
        if mention is not None:
            return nominative(ctx.doc[mention.start : mention.end])
    return None


def _date(ctx: Context, trigger: Token, occasion: tuple[int, int] | None) -> str | None:
    """When the occasion is: a time in or after its phrase; one before the verb is that of the inviting."""
    sentence = ctx.sentences[ctx.sentence(occasion[0] if occasion else trigger.i)]
    low = occasion[0] if occasion else trigger.i + 1
    if occasion and occasion[1] <= trigger.i:
        low = sentence.start
    for _, _, time in ctx.times_in(low, sentence.end):
        if time.edtf and time.grain not in _TIMELESS and time.role != "duration":
            return time.edtf
    return None

"""The phrase of a word of meeting: what it holds, whose meeting it is and whether states hold it at all."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import beside
from itogi.extraction.matching import Match
from itogi.extraction.mentions import Mention
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.meeting_body import body_at, body_of_noun, body_of_verb, of_one_state
from itogi.extraction.records.participants import Parties, level_of
from itogi.extraction.single_words import spelt
from itogi.extraction.stance import predicate_of
from itogi.language.lemma import parses

_IN = spelt("in")
_TIME = spelt("time")
_WITH = spelt("with")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word of meeting with the token range of its noun phrase and the body that this names."""

    match: Match
    trigger: Token
    start: int
    end: int
    body: Mention | None


def phrase_at(ctx: Context, match: Match, trigger: Token) -> Phrase | None:
    """The phrase of ``trigger``; None where it means no one meeting ("на саммитах", a telephone talk)."""
    verb = trigger.pos_ == "VERB" or trigger.lemma_ in word_classes()["meet-verb"]
    if match.pattern.id == "meeting.body" and not _acts_as_event(trigger):
        return None
    start, end = (trigger.i, trigger.i + 1) if verb else noun_phrase(ctx.doc, trigger)
    if _no_meeting(ctx, trigger, start, end):
        return None
    low, high = min(start, match.start), max(end, match.end)
    body = body_of_verb(ctx, trigger) if verb else body_of_noun(ctx, trigger, low, high)
    if match.pattern.id == "meeting.body":
        body = body_at(ctx, trigger) or body
    if body is None and trigger.dep_ == "obj" and trigger.head.lemma_ in word_classes()["meeting-lead"]:
        body = body_of_verb(ctx, trigger.head)
    return Phrase(match, trigger, start, end, body)


def _acts_as_event(trigger: Token) -> bool:
    """Whether a body stands for its session: it takes place, gathers or is received."""
    classes = word_classes()
    top = trigger
    while (top.dep_ == "nmod" and top.head.lemma_ in classes["format-noun"]) or (
        top.dep_ == "conj" and not any(t.lemma_ in classes["jointly"] for t in top.sent)
    ):
        top = top.head
    sits = classes["meet-verb"] | classes["take-place"]
    nouns = [t for t in trigger.subtree if t == trigger or t.dep_ == "nmod"]
    if any(c.lemma_ in sits and c.dep_ in {"acl", "acl:relcl"} for t in nouns for c in t.children):
        # "Совет, заседавший в Ташкенте"
        return True
    verb = top.head if top.dep_ != "root" else None
    if verb is None or top.dep_ not in {"nsubj", "nsubj:pass", "obj", "obl"}:
        return False
    events = (
        classes["take-place"] | classes["go-on"] | classes["meet-verb"] | classes["host"] | classes["plan"]
    )
    if top.dep_ == "nsubj" and verb.lemma_ in classes["meeting-lead"]:
        # "учение, которое проводит центр": a body that holds something else does not sit.
        return any(c.lemma_ in classes["meeting-generic"] for c in verb.children)
    return verb.lemma_ in events | classes["meeting-begin"] | classes["meeting-end"]


def _no_meeting(ctx: Context, trigger: Token, start: int, end: int) -> bool:
    """Plurals that mean no one meeting ("на саммитах"), talks by telephone, press conferences."""
    if is_plural(trigger) and trigger.lemma_ not in word_classes()["plural-talks"]:
        today = any(t.lemma_ in word_classes()["meeting-today"] for t in trigger.children)
        return not (today or _several(ctx, trigger, start, end))
    if _habit(ctx, trigger):
        return True
    low, high = max(0, start - 3), min(len(ctx.doc), end + 4)
    return any(t.lemma_ in word_classes()["meeting-press"] for t in ctx.doc[low:high])


def is_plural(noun: Token) -> bool:
    """Whether a noun is a plural; of a compound ("онлайн-совещание") its last part tells."""
    if noun.pos_ != "NOUN" or noun.lemma_ in word_classes()["meet-verb"]:
        return False
    last = noun.lower_.rsplit("-", 1)[-1]
    return "Plur" in noun.morph.get("Number", []) and any("plur" in p.tag for p in parses(last))


def _several(ctx: Context, noun: Token, start: int, end: int) -> bool:
    """ "саммиты ОДКБ и ЕАЭС", "встречи с A и B": a plural that tells one meeting for each name."""
    owners = {m.owner or m.value for m in ctx.mentions_in(start, end, "ORGANISATION", "BODY")}
    values = {m.value for m in ctx.mentions_in(start, end, "BODY")}
    sentence = ctx.sentences[ctx.sentence(noun.i)]
    if max(len(owners), len(values)) > 1:
        return True
    return noun.lemma_ in word_classes()["weak-meeting"] and any(
        t.lemma_ == _WITH and t.pos_ == "ADP" for t in ctx.doc[noun.i + 1 : sentence.end]
    )


def _habit(ctx: Context, trigger: Token) -> bool:
    """ "раз в год собирается", "проводятся ежегодно": no one meeting."""
    verb = predicate_of(trigger) or trigger
    words = [*trigger.children, *verb.children]
    if any(t.lemma_ in word_classes()["meeting-habit"] for t in words):
        return True
    return any(t.lemma_ == _TIME and beside(t) == _IN and not list(t.lefts) for t in words)


def organisation_of(ctx: Context, phrase: Phrase, parties: Parties) -> tuple[str | None, bool]:
    """The organisation that meets, and whether the sentence itself says so."""
    body, trigger = phrase.body, phrase.trigger
    if parties.organisation:
        return parties.organisation, True
    if body and body.owner:
        return body.owner, True
    inside = ctx.mentions_in(phrase.start, phrase.end, "ORGANISATION")
    if inside:
        return inside[0].value, True
    if parties.bilateral:
        return None, True
    bodies = [m for m in ctx.in_sentence(trigger.i, "BODY") if m.owner]
    named = ctx.in_sentence(trigger.i, "ORGANISATION") or bodies
    own = [m for m in named if not _of_another(ctx, m, trigger)]
    if len(parties.countries) > 1:
        named = own
    elif named and not own and trigger.pos_ == "VERB":
        sentence = ctx.sentences[ctx.sentence(trigger.i)]
        before = [
            m
            for m in ctx.mentions_in(0, sentence.start, "ORGANISATION", "BODY")
            if m.owner or m.label[0] == "O"
        ]
        return (before[-1].owner or before[-1].value if before else ctx.main_organisation), False
    if not named and len(parties.countries) > 1:
        return None, True
    return ctx.organisation(phrase.start, phrase.end), bool(named)


def _of_another(ctx: Context, owner: Mention, trigger: Token) -> bool:
    """Whether an organisation holds another meeting ("президенты увиделись на саммите АТЭС")."""
    classes = word_classes()
    above = list(ctx.doc[owner.start : owner.end].root.ancestors)
    until = next((n for n, t in enumerate(above) if t == trigger), len(above))
    return any(t.lemma_ in classes["meeting-generic"] | classes["sidelines"] for t in above[:until])


def level_in(ctx: Context, phrase: Phrase, parties: Parties) -> str | None:
    """The level: of the first side of talks, of the body, of the posts beside the word, or fixed by it."""
    if parties.bilateral and parties.level:
        return parties.level
    if phrase.body and phrase.body.level:
        return phrase.body.level
    fixed = phrase.match.pattern.slots.get("level")
    said = level_of(ctx, phrase.trigger) or (str(fixed) if fixed else None) or parties.level
    if said is None and any(
        t.lemma_ in word_classes()["leader-word"] and "Plur" in t.morph.get("Number", [])
        for m in ctx.mentions_in(phrase.start, phrase.end, "ORGANISATION")
        for t in ctx.doc[m.start : m.end]
    ):
        # "встреча глав государств Центральной Азии" is a name
        return "heads-of-state"
    return said or ("officials" if of_members(ctx, phrase.trigger, people=True) else None)


def is_international(
    ctx: Context, phrase: Phrase, parties: Parties, *, sure: bool, level: str | None
) -> bool | None:
    """Whether an organisation or several states hold the meeting, by the words themselves; None: it depends.

    "Саммит", "сессия" and "заседание" need an organisation that the report is about; weaker words
    ("встреча", "переговоры", a verb) need it in their own phrase, or a level. Else the word may only
    speak again of a meeting that the report has told.
    """
    if parties.of_states:
        return True
    if parties.domestic or of_one_state(ctx, phrase.start, phrase.end):
        return False
    classes, trigger = word_classes(), phrase.trigger
    if (phrase.body and phrase.body.owner) or ctx.mentions_in(phrase.start, phrase.end, "ORGANISATION"):
        return True
    if any(t.lemma_ in classes["meeting-domestic"] for t in ctx.doc[phrase.start : phrase.end]):
        return False
    if of_members(ctx, trigger):
        return True
    weak = trigger.lemma_ in classes["weak-meeting"] or trigger.pos_ == "VERB"
    if sure and (level is not None or not weak):
        return True
    plain = trigger.lemma_ in classes["meeting-generic"] and not parties.people
    if level is not None and not (weak and plain):
        return True
    return None if trigger.pos_ != "VERB" or _they(trigger) else False


def of_members(ctx: Context, trigger: Token, *, people: bool = False) -> bool:
    """Whether those who meet are of an organisation: "генпрокуроры стран ШОС собрались", "провели совещание".

    With ``people`` only persons count, not the organisation itself.
    """
    classes = word_classes()
    verb = trigger if trigger.pos_ == "VERB" else trigger.head
    if trigger != verb and (trigger.dep_ != "obj" or verb.lemma_ not in classes["meeting-lead"]):
        return False
    if trigger == verb and verb.lemma_ not in classes["meet-verb"]:
        return False
    for child in verb.children:
        if child.dep_ != "nsubj" or child.lemma_ in classes["meeting-stay"]:
            continue
        inside = {t.i for t in child.subtree}
        organisations = [m for m in ctx.in_sentence(verb.i, "ORGANISATION") if m.start in inside]
        many = "Plur" in child.morph.get("Number", []) and child.i not in {m.start for m in organisations}
        named = "Anim" in child.morph.get("Animacy", [])
        if organisations and people and many and named and child.lemma_ not in classes["meeting-they"]:
            return True
        if people:
            continue
        if organisations and (many or any(m.start <= child.i < m.end for m in organisations)):
            return True
    return False


def _they(verb: Token) -> bool:
    """ "они соберутся", "вшестером увидятся": the verb's subject are those who met before."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    return any(c.lemma_ in word_classes()["meeting-they"] for c in subjects)

"""Whose post it is where the words of the post do not say: by the sentence, the text, the list of holders."""

from __future__ import annotations

from collections import Counter

from itogi.extraction.context import Context
from itogi.extraction.mentions import Mention
from itogi.extraction.offices_shared import Office
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person
from itogi.extraction.records.states import antecedent

STATE_CLASSES = {
    "head-of-state", "head-of-government", "foreign-minister", "defence-minister", "security-secretary",
    "minister", "spokesperson",
}  # fmt: skip
# Posts of those who lead an institution that the text may have named before.
LED_CLASSES = {"head", "military", "ambassador", "deputy", "official", "secretary-general"}
STATES = {"COUNTRY", "CAPITAL", "NATIONAL"}
BACK = 2  # sentences before a post in which its state may have been named


def owner(ctx: Context, office: Office, person: Person) -> tuple[str | None, bool]:
    """What the post is of, and whether only the list of office holders says so (pattern ``+known``)."""
    if office.of:
        return office.of, False
    represented = _represented(ctx, office)
    if represented:
        return represented, False
    if office.anaphor is not None:
        country = _country_before(ctx, office.start) or antecedent(ctx, ctx.doc[office.anaphor])
        if country:
            return country, False
    if office.cls == "secretary-general" or _deputy(office):
        return ctx.organisation(office.start, office.end), False
    said = next((o.of for o in person.offices if o.of and o.cls == office.cls), None)
    if said:
        return said, False
    near = _state_of_sentence(ctx, office)
    if near:
        return near, False
    known = _known(office, person)
    if known is not None:
        return known, True
    return _institution(ctx, office) or _titled(ctx, office) or _around(ctx, office) or _letters(
        office
    ), False


def _letters(office: Office) -> str | None:
    """ "Председатель ЦИК": letters at the end of a post name its institution."""
    last = office.position.split()[-1]
    known = last.lower() in word_classes()["post-of-state"]
    return last if len(last) > 2 and last.isupper() and last.isalpha() and not known else None


def _known(office: Office, person: Person) -> str | None:
    """The owner by the list of office holders: of a post of this class, else the person's one state."""
    known = next((k.of for k in person.known if k.class_ == office.cls), None)
    if known is None:
        states = {k.of for k in person.known if len(k.of) == 2}
        known = states.pop() if len(states) == 1 else None
    return known


def _institution(ctx: Context, office: Office) -> str | None:
    """ "Директор центра", "глава миссии": the institution of that kind named last, or its owner."""
    words = office.position.lower().split()
    if office.cls not in LED_CLASSES or len(words) < 2 or words[-1] in word_classes()["deputy-of"]:
        return None
    led = words[-1] in word_classes()["organisation-part"]
    stem = words[-1][:4]
    for mention in reversed(ctx.mentions_in(0, office.start, "BODY", "ORGNAME")):
        if any(word.lower().startswith(stem) for word in mention.value.split()[:3]):
            return (mention.owner if led else None) or _whole(ctx, mention)
    return (
        ctx.organisation(office.start, office.end)
        if words[-1] in word_classes()["organisation-part"]
        else None
    )


def _whole(ctx: Context, body: Mention) -> str:
    """The name of an institution with the organisation or state behind it ("Центр … СНГ")."""
    behind = ctx.mentions_in(body.end, min(body.end + 8, len(ctx.doc)), "ORGANISATION", "COUNTRY")
    whole = behind and behind[0].start == body.end and len(body.value.split()) > 1
    return f"{body.value} {ctx.text(behind[0].start, behind[0].end)}" if whole else body.value


def _around(ctx: Context, office: Office) -> str | None:
    """The state that the words around a post of a state name, in its sentence or those before."""
    national = any(w in word_classes()["post-of-state"] for w in office.position.lower().split())
    if office.cls not in STATE_CLASSES | {"speaker-of-parliament"} and not national:
        return None
    number = ctx.sentence(office.start)
    where: str | None = None
    for back in range(min(BACK, number) + 1):
        sentence = ctx.sentences[number - back]
        named = [m for m in ctx.mentions_in(sentence.start, sentence.end) if m.label in STATES and m.country]
        acting = [m for m in named if not _is_place(ctx, m)]
        states = {m.country for m in acting}
        before = [m for m in acting if m.end <= office.start]
        if len(states) == 1:
            return states.pop()
        if before and back == 0:
            return before[-1].country
        if states:
            break
        where = where or (named[-1].country if named else None)
    return _main_state(ctx) or where


def _is_place(ctx: Context, mention: Mention) -> bool:
    """Whether a state or capital is where something happens ("в Найроби"), and nobody's state."""
    before = ctx.doc[mention.start - 1] if mention.start else None
    return before is not None and mention.label != "NATIONAL" and before.lower_ in word_classes()["place-of"]


def _main_state(ctx: Context) -> str | None:
    """The state that the text is about: the one named more often than all others together."""
    votes = Counter(m.country for m in ctx.mentions if m.label in STATES and m.country)
    most = votes.most_common(1)
    return most[0][0] if most and 2 * most[0][1] > votes.total() else None


def _titled(ctx: Context, office: Office) -> str | None:
    """ "Глава МЧС РФ вылетел. Глава МЧС X …": the one owner that the text gives the post elsewhere."""
    posts = [
        m for m in ctx.mentions if m.label == "POST" and m.value == office.position and m.level == office.cls
    ]
    owners = {
        m.value
        for post in posts
        for m in ctx.mentions_in(post.start - 1, post.end + 1, "NATIONAL", "COUNTRY", "ORGANISATION")
        if m.end == post.start or (m.start == post.end and m.label != "NATIONAL")
        if m.label == "NATIONAL" or m.start == post.end
    }
    return owners.pop() if len(owners) == 1 else None


def _state_of_sentence(ctx: Context, office: Office) -> str | None:
    """ "Буэнос-Айрес ответил: новый президент X …": the one state that the sentence names, before the post.

    A state at the name itself ("китаец X") says so, whatever else is named.
    """
    people = ctx.mentions_in(max(0, office.start - 2), office.start, "NATIONAL")
    if people and people[-1].via == "people" and people[-1].end == office.start:
        return people[-1].value
    if office.cls not in STATE_CLASSES:
        return None
    named = ctx.in_sentence(office.start, "COUNTRY", "CAPITAL", "NATIONAL")
    states = {m.country or m.value for m in named}
    before = [m for m in named if m.end <= office.start and m.label != "NATIONAL"]
    subject = [m for m in before if ctx.doc[m.start].dep_ in {"nsubj", "nsubj:pass"}]
    return states.pop() if len(states) == 1 and subject else None


def _deputy(office: Office) -> bool:
    """Whether the post is that of a secretary-general's deputy ("заместитель генсека")."""
    return office.cls == "deputy" and any(
        w in word_classes()["secretary-general"] for w in office.position.split()
    )


def _country_before(ctx: Context, token: int) -> str | None:
    sentence = ctx.sentences[ctx.sentence(token)]
    before = [m for m in ctx.mentions_in(sentence.start, token, "COUNTRY") if m.country]
    return before[-1].country if before else None


def _represented(ctx: Context, office: Office) -> str | None:
    """The country in "Россию представлял премьер-министр …": an object of the verb of representing."""
    verb = ctx.doc[office.person.start : office.person.end].root.head
    for token in (verb, verb.head, *ctx.doc[max(0, office.start - 3) : office.start]):
        if token.lemma_ in word_classes()["represent"] or token.text in "-–—":
            near = ctx.mentions_in(max(0, office.start - 5), office.start, "COUNTRY")
            if near and (token.text not in "-–—" or near[-1].end == token.i):
                return near[-1].value
    return None

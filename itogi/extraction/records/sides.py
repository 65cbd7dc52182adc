"""The sides of talks: who "встретились с", "принял" or "и" bring together."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.people import Person, post_owner
from itogi.extraction.records.clauses import clause_of
from itogi.extraction.records.states import antecedent
from itogi.extraction.records.talks import level_of_person, level_of_post
from itogi.extraction.single_words import any_of, spelt

_BETWEEN = spelt("between")
_BETWEEN_WITH = any_of("between", "with")
_BUT_AND_ALSO_COMMA = any_of("but", "and", "also") | {","}
_HE_SHE_THEY = any_of("he", "she", "they")
_THEY = spelt("they")
_WITH = spelt("with")

_HIM = any_of("he", "she")
_DASHES = {"—", "–", "-"}
_SUBJECT_REACH = 30
# How far behind "с" its side may begin: "с российским коллегой", "с прибывшим в Ереван главой МИД".
_REACH = 7


@dataclass(frozen=True, slots=True)
class Side:
    """One side of talks. ``is_state``: the text names a state rather than its people; ``known``: the
    country or level comes from the list of office holders."""

    start: int
    end: int
    person: Person | None = None
    country: str | None = None
    organisation: str | None = None
    level: str | None = None
    case: str | None = None
    is_state: bool = False
    known: bool = False


def sides_in(ctx: Context, trigger: Token) -> tuple[list[Side], list[Side]]:
    """The first side and the others of the talks at ``trigger``; empty lists where the clause names none."""
    low, high = clause_of(ctx, trigger)
    sides = _sides(ctx, low, high)
    joined = _compound(ctx, trigger, low, high)
    if len(joined) > 1:
        return joined[:1], joined[1:]
    if trigger.lemma_ in word_classes()["receive-verb"]:
        return _received(ctx, sides, trigger)
    found = _with(ctx, trigger, sides, low, high) or _among(ctx, trigger, sides, low, high)
    if found is not None:
        return found
    listed = [s for s in sides if s.start > trigger.i]
    genitive = bool(listed) and (listed[0].case in {"Gen", None} or _dashed(ctx, listed))
    if genitive and trigger.pos_ != "VERB" and not _between(ctx, trigger.i + 1, listed[0].start):
        group = _joined(ctx, listed)
        if len(group) > 1 and (len(group) == 2 or _dashed(ctx, group) or any(not s.is_state for s in group)):
            return group[:1], group[1:]
    return _plural_subject(ctx, trigger, sides) or _headed(ctx, trigger, low)


def _compound(ctx: Context, trigger: Token, low: int, high: int) -> list[Side]:
    """The states of "российско-белорусская встреча", "саммит Россия-ЕС", "формат Россия-Индия-Китай"."""
    out: list[Side] = []
    for m in ctx.mentions_in(low, high):
        head = ctx.doc[m.start].head
        inner = head.head in (trigger, trigger.head) and head.lemma_ in word_classes()["talk-inner"]
        if m.via == "compound" and (head == trigger or inner):
            organisation = m.value if m.label == "ORGANISATION" else None
            out.append(Side(m.start, m.end, country=m.country, organisation=organisation, is_state=True))
    return sorted(out, key=lambda s: s.organisation is not None)


def _dashed(ctx: Context, listed: list[Side]) -> bool:
    """ "саммит Россия – АСЕАН": two states or organisations in the nominative with a dash between."""
    pair = [s for s in listed[:2] if s.is_state]
    return len(pair) == 2 and [t.text in _DASHES for t in ctx.doc[pair[0].end : pair[1].start]] == [True]


def _between(ctx: Context, low: int, high: int) -> int:
    """Words that are no attributes between two places ("переговоры двух министров — …")."""
    bodies = word_classes()["sitting-body"]
    return sum(
        t.pos_ not in {"ADJ", "DET", "NUM", "ADP"} and t.lemma_ not in bodies for t in ctx.doc[low:high]
    )


def _received(ctx: Context, sides: list[Side], trigger: Token) -> tuple[list[Side], list[Side]]:
    """ "X принял Y": a subject and people in the accusative; no "принял решение", "принял участие"."""
    if any(c.lemma_ in word_classes()["receive-not"] for c in trigger.children):
        return [], []
    hosts = [s for s in sides if s.case == "Nom" and (s.person or s.is_state or s.level)]
    guests = [s for s in sides if s.case in {"Acc", "Gen"} and not s.is_state and (s.person or s.level)]
    guests = [g for g in guests if g.start > trigger.i or (hosts and hosts[0].start > g.start)]
    him = any(c.pos_ == "PRON" and c.dep_ == "obj" and c.lemma_ in _HIM for c in trigger.children)
    if hosts and him and not guests:
        # "прибыл в Минск, где его принял президент": the guest is the person named before
        sentence = ctx.sentences[ctx.sentence(trigger.i)]
        before = [s for s in _sides(ctx, sentence.start, trigger.i) if s.person and s.case == "Nom"]
        guests = [s for s in before if s.end <= trigger.i and s.person != hosts[0].person][:1]
    return hosts[:1], guests


def _with(
    ctx: Context, trigger: Token, sides: list[Side], low: int, high: int
) -> tuple[list[Side], list[Side]] | None:
    """ "переговоры A с B", "A встретился с B", "с ними A встречался"."""
    places = [t for t in ctx.doc[low:high] if t.lemma_ == _WITH and t.pos_ == "ADP"]
    after = [t for t in places if t.i > trigger.i]
    for token in (*after, *reversed([t for t in places if t.i < trigger.i])):
        others = _partners(ctx, token, sides)
        if others:
            rest = [s for s in sides if s not in others]
            first = _first(ctx, trigger, rest, token)
            return (first or _earlier(ctx, trigger, others)), others
    return None


def _among(
    ctx: Context, trigger: Token, sides: list[Side], low: int, high: int
) -> tuple[list[Side], list[Side]] | None:
    """ "переговоры между A и B", "A позвонил B"."""
    for token in ctx.doc[low:high]:
        if token.lemma_ == _BETWEEN and token.pos_ == "ADP":
            group = _joined(ctx, [s for s in sides if token.i < s.start])
            if len(group) > 1 and group[0].start <= token.i + _REACH:
                return group[:1], group[1:]
    if trigger.lemma_ in word_classes()["talk-to"]:
        callers = [s for s in sides if s.case == "Nom" and s.end <= trigger.i]
        called = [s for s in sides if s.case == "Dat" and s.start > trigger.i]
        if callers and called:
            return callers[-1:], _joined(ctx, called)
    return None


def _partners(ctx: Context, token: Token, sides: list[Side]) -> list[Side]:
    behind = [s for s in sides if token.i < s.start <= token.i + _REACH]
    if (
        behind
        and behind[0].case in {"Ins", None, "Nom"}
        and not _noun_between(ctx, token.i + 1, behind[0].start)
    ):
        return _joined(ctx, [s for s in sides if s.start >= behind[0].start])
    pronoun = ctx.doc[token.i + 1] if token.i + 1 < len(ctx.doc) else None
    if pronoun is not None and pronoun.pos_ == "PRON" and pronoun.lemma_ in _HE_SHE_THEY:
        sentence = ctx.sentences[ctx.sentence(token.i)]
        named = [s for s in _sides(ctx, sentence.start, token.i) if s.person]
        return named if pronoun.lemma_ == _THEY else named[-1:]
    return []


def _noun_between(ctx: Context, low: int, high: int) -> bool:
    return any(
        t.pos_ in {"NOUN", "VERB"} and t.lemma_ not in word_classes()["colleague"] for t in ctx.doc[low:high]
    )


def _first(ctx: Context, trigger: Token, sides: list[Side], preposition: Token) -> list[Side]:
    """The side before "с": in the genitive right after the noun, else the subject nearest before it."""
    genitive = [s for s in sides if trigger.i < s.start < preposition.i and s.case in {"Gen", None}]
    if trigger.pos_ != "VERB" and genitive and _between(ctx, trigger.i + 1, genitive[0].start) <= 3:
        return genitive[:1]
    subjects = [s for s in sides if s.case in {"Nom", None}]
    before = [s for s in subjects if s.end <= max(trigger.i, preposition.i)]
    return before[-1:] or subjects[:1]


def _earlier(ctx: Context, trigger: Token, others: list[Side]) -> list[Side]:
    """ "И ещё встреча с президентом": the guest named in one of the two sentences before."""
    number = ctx.sentence(trigger.i)
    taken = {s.country for s in others}
    here, low = ctx.sentences[number], clause_of(ctx, trigger)[0]
    before = [s for s in _sides(ctx, here.start, low) if s.person and s.country not in taken]
    if before:
        return before[:1]
    for back in (1, 2):
        if number < back:
            break
        sentence = ctx.sentences[number - back]
        people = [s for s in _sides(ctx, sentence.start, sentence.end) if s.person and s.country not in taken]
        if people:
            return people[-1:]
    return []


def _plural_subject(ctx: Context, trigger: Token, sides: list[Side]) -> tuple[list[Side], list[Side]] | None:
    """ "A и B встретились", "A и B провели переговоры"."""
    subjects = [s for s in sides if s.case in {"Nom", None} and s.end <= trigger.i]
    group = _joined(ctx, subjects)
    after = [s for s in sides if s.case in {"Nom", None} and s.start > trigger.i]
    behind = trigger.pos_ == "VERB" and after and not _between(ctx, trigger.i + 1, after[0].start)
    if len(group) != 2 and behind:
        group = _joined(ctx, after)
    verb = trigger if trigger.pos_ == "VERB" else trigger.head
    acts = verb.lemma_ in word_classes()["talk-verb"] and feature(verb, "Number") == "Plur"
    if len(group) == 2 and acts and abs(trigger.i - group[-1].end) < _SUBJECT_REACH:
        return group[:1], group[1:]
    return _of_subject(ctx, verb, sides)


def _of_subject(ctx: Context, verb: Token, sides: list[Side]) -> tuple[list[Side], list[Side]] | None:
    """ "делегации A и B встретились", "комиссия A и B провела заседание": the states of those who act."""
    acting = word_classes()["sitting-body"] | word_classes()["talk-group"]
    for child in verb.children:
        if child.dep_ != "nsubj" or child.lemma_ not in acting:
            continue
        inside = {t.i for t in child.subtree}
        group = _joined(ctx, [s for s in sides if s.is_state and s.start in inside and s.start > child.i])
        if len(group) == 2:
            return group[:1], group[1:]
    return None


def _headed(ctx: Context, trigger: Token, low: int) -> tuple[list[Side], list[Side]]:
    """ "A – B: переговоры в Сочи": the two that a headline names before a colon."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    if low > sentence.start and ctx.doc[low - 1].text == ":":
        group = _joined(ctx, _sides(ctx, sentence.start, low - 1))
        if len(group) == 2:
            return group[:1], group[1:]
    return [], []


def _joined(ctx: Context, sides: list[Side]) -> list[Side]:
    """The sides that a comma, "и" or a dash joins to the first."""
    group = sides[:1]
    for side in sides[1:]:
        between = ctx.doc[group[-1].end : side.start]
        nationals = {
            i for m in ctx.mentions_in(group[-1].end, side.start, "NATIONAL") for i in range(m.start, m.end)
        }
        if group[-1].end < side.start and not all(
            t.text in _BUT_AND_ALSO_COMMA | _DASHES or t.i in nationals for t in between
        ):
            break
        if group[-1].end == side.start and {group[-1].case, side.case} == {"Ins", "Nom"}:
            # "с президентом X Y встречается": two sides without a comma
            break
        group.append(side)
    return group


def _sides(ctx: Context, low: int, high: int) -> list[Side]:
    """Every side that a token range names, in text order."""
    out: list[Side] = []
    for mention in ctx.mentions_in(low, high, "PERSON", "POST", "COUNTRY", "NATIONAL", "ORGANISATION"):
        if any(s.start <= mention.start < s.end for s in out) and mention.label != "COUNTRY":
            continue
        side = side_at(ctx, mention)
        if side is None or any(s.start <= mention.start < s.end and s.person for s in out):
            continue
        out = [
            s for s in out if not side.start <= s.start < side.end or (s.start == side.start and s.is_state)
        ]
        out.append(side)
    return out


def side_at(ctx: Context, mention: Mention) -> Side | None:
    """The side that a mention stands for, with the whole of its post and name."""
    if mention.label in {"PERSON", "POST"}:
        return _person_side(ctx, mention)
    case = feature(ctx.doc[mention.start : mention.end].root, "Case")
    if mention.label == "ORGANISATION":
        joined = (mention.start and ctx.doc[mention.start - 1].text in _DASHES) or "-" in ctx.doc[
            mention.start
        ].text
        return (
            Side(mention.start, mention.end, organisation=mention.value, case=case, is_state=True)
            if joined
            else None
        )
    if mention.label == "NATIONAL" and "-" not in ctx.doc[mention.start].text:
        return _peer(ctx, mention)
    before = ctx.doc[mention.start - 1] if mention.start else None
    if before is not None and before.pos_ == "ADP" and before.lemma_ not in _BETWEEN_WITH:
        return None
    if _of_people(ctx, mention):
        return None
    return Side(mention.start, mention.end, country=mention.country, case=case, is_state=True)


def _peer(ctx: Context, mention: Mention) -> Side | None:
    """ "с китайским коллегой": one of that state, by name where the report names one only."""
    after = ctx.doc[mention.end] if mention.end < len(ctx.doc) else None
    if (
        after is None
        or after.lemma_ not in word_classes()["peer"]
        or ctx.people.at(min(after.i + 1, len(ctx.doc) - 1))
    ):
        return None
    named = [p for p in ctx.people.persons if any(o.of == mention.country for o in p.offices)]
    person = named[0] if len(named) == 1 else None
    level = level_of_person(person) if person else None
    return Side(mention.start, mention.end + 1, person, mention.country, None, level, feature(after, "Case"))


def _of_people(ctx: Context, mention: Mention) -> bool:
    """Whether a state is named for its people only: "с президентами Египта, Сенегала и Уганды"."""
    root = ctx.doc[mention.start : mention.end].root
    while root.dep_ == "conj" and root.head != root:
        root = root.head
    posts = {i for m in ctx.mentions if m.label == "POST" for i in range(m.start, m.end)}
    return root.dep_ == "nmod" and root.head.i in posts


def _person_side(ctx: Context, mention: Mention) -> Side | None:
    office = next((o for o in ctx.people.offices if o.start <= mention.start < o.end), None)
    person = ctx.people.at(mention.start) if mention.label == "PERSON" else None
    if office is not None:
        person = ctx.people.at(office.person.start)
    head = ctx.doc[mention.start]
    if mention.label == "PERSON" and feature(head, "Case") == "Nom":
        # The tagger takes a rare given name for a nominative: the family name tells.
        words = ctx.doc[mention.start : mention.end]
        head = next((t for t in words if feature(t, "Case") not in {"Nom", None}), head)
    start, end = (office.start, office.end) if office else (mention.start, mention.end)
    if person is None and "Plur" in head.morph.get("Number", []):
        return None
    if person is None:
        person = ctx.people.role(mention)
    level = level_of_person(person) if person else level_of_post(mention)
    if mention.label == "POST" and level_of_post(mention):
        level = level_of_post(mention)
    owner, known = _owner(ctx, mention, person, office.of if office else None)
    if owner is None and person is None:
        return None
    is_code = owner is not None and len(owner) == 2 and owner.isupper()
    organisation = owner if owner and owner.isascii() and not is_code else None
    return Side(
        start,
        end,
        person,
        owner if is_code else None,
        organisation,
        level,
        feature(head, "Case"),
        known=known,
    )


def _owner(
    ctx: Context, mention: Mention, person: Person | None, said: str | None
) -> tuple[str | None, bool]:
    """The country or organisation of a person or post, and whether only the list of holders says so."""
    if said and said.isascii():
        return said, False
    if mention.label == "POST":
        beside = post_owner(ctx.mentions, mention)
        last = ctx.doc[mention.end - 1]
        if beside is None and mention.end - mention.start > 1 and last.lemma_ in word_classes()["state-noun"]:
            beside = _last_country(ctx, mention.start)
        after = ctx.doc[mention.end] if mention.end < len(ctx.doc) else None
        if beside is None and after is not None and after.lemma_ in word_classes()["state-noun"]:
            beside = antecedent(ctx, after) or _last_country(ctx, mention.start)
        if beside is not None:
            return beside, False
        if mention.level == "secretary-general":
            return ctx.organisation(mention.start, mention.end), False
    if person is None:
        return None, False
    left = ctx.doc[mention.start - 1] if mention.start else None
    # "пакистанским – X", "с российским коллегой X"
    dashed = left is not None and (left.text in _DASHES or left.lemma_ in word_classes()["colleague"])
    before = ctx.mentions_in(max(0, mention.start - 2), mention.start, "NATIONAL") if dashed else []
    if before:
        return before[0].country, False
    told = next((o.of for o in person.offices if o.of and o.of.isascii()), None)
    if told:
        return told, False
    if any(o.cls == "secretary-general" for o in person.offices):
        return ctx.organisation(mention.start, mention.end), False
    return next((k.of for k in person.known), None), bool(person.known)


def _last_country(ctx: Context, before: int) -> str | None:
    """The country last named in the three sentences before, by a place or its own name."""
    number = ctx.sentence(before)
    low = ctx.sentences[max(0, number - 3)].start
    found = [m.country for m in ctx.mentions_in(low, before, "COUNTRY", "CAPITAL") if m.country]
    return found[-1] if found else None

"""Which mentions speak of one meeting: facts that differ make another, and so do the markers of a series."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.similar import same_value
from itogi.extraction.single_words import any_of, endings, spelt
from itogi.language.lemma import parses

_HE_THIS_IS_THIS = any_of("he", "this-is", "this")
_LAST = spelt("last")
_ROMAN = "".join(endings("roman"))
_TIME = spelt("time")
_UNTIL = spelt("until")
_UNTIL_ONLY = any_of("until")

_VAGUE_LEVELS = {"ministers", "officials"}
_FACTS = (("organisation", ""), ("body", "text"), ("level", ""), ("date", "date"), ("place", "place"))


@dataclass(slots=True)
class Found:
    """A mention of a meeting as read: its draft, whether its status is said, and what marks it in a series.

    ``bare``: a word such as "заседание" without an organisation; ``states``: states meet, no organisation;
    ``like``: its level is that of the report's own meeting; ``apart``: told as another of a series.
    """

    draft: Draft
    trigger: Token
    sure: bool
    previous: bool = False
    following: bool = False
    ordinal: str | None = None
    bare: bool = False
    states: bool = False
    like: bool = False
    apart: bool = False

    @property
    def planned(self) -> bool:
        """Whether the meeting is still to come."""
        return bool(self.draft.slots["status"] == "planned")


def marked(ctx: Context, draft: Draft, trigger: Token, sure: bool) -> Found:
    """A draft with the words that tell its meeting from others ("предыдущий", "девятнадцатое")."""
    classes = word_classes()
    around = [t for t in trigger.sent if t.head == trigger or (t.dep_ == "conj" and t.head.head == trigger)]
    lemmas = {t.lemma_ for t in around}
    lemmas |= {
        c.lemma_
        for t in trigger.sent
        if t.lemma_ == _TIME and t.head in (trigger, trigger.head)
        for c in t.children
    }
    if any(t.lemma_ == _TIME and any(c.lemma_ == _LAST for c in t.children) for t in trigger.sent):
        lemmas |= classes["previous-word"]
    before = {t.lemma_ for t in around if t.lemma_ in classes["meeting-before"]} | _before_that(trigger)
    beside = [trigger.nbor(-1)] if trigger.i > trigger.sent.start else []
    ordinal = next((o for t in (*beside, *around) if (o := ordinal_of(t))), None)
    return Found(
        draft, trigger, sure, bool(lemmas & classes["previous-word"] or before),
        bool(lemmas & classes["next-word"]), ordinal,
    )  # fmt: skip


def _before_that(trigger: Token) -> frozenset[str]:
    """ "до этого премьеры встречались": words of the clause that put it before another meeting."""
    verb = trigger if trigger.pos_ == "VERB" else trigger.head
    for child in verb.children:
        if child.lemma_ in _HE_THIS_IS_THIS and any(c.lower_ == _UNTIL for c in child.children):
            return _UNTIL_ONLY
    return frozenset()


def ordinal_of(token: Token) -> str | None:
    """An ordinal as the words give it: "девятнадцатое", "44-е", "XII"."""
    text = token.text.upper()
    roman = len(text) > 1 and set(text) <= set(_ROMAN)
    if roman or (token.is_digit and token.dep_ in {"amod", "nummod"}):
        return text
    digits = "".join(c for c in text if c.isdigit())
    if digits and "-" in text and token.pos_ == "ADJ":
        return digits
    ordinal = token.pos_ == "ADJ" and any("Anum" in p.tag for p in parses(token.lower_))
    return token.lemma_ if ordinal else None


def find_same(ctx: Context, known: list[Found], new: Found) -> Found | None:
    """The meeting that ``new`` speaks of again: nothing disagrees; of several the one that agrees most."""
    fits = [(_agreed(old.draft, new.draft), old) for old in known if not _conflict(old, new)]
    return max(fits, key=lambda f: f[0])[1] if fits else None


def complete(known: list[Found], new: Found) -> bool:
    """Give a bare "заседание" or "саммит" what it shares with the report's own meeting; False if none.

    "Девятнадцатое заседание", "следующая встреча" are of the same body; a bare word without a marker
    keeps its own facts and only takes over the organisation.
    """
    models = [f for f in known if "bilateral" not in _formats(f)]
    if not models:
        if new.bare:
            new.draft.slots["organisation"] = new.draft.slots["level"] = None
        return bool(known) or not (new.bare or new.like)
    slots, model = new.draft.slots, models[0].draft.slots
    series = new.previous or new.following or new.ordinal is not None or new.like
    if new.bare or (series and slots["organisation"] == model["organisation"]):
        if new.bare:
            slots["organisation"] = model["organisation"]
        for slot in ("body", "level"):
            if series and not slots["level"]:
                slots[slot] = slots.get(slot) or model.get(slot)
        if series and not slots.get("level"):
            slots["level"] = model.get("level")
    return True


def _agreed(old: Draft, new: Draft) -> int:
    return sum(
        bool(
            old.slots.get(slot) and new.slots.get(slot) and same_value(kind, old.slots[slot], new.slots[slot])
        )
        for slot, kind in _FACTS
    )


def _conflict(old: Found, new: Found) -> bool:
    a, b = old.draft.slots, new.draft.slots
    for slot, kind in _FACTS:
        x, y = a.get(slot), b.get(slot)
        if slot == "level" and (
            ({x, y} & _VAGUE_LEVELS and not _unlike(x, y)) or "bilateral" in _formats(old)
        ):
            continue
        if x and y and not same_value(kind, x, y):
            return True
    if _heads_and_body(a, b) or _heads_and_body(b, a):
        return True
    if (old.states and b.get("organisation")) or (new.states and a.get("organisation")):
        return True
    if _bilateral_conflict(old, new) or _series_conflict(old, new):
        return True
    if old.planned != new.planned and not _untold(old):
        return bool(new.sure or b.get("date")) and not (a.get("date") and a.get("date") == b.get("date"))
    return False


def _untold(old: Found) -> bool:
    """Whether a headline leaves open when its meeting is ("Саммит в Астане: что подпишут президенты")."""
    return not old.sure and not old.draft.slots.get("date") and old.trigger.sent.start == 0


def _unlike(x: object, y: object) -> bool:
    """Whether heads of state or government and ministers meet: never one meeting."""
    heads = [str(v).startswith("heads-of") for v in (x, y)]
    return any(heads) and "ministers" in {x, y}


def _heads_and_body(a: dict[str, object], b: dict[str, object]) -> bool:
    """Whether one is a summit and the other a sitting of a body of no rank ("рабочая группа")."""
    heads = str(a.get("level") or "").startswith("heads-of") and not a.get("body")
    return bool(heads and b.get("body") and not b.get("level"))


def _formats(found: Found) -> tuple[str, ...]:
    return tuple(found.draft.slots.get("formats") or ())


def _bilateral_conflict(old: Found, new: Found) -> bool:
    x, y = "bilateral" in _formats(old), "bilateral" in _formats(new)
    a, b = old.draft.slots, new.draft.slots
    if x and y:
        mine, other = set(a.get("people") or ()), set(b.get("people") or ())
        countries = set(a.get("countries") or ()), set(b.get("countries") or ())
        if mine and other and not (mine <= other or other <= mine):
            return True
        return bool(countries[0] and countries[1] and countries[0] != countries[1])
    if x != y:
        # "после встречи": a bare word may speak of the talks just told, if nothing names another meeting.
        single = new if y else old
        bare = old if y else new
        return single is new or bool(bare.draft.slots.get("organisation") or bare.draft.slots.get("body")
                                     or bare.draft.slots.get("level"))  # fmt: skip
    return False


def _series_conflict(old: Found, new: Found) -> bool:
    if old.ordinal and new.ordinal and old.ordinal != new.ordinal:
        return True
    dates = old.draft.slots.get("date"), new.draft.slots.get("date")
    same_day = dates[0] is not None and dates[0] == dates[1]
    if old.previous != new.previous:
        return not same_day
    if old.following != new.following:
        other = new if old.following else old
        return not other.planned and not same_day
    return False


def join(old: Found, new: Found) -> None:
    """Add what ``new`` says to ``old``; a status that the words give wins over a default."""
    a, b = old.draft, new.draft
    for slot, value in b.slots.items():
        mine = a.slots.get(slot)
        if isinstance(value, list):
            a.slots[slot] = [*(mine or []), *(v for v in value if v not in (mine or []))]
        elif not mine or (slot == "level" and mine in _VAGUE_LEVELS and value):
            a.slots[slot] = value
    if b.slots.get("date") and len(str(b.slots["date"])) > len(str(a.slots.get("date") or "")):
        a.slots["date"] = b.slots["date"]
    _join_status(old, new)
    a.evidence += [e for e in b.evidence if e not in a.evidence]
    a.confidence = max(a.confidence, b.confidence)
    old.ordinal = old.ordinal or new.ordinal
    old.following = old.following or new.following


def _join_status(old: Found, new: Found) -> None:
    a, b = old.draft.slots, new.draft.slots
    rank = {"cancelled": 3, "ongoing": 2, "held": 1, "planned": 0}
    if new.sure and (not old.sure or rank[str(b["status"])] > rank[str(a["status"])]):
        ended = (
            a["status"] == "held" and old.sure and old.trigger.head.lemma_ in word_classes()["meeting-end"]
        )
        if not ended:
            a["status"] = b["status"]
        old.sure = True

"""What the judges of several types ask of two records."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from itogi.language.lexicon import countries, organisations, places
from itogi.register.traits import Days, Item, fold, head_stems, overlap, rules
from itogi.register.words import is_short_for, stems

Verdict = float | None
ALIKE = 0.6  # share of stems from which two wordings name one thing
SAME_ARTICLE = 0.9  # in one report two things are told apart by less


def same(a: Item, b: Item, slot: str) -> bool | None:
    """Whether two records agree in a slot; None where one of them leaves it open."""
    one, two = a.text(slot), b.text(slot)
    if not one or not two:
        return None
    if fold(one) == fold(two):
        return True
    finer = rules()["general"].get(slot, {})
    return one in finer.get(two, ()) or two in finer.get(one, ())


def same_words(a: Item, b: Item, slot: str) -> bool | None:
    """Whether two records agree in the words of a slot; None where one of them leaves it open."""
    one, two = stems(a.text(slot)), stems(b.text(slot))
    return overlap(one, two) >= 0.5 if one and two else None


def same_body(a: Item, b: Item) -> bool | None:
    """Whether two records name one body, in full, by its initials or in short."""
    one, two = (body_name(i.text("organisation"), fold(i.text("body"))) for i in (a, b))
    if not one or not two:
        return None
    first, second = stems(one), stems(two)
    return one == two or overlap(first, second) >= 0.5 or _contracted(one, two) or _contracted(two, one)


@cache
def _bodies() -> Mapping[tuple[str, frozenset[str]], str]:
    """The full names of bodies by the organisation and the stems of all that they are called."""
    return {
        (code, stems(name)): fold(body.name)
        for code, organisation in organisations().items()
        for body in organisation.bodies
        for name in (body.name, *body.abbreviations, *body.aliases)
        if stems(name)
    }


def body_name(organisation: str, name: str) -> str:
    """The full name of a body where the lexicon knows it."""
    return _bodies().get((organisation, stems(name)), name)


def _contracted(short: str, full: str) -> bool:
    """Whether one name is the other in short: "СМИД", "Генсовет", "межправсовет"."""
    if " " in short or " " not in full:
        return False
    words = [w for w in full.replace("-", " ").split() if len(w) > 2]
    return is_short_for(short, full) or _eats(short, words) or _eats(short, words[1:])


def _eats(short: str, words: list[str]) -> bool:
    """Whether a word is made of beginnings of these words, in their order, and holds the last one whole."""
    rest = short
    for word in words:
        rest = _after(rest, word)
    return not rest and bool(words) and short != words[-1]


def _after(rest: str, word: str) -> str:
    """What is left of a word when the beginning that it shares with another is taken off."""
    shared = 0
    while shared < min(len(rest), len(word)) and rest[shared] == word[shared]:
        shared += 1
    return rest[shared:] if shared >= 3 else rest


@cache
def _lands() -> Mapping[str, str]:
    """The state of each place; a state's own name stands for it."""
    found = {fold(place.name): place.country for place in places() if place.country}
    for code, country in countries().items():
        found |= {fold(name): code for name in (*country.capitals, *country.names)}
    return found


@cache
def _land_names() -> frozenset[str]:
    return frozenset(fold(name) for country in countries().values() for name in country.names)


def same_place(a: Item, b: Item) -> bool | None:
    """Whether two records agree in place; a state and a place in it agree as far as the state goes."""
    one, two = fold(a.text("place")), fold(b.text("place"))
    if one and two and (one in _land_names()) != (two in _land_names()):
        lands = _lands().get(one), _lands().get(two)
        return lands[0] == lands[1] if all(lands) else None
    return same_words(a, b, "place")


def share_days(a: Item, b: Item) -> bool | None:
    """Whether the days of two records overlap; None where one has none."""
    return days_overlap(a.days, b.days) if a.days and b.days else None


def days_overlap(a: Days, b: Days, slack: int = 0) -> bool:
    """Whether two spans of days touch, give or take some days."""
    return (a[0] - b[1]).days <= slack and (b[0] - a[1]).days <= slack


def kinds_fit(a: Item, b: Item) -> bool:
    """Whether reports may call one thing by these two kinds."""
    one, two = a.text("kind"), b.text("kind")
    if not one or not two or one == two:
        return True
    if "other" in (one, two):
        return not apart(nouns(a), nouns(b))
    return any(one in group and two in group for group in rules()["same_kind"])


def nouns(item: Item) -> frozenset[str]:
    """The nouns of a title that say what it is: a note, a statute."""
    return stems(item.naming) & head_stems("title_nouns")


def apart(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sets have nothing in common, though both say something."""
    return bool(one and two) and not one & two


def one_article(a: Item, b: Item) -> bool:
    """Whether one report tells both."""
    return a.article == b.article


def said_within(a: Item, b: Item, days: int) -> bool:
    """Whether two reports lie near each other."""
    return bool(a.said and b.said and abs((a.said - b.said).days) <= days)


def near(a: Item, b: Item, days: int) -> bool:
    """Whether the days of two facts lie near each other, or else the reports that tell them."""
    return days_overlap(a.days, b.days, days) if a.days and b.days else said_within(a, b, days)


def worded(a: Item, b: Item) -> float:
    """How alike the wordings are; 0 below the threshold, which is higher within one report."""
    alike = overlap(a.words, b.words)
    return alike if alike >= (SAME_ARTICLE if one_article(a, b) else ALIKE) else 0.0


def unlike(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sets tell two things apart: both say something, and neither holds the other."""
    return bool(one and two) and not (one <= two or two <= one)


def told_apart(a: Item, b: Item) -> bool:
    """Whether the years, numbers or states of two wordings tell two things apart."""
    return unlike(a.years, b.years) or unlike(a.numbers, b.numbers) or unlike(a.states, b.states)


def share_topics(a: Item, b: Item) -> bool | None:
    """Whether two records have a topic in common; None where one of them has none."""
    one, two = set(a.many("topics")), set(b.many("topics"))
    return bool(one & two) if one and two else None


def covered(plain: Item, full: Item) -> bool:
    """Whether the sentences of a record that is worded plainly name what another one names."""
    held = len(full.words & plain.context)
    return bool(full.words) and held >= (0.66 if len(full.words) > 2 else 1.0) * len(full.words)

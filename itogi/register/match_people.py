"""Whether two memberships, offices or chairmanships are one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache, lru_cache

from itogi.register.likeness import Verdict, days_overlap, near, same, share_days
from itogi.register.traits import Item, fold, overlap, rules, same_person
from itogi.register.words import is_short_for, states, stem, stems, words_of

_MONTH, _TWO_YEARS = 31, 731


# Memberships


def process(item: Item) -> int:
    """The process that a stage belongs to: joining, suspending, leaving."""
    stage, found = item.text("stage"), rules()["processes"]
    return next((n for n, stages in enumerate(found) if stage in stages), 0)


def membership(a: Item, b: Item) -> Verdict:
    """One process of one role: joining again years later, or leaving, is another."""
    role = same(a, b, "role")
    if role is False or process(a) != process(b):
        return None
    # Only what ends a process is told by its day: an application may lie years before.
    last = [i.text("stage") == rules()["processes"][process(i)][-1] for i in (a, b)]
    slack = _MONTH if a.text("role") in rules()["occasional_roles"] else _TWO_YEARS
    if (all(last) or slack == _MONTH) and a.days and b.days and not days_overlap(a.days, b.days, slack):
        return None
    return 2.0 if role else 1.0


# Offices


@cache
def _posts() -> list[tuple[list[str], list[str]]]:
    """Phrases and what they are read as, by stems, the longest first."""
    pairs = ((_stemmed(k), _stemmed(v)) for k, v in rules()["posts"].items())
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0]))


def _stemmed(text: str) -> list[str]:
    return [stem(word) for word in words_of(text)]


@cache
def _stem_set(group: str) -> frozenset[str]:
    return frozenset(stem(word) for word in rules()[group])


@lru_cache(maxsize=16384)
def post_words(position: str) -> frozenset[str]:
    """The stems of a post in its common form: "премьер-министр" is "глава правительства"."""
    # A state in a post ("the Belarusian president") is told by ``of``; what follows a comma is a second post.
    rest = [stem(w) for w in words_of(position.split(",", maxsplit=1)[0]) if not states(w)]
    rest, found = [w for w in rest if w not in _stem_set("former")], list[str]()
    while rest:
        taken, given = next((p for p in _posts() if _starts(rest, p[0])), (rest[:1], rest[:1]))
        found += given
        rest = rest[len(taken) :]
    return frozenset(w for w in found if len(w) > 2)


def _starts(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return list(words[: len(phrase)]) == list(phrase)


@cache
def _heads() -> frozenset[frozenset[str]]:
    return frozenset(post_words(post) for post in rules()["heads"])


def office(a: Item, b: Item) -> Verdict:
    """One person in one post; posts are compared in their common forms, with the land or institution."""
    if not same_person(a.text("person"), b.text("person")):
        return None
    of = _same_of(a, b)
    if of is False:
        return None
    one, two = post_words(a.text("position")), post_words(b.text("position"))
    if not one or not two:
        return 0.5 if of and fold(a.text("of")) == fold(b.text("of")) else 0.0
    if (one ^ two) & _stem_set("post_marks"):
        return None
    alike = overlap(one, two)
    if post_words(rules()["head"]) in (one, two) and is_state(a.text("of") or b.text("of")):
        # The head of a state is not the head of its government.
        if of and is_head(one) and is_head(two):
            return 1.0
        return None if one & two else 0.0
    if alike >= 0.5 or (of and (one <= two or two <= one)):
        return 1.0 + alike
    first, second = _neutral(one), _neutral(two)
    held = first <= second or second <= first
    if is_state(a.text("of") or b.text("of")):
        held = first == second
    return 1.0 if of and (held or _plain_head(one, two)) else None


@cache
def head_words() -> frozenset[str]:
    """All words of posts that a head holds."""
    return frozenset().union(*_heads())


def is_head(post: frozenset[str]) -> bool:
    """Whether a post is one that a plain "head" may mean."""
    return post in _heads() or post == post_words(rules()["head"])


def is_state(of: str) -> bool:
    """Whether a post is of a state."""
    return len(of) == 2 and of.isupper()


def _plain_head(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether both are posts that a head holds: nobody heads one institution in two of them."""
    return is_head(one) and is_head(two)


def _neutral(post: frozenset[str]) -> frozenset[str]:
    """A post with all words for a head made one: "председатель коллегии" is "глава коллегии"."""
    single = frozenset(word for head in _heads() if len(head) == 1 for word in head)
    return frozenset("*" if word in single else word for word in post)


def _same_of(a: Item, b: Item) -> bool | None:
    """Whether two posts are of one land or institution; None where that is not told or not sure."""
    one, two = a.text("of"), b.text("of")
    if not one or not two:
        return None
    if fold(one) == fold(two) or is_short_for(one, two) or overlap(stems(one), stems(two)) >= 0.5:
        return True
    return False if one.isupper() and two.isupper() and one.isascii() and two.isascii() else None


# Chairmanships


def chairmanship(a: Item, b: Item) -> Verdict:
    """One term of one state: by its year, by its number, or by when it is spoken of."""
    numbers = {n for n in (a.record.get("ordinal"), b.record.get("ordinal")) if n is not None}
    share = share_days(a, b)
    if share is False or (share is None and len(numbers) > 1):
        return None
    if share:
        return 3.0
    if len(numbers) == 1 and a.record.get("ordinal") == b.record.get("ordinal"):
        return 2.0
    dated, open_one = (a, b) if a.days else (b, a)
    if not dated.days:
        return 1.0 if near(a, b, 400) and same(a, b, "status") is not False else 0.0
    if not open_one.said or open_one.text("status") == "past":
        return 0.0
    said = open_one.said
    ahead = 366 if open_one.text("status") == "next" else 0
    return 1.0 if days_overlap(dated.days, (said, said + timedelta(days=ahead))) else 0.0
